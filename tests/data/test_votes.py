import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import EntryId, MemberId, VoteId
from bot.domain.instants import HOUR, Instant
from bot.domain.refusals import Refusal, Why
from bot.domain.votes import Ballot, Rule, VoteState
from data import Database
from tests.data import sets
from tests.data.sets import ADA, BEN, CHANNEL, CLEO, HOME, NOW


async def open_vote(db: Database, works: int = 3) -> VoteId:
    async with db.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        made = [await sets.work(tx, prompt_id=prompt_id, makers=(BEN, CLEO)) for _ in range(works)]
        return await sets.vote(tx, prompt_id, [work.id for work in reversed(made)])


def ballot(vote_id: VoteId, voter: MemberId, picks: set[int], pressed: int) -> Ballot:
    return Ballot(vote_id, voter, frozenset(map(EntryId, picks)), pressed)


async def test_a_vote_comes_back_with_its_entries_in_the_order_given(db: Database) -> None:
    vote_id = await open_vote(db)
    async with db.transaction() as tx:
        vote = await tx.votes.get(vote_id)
        assert (vote.number, vote.rule, vote.state, vote.closed_at) == (1, Rule.APPROVAL, VoteState.OPEN, None)
        assert (vote.opens_at, vote.closes_at, vote.channel_id, vote.moderator_id) == (
            NOW,
            NOW + HOUR,
            CHANNEL,
            CLEO,
        )
        assert [entry.number for entry in vote.entries] == [3, 2, 1]
        assert vote.entries[0].makers == {BEN, CLEO}
        assert vote.entries[0].title == "Umbrellas"
        assert await tx.votes.lock(vote_id) == vote
        assert await tx.votes.by_number(HOME, 1) == vote
        assert await tx.votes.lock_many([vote_id, VoteId(99)]) == {vote_id: vote}
        assert await tx.votes.open_on(vote.prompt_id) == vote
        assert (await tx.posts.get(await tx.votes.card_post(vote_id))).owed.community_id == HOME


async def test_a_closed_vote_keeps_its_first_closing_and_makes_room_for_another(db: Database) -> None:
    vote_id = await open_vote(db)
    async with db.transaction() as tx:
        prompt_id = (await tx.votes.get(vote_id)).prompt_id
        await tx.votes.close(vote_id, NOW)
        await tx.votes.close(vote_id, Instant(NOW + HOUR))
        vote = await tx.votes.get(vote_id)
        assert (vote.state, vote.closed_at) == (VoteState.CLOSED, NOW)
        assert await tx.votes.open_on(prompt_id) is None
        another = await sets.vote(tx, prompt_id, [vote.entries[0].work_id])
        assert [listed.id for listed in await tx.votes.list_of(HOME)] == [another, vote_id]
        assert [listed.id for listed in await tx.votes.list_of(HOME, VoteState.OPEN)] == [another]
        assert [listed.id for listed in await tx.votes.list_of(HOME, VoteState.CLOSED)] == [vote_id]


async def test_the_table_itself_refuses_a_second_open_vote_on_a_prompt(db: Database) -> None:
    vote_id = await open_vote(db)
    async with db.transaction() as tx:
        vote = await tx.votes.get(vote_id)
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await sets.vote(tx, vote.prompt_id, [vote.entries[0].work_id])


async def test_a_vote_that_is_not_there_is_refused(db: Database) -> None:
    async with db.transaction() as tx:
        for missing in (
            tx.votes.get(VoteId(9)),
            tx.votes.lock(VoteId(9)),
            tx.votes.by_number(HOME, 9),
            tx.votes.card_post(VoteId(9)),
        ):
            with pytest.raises(Refusal) as refusal:
                await missing
            assert refusal.value.why is Why.NO_SUCH_VOTE


