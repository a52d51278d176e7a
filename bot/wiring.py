"""The one place that builds and closes everything. What cannot work fails here, at the door."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from discord.gateway import DiscordWebSocket
from discord.http import Route
from filelock import FileLock, Timeout
from yarl import URL

from bot.app import App, Services
from bot.clock import InHand, SandboxClock, SystemClock
from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import Instant
from bot.domain.panels import TOKEN_ALPHABET, TOKEN_LENGTH
from bot.due.absence import AbsenceLoop
from bot.due.deadlines import DeadlineLoop, Handler
from bot.due.keeping import KeepingLoop
from bot.due.posts import PostLoop
from bot.due.waking import Timer, Waker
from bot.due.watching import Watch
from bot.media.fetch import HttpFetcher
from bot.media.store import FolderStore
from bot.services.calendar import CalendarService
from bot.services.communities import CommunityService
from bot.services.exports import ExportService
from bot.services.lineage import LineageService
from bot.services.moderation import ModerationService
from bot.services.news import NewsService
from bot.services.panels import PanelService
from bot.services.passes import PassService
from bot.services.ports import Clock
from bot.services.posts import PostService
from bot.services.productions import ProductionService
from bot.services.prompts import PromptService, open_prompt
from bot.services.rehearsal import RehearsalService
from bot.services.reminders import ReminderService
from bot.services.series import SeriesService
from bot.services.votes.ballots import BallotBox
from bot.services.votes.voting import VoteService
from bot.services.works import WorkService
from bot.settings import DISCORD_API, Settings
from bot.web.control import ControlSocket
from cogs.history import DiscordHistory
from cogs.posts import Publisher
from cogs.rehearsal import DiscordStagehand
from data.engines import Database, DatabaseUnfit, open_database
from data.schema import SchemaTooNew

Loop = Callable[[], Coroutine[Any, Any, None]]


OWED_IN_WORDS = {
    DeadlineKind.PROMPT_CLOSES: "A prompt closes",
    DeadlineKind.VOTE_CLOSES: "A vote closes",
    DeadlineKind.CREDITS_ARE_DUE: "Credits are posted",
    DeadlineKind.NEWS_IS_TOLD: "A maker hears what was built on their work",
    DeadlineKind.PROMPT_REMINDS: "People are reminded of a prompt",
    DeadlineKind.REMINDERS_UNREACHED: "Who takes no messages is reminded in the thread",
    DeadlineKind.SERIES_POSTS: "A prompt is posted again",
    DeadlineKind.REHEARSAL_GOES_ON: "A rehearsal goes on",
}
"""What the sandbox's page says is owed next."""


class NeedsMigration(Exception):
    """The database is older than the program, and it is not ours to change unasked."""


class Unfit(Exception):
    """The database cannot be used as it is. The message says what to do."""


class AlreadyRunning(Exception):
    """Another Callsheet holds this STATE_DIR."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything, built and wired, not yet running."""

    settings: Settings
    db: Database
    clock: Clock
    app: App
    exports: ExportService
    loops: tuple[Loop, ...]

    async def run(self) -> None:
        """Connect and work until cancelled. Raises what discord.py raises when it cannot log in."""
        login = asyncio.create_task(self.app.start(self.settings.token))
        tasks = [login, *(asyncio.create_task(loop()) for loop in self.loops)]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def take_token() -> str:
    """A fresh panel token, from the system's own randomness."""
    return "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(TOKEN_LENGTH))


def point_discord(settings: Settings) -> None:
    """Point discord.py at a server other than Discord's. The two knobs are process-wide."""
    Route.BASE = settings.discord_api
    if settings.discord_gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.discord_gateway)


def hold_state(state_dir: Path) -> FileLock:
    """Be the one process that works in `state_dir`. Raises `AlreadyRunning`; the system lets go if we die."""
    state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # ballots are in there
    lock = FileLock(state_dir / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as held:
        raise AlreadyRunning from held
    return lock


async def open_migrated(settings: Settings) -> Database:
    """The database, ready. SQLite migrates itself; for PostgreSQL the operator says when.

    Raises `NeedsMigration`, or `Unfit` with a sentence for the operator.
    """
    try:
        db = await open_database(settings.database_url.get_secret_value())
        try:
            if db.dialect == "sqlite":
                await db.migrate()
            elif await db.pending():
                raise NeedsMigration
        except BaseException:
            await db.close()
            raise
    except (DatabaseUnfit, SchemaTooNew) as error:
        raise Unfit(str(error)) from error
    return db


async def migrate(settings: Settings) -> list[str]:
    """Bring the database to this version; returns the steps taken. Raises `AlreadyRunning`, `Unfit`."""
    lock = hold_state(settings.state_dir)
    try:
        db = await open_database(settings.database_url.get_secret_value())
        try:
            return await db.migrate()
        finally:
            await db.close()
    except (DatabaseUnfit, SchemaTooNew) as error:
        raise Unfit(str(error)) from error
    finally:
        lock.release()


@contextlib.asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[House]:
    """Build the house; leaving the block closes all of it, whatever happened inside."""
    point_discord(settings)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(hold_state(settings.state_dir).release)
        db = await open_migrated(settings)
        stack.push_async_callback(db.close)
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=30))
        )
        house = _assemble(settings, db, session)
        stack.push_async_callback(house.app.close)
        socket = ControlSocket(settings.state_dir / "control.sock", house.exports)
        stack.push_async_callback(socket.close)
        await socket.open()
        yield house


