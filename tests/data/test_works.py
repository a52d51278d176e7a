import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import ChannelId, MessageId, PromptId, WorkId
from bot.domain.instants import HOUR, Instant
from bot.domain.prompts import PromptState
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Asset, Kind, WorkState
from bot.services.ports import Kept
from data import Database
from data.tables import slots
from data.transactions import Transaction
from tests.data import sets
from tests.data.sets import ADA, AWAY, BEN, CHANNEL, CLEO, HOME, NOW


async def test_a_prompt_comes_back_as_it_was_drafted(db: Database) -> None:
    async with db.transaction() as tx:
        kinds = frozenset({Kind.PICTURE, Kind.SOUND})
        prompt_id = await sets.prompt(
            tx, title="Rain", kinds=kinds, pays="50 €", closes_at=Instant(NOW + HOUR), works_per_member=2
        )
        prompt = await tx.prompts.get(prompt_id)
        assert (prompt.title, prompt.kinds, prompt.pays, prompt.works_per_member) == ("Rain", kinds, "50 €", 2)
        assert (prompt.opens_at, prompt.closes_at) == (NOW, NOW + HOUR)
        assert (prompt.state, prompt.closed_at, prompt.number) == (PromptState.OPEN, None, 1)
        assert (prompt.director_id, prompt.channel_id) == (ADA, CHANNEL)
        assert await tx.prompts.lock(prompt_id) == prompt
        assert await tx.prompts.by_number(HOME, 1) == prompt


async def test_a_prompt_is_found_in_its_thread_once_discord_opened_it(db: Database) -> None:
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        assert (await tx.prompts.get(prompt_id)).thread_id is None
        for _ in ("card", "thread"):
            (claimed,) = await tx.posts.claim(NOW, 10)
            await tx.posts.sent(claimed, MessageId(999))
        found = await tx.prompts.in_thread(ChannelId(999))
        assert found is not None
        assert (found.id, found.thread_id) == (prompt_id, 999)
        assert await tx.prompts.in_thread(ChannelId(998)) is None
        card = await tx.posts.get(await tx.prompts.card_post(prompt_id))
        assert card.message_id == 999


async def test_prompts_are_listed_newest_first_and_by_state(db: Database) -> None:
    async with db.transaction() as tx:
        first, second, third = [await sets.prompt(tx) for _ in range(3)]
        await tx.prompts.close(second, NOW)
        await tx.prompts.close(second, Instant(NOW + HOUR))
        assert (await tx.prompts.get(second)).closed_at == NOW, "the first closing stays"

        await tx.prompts.move_closing(third, Instant(NOW + 2 * HOUR))
        assert (await tx.prompts.get(third)).closes_at == NOW + 2 * HOUR

        async def ids(state: PromptState | None = None, limit: int = 9) -> list[PromptId]:
            return [prompt.id for prompt in await tx.prompts.list_of(HOME, state, limit)]

        assert await ids() == [third, second, first]
        assert await ids(limit=2) == [third, second]
        assert await ids(PromptState.OPEN) == [third, first]
        assert await ids(PromptState.CLOSED) == [second]


async def test_a_prompt_that_is_not_there_is_refused(db: Database) -> None:
    async with db.transaction() as tx:
        for missing in (
            tx.prompts.get(PromptId(9)),
            tx.prompts.lock(PromptId(9)),
            tx.prompts.by_number(HOME, 9),
            tx.prompts.card_post(PromptId(9)),
        ):
            with pytest.raises(Refusal) as refusal:
                await missing
            assert refusal.value.why is Why.NO_SUCH_PROMPT


async def test_a_work_comes_back_with_makers_and_files_in_order(db: Database) -> None:
    files = (
        Asset("z.wav", 5, Kind.SOUND, "audio/wav", 7, "https://cdn.invalid/z"),
        Asset("a.txt", 9, Kind.WORDS),
    )
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        given = sets.handed_in(prompt_id=prompt_id, makers=(CLEO, BEN), assets=files, words="a\n\nb", title="Ünder")
        work_id = await tx.works.add(given)
        work = await tx.works.get(work_id)
        assert replace(work, id=WorkId(0), assets=()) == replace(given, assets=())
        assert [replace(asset, id=None) for asset in work.assets] == list(files)
        assert await tx.works.by_origin(given.origin_id) == work
        assert await tx.works.by_origin(1) is None
        assert await tx.works.received() == [work_id]
        assert work.assets[1].id is not None
        await tx.works.set_kept(work.assets[1].id, Kept("ab" * 32, 10))
        await tx.works.accept(work_id, 4, NOW)
        kept = await tx.works.by_number(HOME, 4)
        assert (kept.state, kept.assets[0].sha256, kept.assets[1].sha256) == (WorkState.ACCEPTED, None, "ab" * 32)
        assert kept.assets[1].size == 10
        assert await tx.works.received() == []