async def test_a_newer_press_replaces_a_ballot_and_an_older_one_does_not(db: Database) -> None:
    vote_id = await open_vote(db)
    async with db.transaction() as tx:
        await tx.votes.put_ballots([ballot(vote_id, ADA, {1, 2}, 20)])
        await tx.votes.put_ballots([ballot(vote_id, ADA, {3}, 10), ballot(vote_id, BEN, set(), 10)])
        assert await tx.votes.ballots(vote_id) == [
            ballot(vote_id, ADA, {1, 2}, 20),
            ballot(vote_id, BEN, set(), 10),
        ]
        await tx.votes.put_ballots([ballot(vote_id, ADA, {3}, 30)])
        assert await tx.votes.ballots_by([(vote_id, ADA), (vote_id, CLEO)]) == {
            (vote_id, ADA): ballot(vote_id, ADA, {3}, 30)
        }
        assert await tx.votes.ballots_by([]) == {}


async def test_the_newest_of_a_voters_presses_in_one_group_stands(db: Database) -> None:
    vote_id = await open_vote(db)
    async with db.transaction() as tx:
        await tx.votes.put_ballots(
            [ballot(vote_id, ADA, {1}, 11), ballot(vote_id, ADA, {2}, 13), ballot(vote_id, ADA, {3}, 12)]
        )
        assert await tx.votes.ballots(vote_id) == [ballot(vote_id, ADA, {2}, 13)]


async def test_three_presses_of_one_voter_at_once_leave_one_ballot_and_the_newest(db: Database) -> None:
    vote_id = await open_vote(db)

    async def press(number: int) -> None:
        async with db.transaction() as tx:
            await tx.votes.ballots_by([(vote_id, ADA)])
            await asyncio.sleep(0)
            await tx.votes.put_ballots([ballot(vote_id, ADA, {number}, 100 + number)])

    await asyncio.gather(press(3), press(1), press(2))
    async with db.transaction() as tx:
        assert await tx.votes.ballots(vote_id) == [ballot(vote_id, ADA, {3}, 103)]


async def test_many_ballots_are_put_and_read_at_once(db: Database) -> None:
    vote_id = await open_vote(db)
    ballots = [ballot(vote_id, MemberId(ADA + number), {number % 3 + 1}, number + 1) for number in range(1_100)]
    async with db.transaction() as tx:
        await tx.votes.put_ballots(ballots)
        assert await tx.votes.ballots(vote_id) == ballots
        found = await tx.votes.ballots_by([(vote_id, each.voter_id) for each in ballots])
        assert list(found.values()) == ballots


async def test_groups_of_ballots_that_overlap_never_wait_for_each_other_in_a_ring(db: Database) -> None:
    vote_id = await open_vote(db)
    voters = [MemberId(ADA + number) for number in range(40)]

    async def group(turn: int) -> None:
        order = voters if turn % 2 else voters[::-1]
        async with db.transaction() as tx:
            await tx.votes.put_ballots([ballot(vote_id, voter, {turn}, turn + 1) for voter in order])

    await asyncio.gather(*(group(turn) for turn in range(10)))
    async with db.transaction() as tx:
        assert {each.pressed_id for each in await tx.votes.ballots(vote_id)} == {10}


async def test_a_vote_held_for_its_ballots_is_not_closed_before_they_are_in(db: Database) -> None:
    vote_id = await open_vote(db)
    order: list[str] = []

    async def put(voter: MemberId) -> None:
        async with db.transaction() as tx:
            held = await tx.votes.lock_many([vote_id, VoteId(99)])
            await asyncio.sleep(0.02)
            if held[vote_id].state is VoteState.OPEN:
                await tx.votes.put_ballots([ballot(vote_id, voter, {1}, 5)])
                order.append("ballot")

    async def close() -> None:
        await asyncio.sleep(0.005)
        async with db.transaction() as tx:
            await tx.votes.lock(vote_id)
            await tx.votes.close(vote_id, NOW)
            order.append("closed")

    holding = [asyncio.create_task(put(voter)) for voter in (ADA, BEN)]
    await asyncio.gather(*holding, close())
    await put(CLEO)
    assert order[-1] == "closed", "no ballot came in after the close"
    async with db.transaction() as tx:
        assert len(await tx.votes.ballots(vote_id)) == order.count("ballot")