def _assemble(settings: Settings, db: Database, session: aiohttp.ClientSession) -> House:
    in_hand = InHand()
    origin = URL(settings.discord_api).origin()
    on_sandbox = settings.discord_api != DISCORD_API
    sandbox_clock = SandboxClock(origin, in_hand) if settings.clock == "sandbox" else None
    system_clock = SystemClock()
    clock: Clock = sandbox_clock or system_clock
    timer = Timer(clock)
    wake_posts, wake_deadlines, wake_keeping = Waker(in_hand), Waker(in_hand), Waker(in_hand)
    wake_watch, wake_absence = Waker(in_hand), Waker(in_hand)
    watch = Watch(db, clock, in_hand, wake_watch, wake_absence)
    store = FolderStore(settings.state_dir / "media")
    fetcher = HttpFetcher(session, origin if on_sandbox else None)
    prompts = PromptService(db, clock, wake_posts, wake_deadlines)
    works = WorkService(db, clock, store, fetcher, wake_posts, wake_keeping)
    productions = ProductionService(db, clock, wake_posts, wake_deadlines)
    reminders = ReminderService(db, clock, wake_posts, wake_deadlines)
    series = SeriesService(db, clock, wake_posts, wake_deadlines, open_prompt)
    box = BallotBox(db, clock, wake_posts)
    news = NewsService(db, clock, wake_posts)
    moderation = ModerationService(db, clock, store, wake_posts, wake_deadlines)
    services = Services(
        communities=CommunityService(db, clock, wake_posts),
        prompts=prompts,
        works=works,
        lineage=LineageService(db, clock, wake_posts),
        votes=VoteService(db, clock, wake_posts, wake_deadlines),
        ballots=box,
        productions=productions,
        panels=PanelService(db, clock, take_token),
        news=news,
        posts=PostService(db, clock, wake_posts),
        moderation=moderation,
        reminders=reminders,
        series=series,
        passes=PassService(db, clock, wake_posts),
        calendar=CalendarService(db, clock, wake_posts),
        rehearsals=RehearsalService(db, clock, wake_posts, wake_deadlines),
    )
    mark = None if on_sandbox else settings.state_dir / "commands.sha256"
    app = App(services, clock, in_hand, store, watch, mark)
    handlers: dict[DeadlineKind, Handler] = {
        DeadlineKind.PROMPT_CLOSES: prompts.close_on_time,
        DeadlineKind.VOTE_CLOSES: box.close_on_time,
        DeadlineKind.CREDITS_ARE_DUE: productions.announce_on_time,
        DeadlineKind.NEWS_IS_TOLD: news.tell_on_time,
        DeadlineKind.PROMPT_REMINDS: reminders.remind_on_time,
        DeadlineKind.REMINDERS_UNREACHED: reminders.tell_unreached,
        DeadlineKind.SERIES_POSTS: series.post_on_time,
        DeadlineKind.REHEARSAL_GOES_ON: partial(services.rehearsals.go_on, DiscordStagehand(app)),
    }
    deadlines = DeadlineLoop(db, clock, wake_deadlines, timer, handlers, services.calendar.note_late)
    posts = PostLoop(db, clock, wake_posts, timer, Publisher(app))
    keeping = KeepingLoop(works, clock, wake_keeping, timer, in_hand)
    absence = AbsenceLoop(db, clock, wake_absence, timer, watch, DiscordHistory(app), works)

    async def next_due() -> tuple[Instant, str] | None:
        owed: list[tuple[Instant, str]] = []
        if deadline := await deadlines.next_owed():
            owed.append((deadline[0], OWED_IN_WORDS[deadline[1]]))
        if at := await posts.next_try():
            owed.append((at, "A post goes out"))
        return min(owed, default=None)

    def once_ready(loop: Loop) -> Loop:
        """What is owed to Discord waits for Discord."""

        async def wait_and_run() -> None:
            await app.connected.wait()
            await loop()

        return wait_and_run

    async def alarm() -> None:
        timer.start(wake_posts, wake_deadlines, wake_keeping, wake_watch)
        await services.panels.sweep()
        await moderation.destroy()
        try:
            for wake in (wake_posts, wake_deadlines, wake_keeping):
                wake()
            await asyncio.Event().wait()
        finally:
            timer.stop()

    loops: list[Loop] = [
        box.run,
        *map(once_ready, (watch.run, absence.run, deadlines.run, posts.run, keeping.run, alarm)),
    ]
    if sandbox_clock is not None:
        sandbox_clock.report(next_due, app.caught_up)
        loops.append(sandbox_clock.follow)
    else:
        loops.append(partial(system_clock.follow, session, settings.discord_api))
    return House(settings, db, clock, app, ExportService(db), tuple(loops))
