"""Reading channels again: from durable watermarks, once, and no further than what was dealt with."""

from bisect import insort
from dataclasses import dataclass, field, replace

import pytest

from bot.domain.ids import ChannelId, CommunityId, MessageId
from bot.domain.instants import HOUR, MINUTE, SECOND, Instant
from bot.domain.posts import MAX_BACKOFF
from bot.domain.prompts import Prompt
from bot.domain.submissions import Submission
from bot.domain.works import Work, WorkState
from bot.due.absence import MOST_TRIES, AbsenceLoop
from bot.due.watching import Watch
from bot.services.ports import Heard, Unreadable
from bot.services.works import WorkService
from tests.due.conftest import Works
from tests.services.breaking import Breaking, defer_foreign_keys
from tests.services.stage import ANN, BEN, HOME, NOON, ONE_ENGINE, Stage

pytestmark = ONE_ENGINE


@dataclass
class Channels:
    """Satisfies the History port: what stands in Discord's channels, and how badly it is told."""

    said: dict[ChannelId, list[int]] = field(default_factory=dict)
    heard: dict[int, Submission] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    fault: Exception | None = None
    closed: Exception | None = None
    lists_nothing: bool = False

    def say(self, message: Submission) -> Submission:
        insort(self.said.setdefault(message.channel_id, []), message.origin_id)
        self.heard[message.origin_id] = message
        return message

    def remove(self, message: Submission) -> None:
        self.said[message.channel_id].remove(message.origin_id)

    async def open(self, community_id: CommunityId, channel_id: ChannelId) -> None:
        if self.closed is not None:
            raise self.closed

    async def after(
        self, community_id: CommunityId, channel_id: ChannelId, message_id: MessageId, most: int
    ) -> list[Heard]:
        return self._page("after", message_id, [one for one in self._in(channel_id) if one > message_id][:most])

    async def up_to(
        self, community_id: CommunityId, channel_id: ChannelId, message_id: MessageId, most: int
    ) -> list[Heard]:
        older = [one for one in self._in(channel_id) if one <= message_id]
        return self._page("up_to", message_id, older[::-1][:most])

    async def is_gone(self, channel_id: ChannelId, message_id: MessageId) -> bool:
        return message_id not in self.said.get(channel_id, [])

    def _in(self, channel_id: ChannelId) -> list[int]:
        return [] if self.lists_nothing else self.said.get(channel_id, [])

    def _page(self, how: str, message_id: int, ids: list[int]) -> list[Heard]:
        self.asked.append((how, message_id))
        if self.fault is not None:
            raise self.fault
        return [Heard(MessageId(one), self.heard.get(one)) for one in ids]


class Choking(WorkService):
    """The real one, but for messages it cannot take however often it tries."""

    chokes_on: frozenset[int] = frozenset()

    async def receive_message(self, submission: Submission) -> WorkState | None:
        if submission.origin_id in self.chokes_on:
            raise ZeroDivisionError
        return await super().receive_message(submission)


class Set:
    """A community, its channels as Discord has them, and the two that keep up with them."""

    def __init__(self, stage: Stage, works: Works, prompt: Prompt) -> None:
        self.stage, self.works, self.prompt = stage, works, prompt
        self.channels = Channels()
        self.db = Breaking(stage.db)  # type: ignore[arg-type]
        self.service = Choking(self.db, stage.clock, stage.store, stage.fetcher, stage.posts_bell, stage.keeping_bell)
        self.bell = works.waker()
        self.watch = Watch(self.db, stage.clock, works.in_hand, works.waker(), self.bell)
        self.loop = AbsenceLoop(self.db, stage.clock, self.bell, works.timer, self.watch, self.channels, self.service)

    @property
    def thread(self) -> ChannelId:
        assert self.prompt.thread_id is not None
        return self.prompt.thread_id

    def post(self, *words: str) -> list[Submission]:
        """Messages with a picture each, in the thread."""
        return [
            self.channels.say(self.stage.message(ANN, self.thread, self.stage.picture(f"{one}.png"), words=one))
            for one in words
        ]

    async def live(self, message: Submission) -> None:
        """The gateway tells us of it."""
        with self.watch.dealing(HOME, message.channel_id, message.message_id):
            await self.service.receive_message(message)

    async def return_(self) -> None:
        """Discord is back after a time in which we heard nothing."""
        self.watch.lost_sight()
        self.watch.returned(HOME)
        await self.works.quiet()

    async def titles(self) -> list[str]:
        await self.stage.keep_all()
        return [work.title for work in (await self.stage.prompts.view(HOME, 1)).works]

    async def watermark(self) -> int:
        async with self.stage.db.transaction() as tx:
            return {one.channel_id: one.watermark for one in await tx.absences.watched(HOME)}[self.thread]


@pytest.fixture
async def film(stage: Stage, works: Works) -> Set:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR))
    await defer_foreign_keys(stage.db)  # type: ignore[arg-type]
    film = Set(stage, works, prompt)
    works.start_timer()
    await works.serve(film.loop.run)
    film.watch.heard()
    return film


async def test_what_was_missed_is_handed_in_by_when_it_was_posted_and_once(film: Set) -> None:
    film.post("one", "two")
    await film.stage.clock.advance(2 * HOUR)
    (late,) = film.post("late")
    for _ in range(2):
        await film.return_()

    assert await film.titles() == ["one", "two"]
    assert await film.watermark() == late.origin_id
    async with film.stage.db.transaction() as tx:
        [told] = await tx.absences.newest(5)
        refused = await tx.works.of_prompt(film.prompt.id, WorkState.REFUSED)
    assert (told.works, told.refused, told.away_from) == (2, 1, NOON)
    assert len(refused) == 1


