"""Servers that removed Callsheet, and members who go or are called something else."""

from sqlalchemy import select

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import DAY
from bot.domain.privacy import AFTER_LEAVING
from data.privacy import belongs_to_a_community
from data.tables import metadata
from tests.services.stage import ANN, AWAY, BEN, HOME, STAGE, Stage, entry_of, member


async def rows_of(stage: Stage) -> dict[str, int]:
    async with stage.db.transaction() as tx:
        return {
            table.name: len(found)
            for table in metadata.sorted_tables
            if belongs_to_a_community(table) and (found := await tx.statements.rows(select(table)))
        }


async def test_a_server_that_removed_callsheet_is_erased_after_thirty_days_and_no_other(box: Stage):
    await box.set_up(AWAY, STAGE, name="Away")
    alone = await rows_of(box)
    prompt = await box.prompt()
    rain = await box.work(ANN, prompt)
    await box.work(BEN, prompt, rain)
    vote = await box.vote(prompt)
    await box.box.cast(box.press(vote, BEN, entry_of(vote, rain)))
    await box.production(rain)
    await box.privacy.left(HOME)
    await box.clock.advance(AFTER_LEAVING - DAY)
    assert DeadlineKind.COMMUNITY_ERASED not in await box.run_due()
    await box.clock.advance(DAY)
    assert DeadlineKind.COMMUNITY_ERASED in await box.run_due()
    assert await box.communities.find(HOME) is None
    assert await box.communities.find(AWAY) is not None
    left = await rows_of(box)
    assert left == {name: count // 2 for name, count in alone.items() if count // 2}
    for sha256 in await box.privacy.owed():
        await box.privacy.erase(sha256)
    assert not box.store.path(rain.assets[0].sha256 or "").exists()


async def test_a_server_that_takes_callsheet_back_in_time_finds_everything_as_it_was(stage: Stage):
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.privacy.left(HOME)
    await stage.clock.advance(AFTER_LEAVING - DAY)
    await stage.privacy.is_back(HOME)
    await stage.clock.advance(AFTER_LEAVING)
    assert DeadlineKind.COMMUNITY_ERASED not in await stage.run_due()
    assert (await stage.lineage.view(ANN, HOME, 1)).work.makers == (ANN.id,)


async def test_a_server_left_while_callsheet_was_away_is_noticed_at_its_start_and_keeps_its_day(stage: Stage):
    await stage.set_up(AWAY, STAGE, name="Away")
    await stage.privacy.all_there({HOME})
    await stage.clock.advance(AFTER_LEAVING - DAY)
    await stage.privacy.all_there({HOME})
    await stage.clock.advance(DAY)
    await stage.run_due()
    assert await stage.communities.find(AWAY) is None
    assert await stage.communities.find(HOME) is not None


async def test_a_server_that_is_there_at_a_start_is_never_erased_however_late_that_is(stage: Stage):
    await stage.privacy.left(HOME)
    await stage.clock.advance(AFTER_LEAVING + DAY)
    await stage.privacy.all_there({HOME})
    await stage.run_due()
    assert await stage.communities.find(HOME) is not None


async def test_a_server_that_was_erased_can_begin_anew(stage: Stage):
    await stage.privacy.left(HOME)
    await stage.clock.advance(AFTER_LEAVING)
    await stage.run_due()
    await stage.set_up()
    assert (await stage.prompt()).number == 1
    await stage.privacy.left(HOME)
    await stage.clock.advance(AFTER_LEAVING)
    assert DeadlineKind.COMMUNITY_ERASED in await stage.run_due()


async def test_credits_use_the_name_somebody_showed_last(stage: Stage):
    prompt = await stage.prompt()
    rain = await stage.work(ANN, prompt)
    await stage.clock.advance(DAY)
    await stage.work(member(3, "Annie"), prompt)
    await stage.production(rain)
    (line,) = (await stage.productions.view(HOME, 1)).lines
    assert (line.maker, line.name) == (ANN.id, "Annie")