async def test_the_same_origin_is_handed_in_once(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        await tx.works.add(sets.handed_in(origin_id=5))
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await tx.works.add(sets.handed_in(origin_id=5))


async def test_a_message_leads_to_the_newest_work_handed_in_with_it(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        await tx.works.add(sets.handed_in(message_id=MessageId(5)))
        newest = await tx.works.add(sets.handed_in(message_id=MessageId(5)))
        found = await tx.works.by_message(MessageId(5))
        assert found is not None
        assert found.id == newest


async def test_works_of_a_prompt_come_in_number_order_by_state(db: Database) -> None:
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        one, two, three = [await sets.work(tx, prompt_id=prompt_id) for _ in range(3)]
        await sets.work(tx)
        waiting = await tx.works.add(sets.handed_in(prompt_id=prompt_id))
        await tx.works.end(two.id, WorkState.WITHDRAWN, None)
        assert [work.id for work in await tx.works.of_prompt(prompt_id)] == [one.id, three.id]
        assert [work.id for work in await tx.works.of_prompt(prompt_id, WorkState.RECEIVED)] == [waiting]
        assert [work.number for work in await tx.works.of_community(HOME)] == [1, 2, 3, 4]
        assert set(await tx.works.many([one.id, three.id, WorkId(999)])) == {one.id, three.id}


async def test_a_number_stays_with_its_work_when_that_is_withdrawn(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        work = await sets.work(tx)
        await tx.works.end(work.id, WorkState.WITHDRAWN, "changed my mind")
        ended = await tx.works.by_number(HOME, 1)
        assert (ended.state, ended.reason) == (WorkState.WITHDRAWN, "changed my mind")
        assert (await sets.work(tx)).number == 2


async def test_works_are_found_by_the_start_of_a_number_or_a_piece_of_title(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        for title in ("Stürmische Nacht", "100 % rain", "a_b", "Straße"):
            await sets.work(tx, title=title)
        for _ in range(8):
            await sets.work(tx)
        gone = await sets.work(tx, title="Night gone")
        await tx.works.end(gone.id, WorkState.WITHDRAWN, None)
        await sets.work(tx, AWAY, title="Stürmische Nacht")

        async def found(text: str, limit: int = 25) -> list[int | None]:
            return [work.number for work in await tx.works.matching(HOME, text, limit)]

        assert await found("STÜRM") == [1]
        assert await found("1") == [12, 11, 10, 2, 1]
        assert await found("#12") == [12]
        assert await found("%") == [2], "what was typed is text, not a pattern"
        assert await found("_") == [3]
        assert await found("strasse") == [4]
        assert await found("night") == []
        assert await found("", limit=2) == [12, 11]


async def hand_in(tx: Transaction, prompt_id: PromptId, limit: int | None) -> bool:
    await tx.prompts.lock(prompt_id)
    work_id = await tx.works.add(sets.handed_in(prompt_id=prompt_id))
    return await tx.works.take_slot(prompt_id, BEN, work_id, limit)


async def test_a_maker_has_as_many_slots_as_the_prompt_allows(db: Database) -> None:
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        assert [await hand_in(tx, prompt_id, 2) for _ in range(3)] == [True, True, False]
        assert [await hand_in(tx, prompt_id, None) for _ in range(2)] == [True, True]
        other = await tx.works.add(sets.handed_in(prompt_id=prompt_id, makers=(CLEO,)))
        assert await tx.works.take_slot(prompt_id, CLEO, other, 1)


async def test_the_same_work_takes_one_slot(db: Database) -> None:
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        work = await sets.work(tx, prompt_id=prompt_id)
        assert await tx.works.take_slot(prompt_id, BEN, work.id, 2)
        assert await tx.works.take_slot(prompt_id, BEN, work.id, 2)
        assert await hand_in(tx, prompt_id, 2)
        assert await tx.works.take_slot(prompt_id, BEN, work.id, 2)


async def test_a_withdrawn_work_frees_the_lowest_slot_for_the_next(db: Database) -> None:
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        first = await sets.work(tx, prompt_id=prompt_id)
        assert await tx.works.take_slot(prompt_id, BEN, first.id, 2)
        assert await hand_in(tx, prompt_id, 2)
        assert not await hand_in(tx, prompt_id, 2)
        await tx.works.end(first.id, WorkState.WITHDRAWN, None)
        assert await hand_in(tx, prompt_id, 2)
        rows = await tx.statements.rows(select(slots.c.slot).order_by(slots.c.slot))
        assert [row.slot for row in rows] == [0, 1]


async def test_twenty_works_handed_in_at_once_take_three_slots(db: Database) -> None:
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)

    async def one() -> bool:
        async with db.transaction() as tx:
            return await hand_in(tx, prompt_id, 3)

    assert sum(await asyncio.gather(*(one() for _ in range(20)))) == 3


async def test_the_table_itself_refuses_a_slot_taken_twice(db: Database) -> None:
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        works = [await sets.work(tx, prompt_id=prompt_id) for _ in range(2)]
        row = {"prompt_id": prompt_id, "maker_id": BEN, "slot": 0}
        await tx.statements.change(insert(slots), {**row, "work_id": works[0].id})
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await tx.statements.change(insert(slots), {**row, "work_id": works[1].id})
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await tx.statements.change(insert(slots), {**row, "slot": 1, "work_id": works[0].id})


async def test_a_work_that_is_not_there_is_refused(db: Database) -> None:
    async with db.transaction() as tx:
        for missing in (tx.works.get(WorkId(9)), tx.works.lock(WorkId(9)), tx.works.by_number(HOME, 9)):
            with pytest.raises(Refusal) as refusal:
                await missing
            assert refusal.value.why is Why.NO_SUCH_WORK


async def test_the_table_itself_refuses_an_accepted_work_without_a_number(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await tx.works.add(sets.handed_in(state=WorkState.ACCEPTED))