async def test_a_live_message_that_met_a_fault_of_the_database_is_read_again(film: Set) -> None:
    await film.return_()
    first, second = film.post("first", "second")
    film.db.fail = 1
    await film.live(first)
    await film.live(second)
    await film.works.quiet()

    assert sorted(await film.titles()) == ["first", "second"]
    await film.watch.write_down()
    assert await film.watermark() == second.origin_id


async def test_while_the_database_is_broken_it_is_tried_again_later(film: Set) -> None:
    await film.return_()
    (message,) = film.post("patience")
    film.db.is_broken = True
    await film.live(message)
    await film.works.quiet()
    film.db.is_broken = False
    await film.works.advance(MINUTE)
    await film.works.ring(film.bell)

    assert await film.titles() == ["patience"]


async def test_a_watermark_does_not_pass_a_message_that_is_still_in_hand(film: Set) -> None:
    await film.return_()
    first, second = film.post("first", "second")
    with film.watch.dealing(HOME, film.thread, first.message_id):
        await film.live(second)
        await film.watch.write_down()
        assert await film.watermark() < first.origin_id
    await film.watch.write_down()
    assert await film.watermark() == second.origin_id


async def test_no_watermark_moves_between_a_lost_session_and_its_reading(film: Set) -> None:
    await film.return_()
    before = await film.watermark()
    film.watch.lost_sight()
    (missed,) = film.post("missed")
    (heard,) = film.post("heard")
    await film.live(heard)
    await film.watch.write_down()
    assert await film.watermark() == before
    film.watch.returned(HOME)
    await film.works.quiet()

    assert sorted(await film.titles()) == ["heard", "missed"]
    assert missed.origin_id < await film.watermark()


async def test_a_server_that_discord_had_lost_is_read_when_it_is_back(film: Set) -> None:
    await film.return_()
    film.watch.lost_sight(HOME)
    film.post("meanwhile")
    film.watch.returned(HOME)
    await film.works.quiet()
    asked = len(film.channels.asked)
    film.watch.returned(HOME)
    await film.works.quiet()

    assert await film.titles() == ["meanwhile"]
    assert len(film.channels.asked) == asked, "while it is in sight there is nothing to read"


async def test_reading_that_breaks_off_goes_on_where_it_stood(film: Set) -> None:
    messages = film.post(*[f"{number}" for number in range(150)])

    class Breaks(Channels):
        pages = 0

        def _page(self, how: str, message_id: int, ids: list[int]) -> list[Heard]:
            self.pages += 1
            if self.pages == 3:  # the card's channel has one, and this is the thread's second
                raise ConnectionResetError
            return super()._page(how, message_id, ids)

    film.channels.__class__ = Breaks
    await film.return_()
    assert await film.watermark() == messages[99].origin_id, "the first page is done"
    await film.works.advance(MINUTE)
    await film.works.ring(film.bell)

    asked = [message_id for how, message_id in film.channels.asked if how == "after"]
    assert asked[-1] == messages[99].origin_id
    async with film.stage.db.transaction() as tx:
        assert len(await tx.works.received()) == 150


async def test_edits_and_deletions_are_found_and_a_list_that_lacks_a_message_proves_nothing(film: Set) -> None:
    _, changes, goes = film.post("stays", "changes", "goes")
    await film.return_()
    assert await film.titles() == ["stays", "changes", "goes"]
    film.channels.heard[changes.origin_id] = replace(changes, words="changed", edited_at=Instant(NOON + SECOND))
    film.channels.lists_nothing = True
    await film.return_()
    assert await film.titles() == ["stays", "changes", "goes"]
    film.channels.lists_nothing = False
    film.channels.remove(goes)
    await film.return_()

    assert await film.titles() == ["stays", "changed"]
    async with film.stage.db.transaction() as tx:
        told = (await tx.absences.newest(1))[0]
    assert (told.works, told.edits, told.deletions) == (0, 1, 1)


async def test_a_channel_that_cannot_be_read_is_told_once_and_read_when_it_can(film: Set) -> None:
    film.post("behind a closed door")
    film.channels.closed = Unreadable("Read Message History is missing")
    for _ in range(3):
        await film.return_()
    assert await film.titles() == []
    async with film.stage.db.transaction() as tx:
        told = await tx.absences.newest(5)
    assert [len(one.unreadable) for one in told] == [2], "the thread and the card's channel"
    film.channels.closed = None
    await film.works.advance(MAX_BACKOFF)
    await film.works.ring(film.bell)

    assert await film.titles() == ["behind a closed door"]


async def test_one_message_that_always_fails_holds_up_no_other_for_ever(film: Set) -> None:
    poison, fine = film.post("poison", "fine")
    film.service.chokes_on = frozenset({poison.origin_id})
    await film.return_()
    assert await film.titles() == []
    for _ in range(MOST_TRIES):
        await film.works.advance(MAX_BACKOFF)
        await film.works.ring(film.bell)

    assert await film.titles() == ["fine"]
    assert await film.watermark() == fine.origin_id


async def test_remixes_that_were_missed_keep_their_sources_in_order(film: Set) -> None:
    (first,) = film.post("first")
    remix = film.stage.message(BEN, film.thread, film.stage.picture(), words="remix", reply_to=first.message_id)
    film.channels.say(remix)
    await film.return_()

    assert await film.titles() == ["first", "remix"]
    async with film.stage.db.transaction() as tx:
        edges = await tx.lineage.edges(HOME)
        by_origin = [await tx.works.by_origin(one.origin_id) for one in (remix, first)]
    assert [isinstance(one, Work) for one in by_origin] == [True, True]
    assert [(edge.work, edge.source) for edge in edges] == [tuple(one.id for one in by_origin if one)]
