"""A community at work: every service on a real database, real bytes, a clock that tests move.

Nothing here decides anything. It is the Discord side as the services see it: snowflakes of the present moment,
messages in threads, replies, presses; and `deliver`, which plays a Discord that takes every post.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import aiohttp
import pytest

from bot.clock import FakeClock
from bot.domain.communities import Community, Person
from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import ChannelId, CommunityId, EntryId, MemberId, MessageId, RoleId, VoteId
from bot.domain.instants import DAY, DISCORD_EPOCH_MS, Instant
from bot.domain.panels import TOKEN_LENGTH
from bot.domain.posts import Post, PostKind
from bot.domain.productions import Production
from bot.domain.prompts import Prompt, PromptDraft
from bot.domain.refusals import Refusal, Why
from bot.domain.votes import Ballot, Press, Vote, pages
from bot.domain.works import Asset, Origin, Work
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
from bot.services.ports import Database as DatabasePort
from bot.services.posts import PostService
from bot.services.productions import ProductionService
from bot.services.prompts import PromptService, open_prompt
from bot.services.rehearsal import RehearsalService
from bot.services.reminders import ReminderService
from bot.services.series import SeriesService
from bot.services.votes.ballots import BallotBox
from bot.services.votes.voting import VoteService
from bot.services.works import Submission, WorkService
from tests.services.filehost import FileHost

# For what is the same on every engine and slow enough to be run once.
ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"])

HOME = CommunityId(1_100_000_000_000_000_001)
AWAY = CommunityId(1_100_000_000_000_000_002)
NOWHERE = CommunityId(1_100_000_000_000_000_003)
STAGE = ChannelId(1_100_000_000_000_000_010)
FOYER = ChannelId(1_100_000_000_000_000_011)
ELSEWHERE = ChannelId(1_100_000_000_000_000_020)
DIRECTORS = RoleId(1_100_000_000_000_000_031)
MODERATORS = RoleId(1_100_000_000_000_000_032)
NOON = Instant(1_780_315_200_000_000)
"""2026-06-01, 12:00 UTC."""


def member(number: int, name: str = "", *roles: RoleId, manages: bool = False, bot: bool = False) -> Person:
    return Person(
        MemberId(1_100_000_000_000_000_100 + number), name or f"Member {number}", frozenset(roles), manages, bot
    )


OWNER = member(0, "Olga", manages=True)
DORA = member(1, "Dora", DIRECTORS)
MILO = member(2, "Milo", MODERATORS)
ANN, BEN, CLEO, DEE = member(3, "Ann"), member(4, "Ben"), member(5, "Cleo"), member(6, "Dee")
ROBOT = member(7, "Robot", bot=True)


class Bell:
    """A waker that only counts."""

    def __init__(self) -> None:
        self.rung = 0

    def __call__(self) -> None:
        self.rung += 1


def tokens() -> Iterator[str]:
    for number in count():
        yield f"{number:a>{TOKEN_LENGTH}}"


class Stage:
    def __init__(
        self, db: DatabasePort, clock: FakeClock, files: FileHost, session: aiohttp.ClientSession, media: Path
    ) -> None:
        self.db = db
        self.clock = clock
        self.files = files
        self.store = FolderStore(media)
        self.fetcher = HttpFetcher(session, files.origin)
        self.posts_bell, self.deadlines_bell, self.keeping_bell = Bell(), Bell(), Bell()
        self._ids = count(1)
        self._discord = count(1_300_000_000_000_000_000)
        self.rebuild(db)

    def rebuild(self, db: DatabasePort) -> None:
        """The services anew, as after a restart, or on another view of the same database."""
        self.db = db
        take = tokens() if not hasattr(self, "_tokens") else self._tokens
        self._tokens = take
        self.communities = CommunityService(db, self.clock, self.posts_bell)
        self.prompts = PromptService(db, self.clock, self.posts_bell, self.deadlines_bell)
        self.works = WorkService(db, self.clock, self.store, self.fetcher, self.posts_bell, self.keeping_bell)
        self.lineage = LineageService(db, self.clock, self.posts_bell)
        self.news = NewsService(db, self.clock, self.posts_bell)
        self.votes = VoteService(db, self.clock, self.posts_bell, self.deadlines_bell)
        self.box = BallotBox(db, self.clock, self.posts_bell)
        self.productions = ProductionService(db, self.clock, self.posts_bell, self.deadlines_bell)
        self.moderation = ModerationService(db, self.clock, self.store, self.posts_bell, self.deadlines_bell)
        self.reminders = ReminderService(db, self.clock, self.posts_bell, self.deadlines_bell)
        self.posts = PostService(db, self.clock, self.posts_bell)
        self.passes = PassService(db, self.clock, self.posts_bell)
        self.series = SeriesService(db, self.clock, self.posts_bell, self.deadlines_bell, open_prompt)
        self.calendar = CalendarService(db, self.clock, self.posts_bell)
        self.panels = PanelService(db, self.clock, lambda: next(take))
        self.exports = ExportService(db)
        self.rehearsals = RehearsalService(db, self.clock, self.posts_bell, self.deadlines_bell)

    # Time and ids, as Discord gives them

    def snowflake(self, later: int = 0) -> int:
        """A new id of `later` microseconds from now; each is larger than those of the same moment before it."""
        milliseconds = (self.clock.now() + later) // 1_000 - DISCORD_EPOCH_MS
        return (milliseconds << 22) | next(self._ids)

    # A community

    async def set_up(self, community: CommunityId = HOME, *channels: ChannelId, name: str = "Home") -> Community:
        return await self.communities.set_up(
            OWNER, community, name, channels or (STAGE, FOYER), DIRECTORS, MODERATORS, "Europe/Vienna", self.snowflake()
        )

    async def prompt(
        self, title: str = "Rain at night", *, community: CommunityId = HOME, delivered: bool = True, **draft: object
    ) -> Prompt:
        """A prompt, by default with its card and thread there already."""
        plain = PromptDraft(title, "One minute, no words.")
        posted = await self.prompts.post(
            DORA,
            community,
            replace(plain, **draft),  # type: ignore[arg-type]
            None,
            self.snowflake(),
        )
        if delivered:
            await self.deliver()
        return (await self.prompts.view(community, posted.number)).prompt

    # Works

    def picture(self, name: str = "rain.png", content: bytes = b"rain") -> Asset:
        return self.files.put(name, content, "image/png")

    def message(self, person: Person, channel: ChannelId | None, *assets: Asset, **changes: object) -> Submission:
        """A message with files. Give `origin_id` for one posted at another moment."""
        origin_id = changes.pop("origin_id", None) or self.snowflake()
        plain = Submission(
            community_id=HOME,
            person=person,
            origin=Origin.REPLY if changes.get("reply_to") else Origin.MESSAGE,
            origin_id=int(origin_id),  # type: ignore[call-overload]
            channel_id=channel or ELSEWHERE,
            message_id=MessageId(int(origin_id)),  # type: ignore[call-overload]
            author_id=person.id,
            assets=assets,
        )
        return replace(plain, **changes)  # type: ignore[arg-type]

    def command(self, person: Person, prompt: Prompt | None, *assets: Asset, **changes: object) -> Submission:
        plain = Submission(
            community_id=HOME,
            person=person,
            origin=Origin.COMMAND,
            origin_id=self.snowflake(),
            channel_id=ELSEWHERE,
            prompt_number=prompt.number if prompt else None,
            assets=assets,
        )
        return replace(plain, **changes)  # type: ignore[arg-type]

    async def keep_all(self) -> None:
        for work_id in await self.works.waiting():
            await self.works.keep(work_id)

    async def posted(self, submission: Submission) -> Work | None:
        """Post a message; the work it became, whatever its state, once its bytes are kept."""
        await self.works.receive_message(submission)
        await self.keep_all()
        async with self.db.transaction() as tx:
            return await tx.works.by_origin(submission.origin_id)

    async def work(self, person: Person, prompt: Prompt | None, *sources: Work, **changes: object) -> Work:
        """An accepted one by command, built on `sources`."""
        numbers = tuple(source.number for source in sources)
        asset = self.picture(f"{person.name}.png".replace(" ", "-"), person.name.encode())
        return await self.works.hand_in(self.command(person, prompt, asset, built_on=numbers, **changes))

    # Votes

    async def vote(self, prompt: Prompt, *, closes_in: int = DAY, title: str = "") -> Vote:
        closes_at = Instant(self.clock.now() + closes_in)
        return await self.votes.open(MILO, prompt.community_id, prompt.number, closes_at, title, self.snowflake())

    def press(self, vote: Vote, person: Person, *picked: EntryId, page: int = 0, at: int | None = None) -> Press:
        """A press of now, or of the snowflake `at`."""
        interaction_id = at or self.snowflake()
        pressed_at = self.clock.now() if at is None else Instant(((at >> 22) + DISCORD_EPOCH_MS) * 1_000)
        return Press(vote.id, person.id, page, frozenset(picked), interaction_id, pressed_at)

    async def ballots(self, vote_id: VoteId) -> dict[MemberId, Ballot]:
        async with self.db.transaction() as tx:
            return {ballot.voter_id: ballot for ballot in await tx.votes.ballots(vote_id)}

    # Productions

    async def production(self, *works: Work, title: str = "Monsoon", role: str = "") -> Production:
        made = await self.productions.start(DORA, HOME, title, self.snowflake())
        numbers = [work.number or 0 for work in works]
        return await self.productions.add_works(DORA, HOME, made.number, numbers, role, self.snowflake())

    # What is owed

    async def deliver(self) -> list[Post]:
        """Send every post that may go, in the outbox's own order, and return them."""
        sent: list[Post] = []
        while True:
            async with self.db.transaction() as tx:
                claimed = await tx.posts.claim(self.clock.now(), 50)
                for post in claimed:
                    message_id = MessageId(next(self._discord))
                    await tx.posts.sent(post, message_id)
                    sent.append(replace(post, message_id=message_id))
            if not claimed:
                return sent

    async def delivered(self, kind: PostKind) -> list[Post]:
        return [post for post in await self.deliver() if post.owed.kind is kind]

    async def run_due(self) -> list[DeadlineKind]:
        """Do everything that is due now, once each, and return what it was."""
        handlers = {
            DeadlineKind.PROMPT_CLOSES: self.prompts.close_on_time,
            DeadlineKind.VOTE_CLOSES: self.box.close_on_time,
            DeadlineKind.CREDITS_ARE_DUE: self.productions.announce_on_time,
            DeadlineKind.NEWS_IS_TOLD: self.news.tell_on_time,
            DeadlineKind.PROMPT_REMINDS: self.reminders.remind_on_time,
            DeadlineKind.REMINDERS_UNREACHED: self.reminders.tell_unreached,
            DeadlineKind.SERIES_POSTS: self.series.post_on_time,
        }
        done: list[DeadlineKind] = []
        while True:
            async with self.db.transaction() as tx:
                claimed = await tx.deadlines.claim(self.clock.now(), 50)
            for deadline in claimed:
                await handlers[deadline.kind](deadline)
                done.append(deadline.kind)
            if not claimed:
                return done


def entry_of(vote: Vote, work: Work) -> EntryId:
    return next(entry.id for entry in vote.entries if entry.work_id == work.id)


def page_of(vote: Vote, person: Person) -> range:
    return range(pages(vote, person.id))


class Refuses:
    """`with Refuses(Why.NOT_YOURS) as refused:`; afterwards `refused.fields` holds the facts."""

    def __init__(self, why: Why) -> None:
        self._why = why
        self.fields: dict[str, object] = {}

    def __enter__(self) -> "Refuses":
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        assert isinstance(error, Refusal), f"not refused: {error!r}"
        assert error.why is self._why
        self.fields = error.fields
        return True
