from dataclasses import replace

from bot.domain.ids import WorkId
from bot.domain.moderation import Report, Settings
from bot.domain.works import Place, WorkState
from bot.services.ports import Kept
from data import Database
from data.transactions import Transaction
from tests.data import sets
from tests.data.sets import ADA, AWAY, BEN, CLEO, HOME, NOW

SAME, OTHER = "a" * 64, "b" * 64


async def kept(tx: Transaction, sha256: str, community=HOME) -> WorkId:
    """A work whose first file has these bytes."""
    work = await sets.work(tx, community, makers=(BEN,))
    for asset in (await tx.works.get(work.id)).assets:
        assert asset.id is not None
        await tx.works.set_kept(asset.id, Kept(sha256, 3))
    return work.id


async def test_settings_are_the_usual_ones_until_they_are_chosen(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        assert await tx.moderation.settings(HOME) == Settings()
        chosen = Settings(7, NOW, ADA)
        await tx.moderation.save(HOME, chosen)
        await tx.moderation.save(HOME, replace(chosen, review_days=30))
        assert await tx.moderation.settings(HOME) == replace(chosen, review_days=30)
        assert await tx.moderation.settings(AWAY) == Settings()


async def test_a_person_reports_a_work_once_and_what_is_settled_is_no_longer_listed(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        work = await sets.work(tx, makers=(BEN,))
        report = Report(work.id, CLEO, "Mine", NOW)
        assert await tx.moderation.report(report)
        assert not await tx.moderation.report(replace(report, reason="Again"))
        assert await tx.moderation.report(replace(report, reporter=ADA))
        assert [one.reporter for one in await tx.moderation.reports(HOME)] == sorted([CLEO, ADA])
        assert await tx.moderation.reports(AWAY) == []
        await tx.moderation.ask(work.id, "Blur it", ADA, NOW)
        await tx.moderation.ask(work.id, "Blur all", ADA, NOW)
        assert await tx.moderation.asked([work.id]) == {work.id: "Blur all"}
        assert await tx.moderation.settle(work.id, NOW)
        assert not await tx.moderation.settle(work.id, NOW)
        assert (await tx.moderation.reports(HOME), await tx.moderation.asked([work.id])) == ([], {})


async def test_bytes_are_barred_where_they_were_purged_and_destroyed_once_no_work_holds_them(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        first, second = await kept(tx, SAME), await kept(tx, SAME, AWAY)
        await tx.moderation.bar(HOME, first, NOW)
        await tx.works.end(first, WorkState.PURGED, None)
        assert await tx.moderation.barred(HOME, [SAME, OTHER]) == {SAME}
        assert await tx.moderation.barred(AWAY, [SAME]) == frozenset()
        assert await tx.moderation.to_destroy() == []
        await tx.works.end(second, WorkState.PURGED, None)
        assert await tx.moderation.to_destroy() == [SAME]
        await tx.moderation.destroyed(SAME)
        assert await tx.moderation.to_destroy() == []
        await tx.moderation.bar_bytes(HOME, [SAME], NOW)
        assert await tx.moderation.to_destroy() == [SAME], "they came again"


async def test_what_is_held_entered_and_hidden_is_found(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        prompt = await sets.prompt(tx)
        work = await sets.work(tx, prompt_id=prompt, makers=(BEN,))
        assert await tx.moderation.has_been_in(HOME, BEN)
        await tx.works.turn(work.id, WorkState.HELD)
        assert not await tx.moderation.has_been_in(HOME, BEN)
        assert await tx.moderation.has_entered(prompt, BEN)
        assert not await tx.moderation.has_entered(prompt, ADA)
        assert await tx.moderation.held(HOME) == [work.id]
        assert await tx.moderation.hidden(HOME) == {work.number}


async def test_a_purged_works_words_and_file_names_are_gone(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        work = await kept(tx, SAME)
        await tx.works.blank(work)
        gone = await tx.works.get(work)
        assert (gone.title, gone.words) == ("", "")
        assert [(asset.filename, asset.url, asset.sha256) for asset in gone.assets] == [("", "", SAME)]


async def test_where_a_work_stands_comes_back_and_keeps_it_out_of_public_lists(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        prompt = await sets.prompt(tx)
        for place in (Place(), Place(is_private=True), Place(is_mature=True)):
            work = await sets.work(tx, prompt_id=prompt, is_private=place.is_private, is_mature=place.is_mature)
            found = await tx.works.get(work.id)
            assert (found.is_private, found.is_mature) == (place.is_private, place.is_mature)
        assert [one.is_private for one in await tx.works.of_prompt(prompt)] == [False, False]
        assert [one.is_private for one in await tx.works.matching(HOME, "", 25)] == [False, False]
