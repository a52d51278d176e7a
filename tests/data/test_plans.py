"""SQLite's own plans for what is asked again and again: none may read a whole table."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from sqlalchemy import event

from bot.domain.ids import ChannelId, MessageId
from bot.domain.panels import Panel
from bot.domain.posts import Action
from data import Database, open_database
from data.tables import metadata
from data.transactions import Transaction
from tests.data import sets, world
from tests.data.sets import ADA, CHANNEL, HOME, NOW


@pytest_asyncio.fixture
async def lite(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_database(f"sqlite:///{tmp_path / 'plans.db'}")
    await database.migrate()
    yield database
    await database.close()


async def ask(tx: Transaction, film: world.World) -> None:
    """What a busy evening asks."""
    for claimed in await tx.posts.claim(NOW, 10):
        await tx.posts.sent(claimed, MessageId(5))
    await tx.posts.next_try()
    await tx.posts.by_key("a")
    await tx.posts.by_message(MessageId(5))
    await tx.posts.owe(sets.owed("edit", action=Action.EDIT), NOW)
    await tx.posts.forget_claims()
    await tx.deadlines.claim(NOW, 10)
    await tx.deadlines.next_due()
    await tx.deadlines.waiting(HOME)
    await tx.reminders.offsets(film.prompt)
    await tx.reminders.members(film.prompt, (5,))
    await tx.late_passes.until(film.prompt, ADA)
    await tx.series.list_of(HOME)
    await tx.deadlines.finish("a")
    await tx.seen.first_of("interaction", range(300), NOW)
    await tx.seen.first("edit", 5, 5, NOW)
    await tx.seen.has("edit", 5)
    await tx.seen.newest("edit", 5, 6, NOW)
    await tx.absences.move(HOME, {CHANNEL: MessageId(5)})
    await tx.absences.note("event", NOW)
    await tx.absences.last("event")
    await tx.panels.find("a")
    await tx.panels.ensure("a", Panel("z" * 16, film.community, None))
    await tx.panels.sweep(NOW)
    await tx.communities.get(HOME)
    await tx.communities.take_number(HOME, "work")
    await tx.people.names(HOME, (ADA,))
    await tx.prompts.lock(film.prompt)
    await tx.prompts.in_thread(ChannelId(5))
    await tx.prompts.list_of(HOME)
    await tx.works.received()
    await tx.works.with_files_to_keep()
    await tx.works.by_origin(5)
    await tx.works.standing_in(CHANNEL)
    await tx.works.by_message(MessageId(5))
    await tx.works.of_prompt(film.prompt)
    await tx.works.matching(HOME, "night", 25)
    await tx.works.take_slot(film.prompt, ADA, film.works[0], 2)
    await tx.lineage.edges(HOME)
    await tx.lineage.sources(film.works[0])
    await tx.lineage.remixes(film.works[0])
    await tx.lineage.expecting(MessageId(5))
    await tx.lineage.upstream(film.works[2])
    await tx.lineage.downstream(film.works[0])
    await tx.lineage.fetched_by(ADA, HOME, NOW)
    await tx.lineage.recent(await tx.works.get(film.works[2]), 25)
    await tx.lineage.by_makers(HOME, await tx.lineage.known_as(HOME, "a"), 25)
    await tx.lineage.news_for(HOME, ADA)
    await tx.votes.lock_many([film.vote])
    await tx.votes.open_on(film.prompt)
    await tx.votes.ballots_by([(film.vote, ADA)])
    await tx.votes.put_ballots(await tx.votes.ballots(film.vote))
    await tx.productions.get(film.production)
    await tx.productions.announcements(film.production)


async def test_what_is_asked_again_and_again_never_reads_a_whole_table(lite: Database) -> None:
    async with lite.transaction() as tx:
        film = await world.build(tx, HOME, "Home", CHANNEL)
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        asked.append((statement, parameters[0] if many else parameters))

    event.listen(lite.engine.sync_engine, "before_cursor_execute", note)
    async with lite.transaction() as tx:
        await ask(tx, film)
    event.remove(lite.engine.sync_engine, "before_cursor_execute", note)

    ours = tuple(f"SCAN {table}" for table in (*metadata.tables, "other", "target", "thread"))
    slow = set()
    for statement, parameters in asked:
        # An INSERT reads nothing, though its plan calls what it returns a scan.
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            plan = await lite.run_sync(
                lambda connection, s=statement, p=parameters: connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {s}", p
                ).all()
            )
            slow |= {f"{step.detail}: {statement}" for step in plan if _reads_all(step.detail, ours)}
    assert not slow, "\n\n".join(sorted(slow))


def _reads_all(step: str, ours: tuple[str, ...]) -> bool:
    # These indexes hold only what is waiting.
    waiting = ("ix_deadlines_due", "ix_works_received", "ix_assets_unkept")
    return step.startswith(ours) and not any(index in step for index in waiting)
