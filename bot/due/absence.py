"""Catching up: what was posted, changed or deleted while Discord's events did not reach us.

Discord replays nothing once a session is lost (Gateway, "Resuming"); the channels' history is the only repair. Each
channel is read from its watermark, one request at a time, and everything found goes the way of a live event, so it is
judged by when it was posted, and done once however the two meet.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field

from bot.domain.absences import Absence, Watched
from bot.domain.ids import ChannelId, CommunityId, MessageId
from bot.domain.instants import Instant
from bot.domain.posts import MAX_BACKOFF, back_off
from bot.domain.works import WorkState
from bot.due.waking import Timer, Waker
from bot.due.watching import Watch
from bot.services.ports import Clock, Database, Heard, History, MakersMessages, Unreadable

log = logging.getLogger(__name__)

PAGE = 100
"""Messages in one answer of Discord's (Message, "Get Channel Messages")."""
MOST_TRIES = 8
"""After so many a message that fails by itself is left out, so that it holds up no other."""


@dataclass
class _Found:
    works: int = 0
    refused: int = 0
    edits: int = 0
    deletions: int = 0
    unreadable: list[ChannelId] = field(default_factory=list)


class AbsenceLoop:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        waker: Waker,
        timer: Timer,
        watch: Watch,
        history: History,
        messages: MakersMessages,
    ) -> None:
        self._db = db
        self._clock = clock
        self._waker = waker
        self._timer = timer
        self._watch = watch
        self._history = history
        self._messages = messages
        self._tries: Counter[ChannelId] = Counter()
        self._not_before: dict[ChannelId, Instant] = {}
        self._again: list[CommunityId] = []

    async def run(self) -> None:
        async for _ in self._waker.rounds():
            returned, self._again = [*self._again, *self._watch.take_returned()], []
            for community_id in dict.fromkeys(returned):
                try:
                    await self._catch_up(community_id)
                except Exception:
                    log.exception("an absence could not be looked into; trying again")
                    self._again.append(community_id)
                    self._timer.wake_at("absence", Instant(self._clock.now() + back_off(1)), self._waker)
            await self._read_those_behind()

    async def _catch_up(self, community_id: CommunityId) -> None:
        """Read every watched channel: first what is new in each, then whether what we know still stands."""
        gaps = self._watch.gaps(community_id)
        async with self._db.transaction() as tx:
            away_from = self._watch.away_from or await tx.absences.last("event")
            watched = await tx.absences.watched(community_id)
        for one in watched:
            self._watch.fell_behind(community_id, one.channel_id)
        await self._read(community_id, watched, away_from)
        if self._watch.gaps(community_id) == gaps:  # else it returns once more
            self._watch.is_in_sight(community_id)

    async def _read_those_behind(self) -> None:
        """Channels that could not be read before, or in which a live event failed."""
        now = self._clock.now()
        wanted = [one for one in self._watch.behind() if self._not_before.get(one[1], 0) <= now]
        for community_id in dict.fromkeys(community_id for community_id, _ in wanted):
            channels = {channel_id for one, channel_id in wanted if one == community_id}
            try:
                async with self._db.transaction() as tx:
                    watched = await tx.absences.watched(community_id)
            except Exception:
                log.exception("channels could not be read again; trying later")
                for channel_id in channels:
                    self._try_later(channel_id)
                continue
            for channel_id in channels - {one.channel_id for one in watched}:
                self._watch.was_read(channel_id, MessageId(0))  # nothing there can be a work
            again = [one for one in watched if one.channel_id in channels]
            await self._read(community_id, again, self._watch.away_from)

    async def _read(self, community_id: CommunityId, watched: list[Watched], away_from: Instant | None) -> None:
        found = _Found()
        readable: list[tuple[Watched, MessageId]] = []
        for one in watched:
            try:
                await self._history.open(community_id, one.channel_id)
                readable.append((one, await self._read_new(community_id, one, found)))
            except Unreadable as error:
                await self._skip(community_id, one, error, found)
            except Exception:
                log.exception("channel could not be read; trying again", extra={"channel_id": one.channel_id})
                self._try_later(one.channel_id)
        for one, up_to in readable:
            try:
                await self._look_back(community_id, one.channel_id, found)
            except Exception:
                log.exception("channel could not be read; trying again", extra={"channel_id": one.channel_id})
                self._try_later(one.channel_id)
                continue
            self._tries.pop(one.channel_id, None)
            self._not_before.pop(one.channel_id, None)
            self._watch.was_read(one.channel_id, up_to)
        await self._tell(community_id, found, away_from)

    async def _read_new(self, community_id: CommunityId, one: Watched, found: _Found) -> MessageId:
        """Everything after the watermark, which moves with each page that is done. Returns where it stands then."""
        mark = one.watermark
        while True:
            page = await self._history.after(community_id, one.channel_id, mark, PAGE)
            for heard in page:
                await self._receive(one.channel_id, heard, found)
                mark = heard.message_id
            async with self._db.transaction() as tx:
                await tx.absences.move(community_id, {one.channel_id: mark})
                if one.told:
                    await tx.absences.told(community_id, one.channel_id, None)
            if len(page) < PAGE:
                return mark

    async def _receive(self, channel_id: ChannelId, heard: Heard, found: _Found) -> None:
        if heard.submission is None:
            return
        try:
            outcome = await self._messages.receive_message(heard.submission)
        except Exception:
            if self._tries[channel_id] < MOST_TRIES:
                raise
            log.exception("message left out after many tries", extra={"message_id": heard.message_id})
            return
        found.works += outcome is WorkState.RECEIVED
        found.refused += outcome is WorkState.REFUSED

    async def _look_back(self, community_id: CommunityId, channel_id: ChannelId, found: _Found) -> None:
        """Whether the messages of the works we know are still there, and still say the same."""
        async with self._db.transaction() as tx:
            known = await tx.works.standing_in(channel_id)
        while known:
            page = await self._history.up_to(community_id, channel_id, known[0], PAGE)
            there = {heard.message_id: heard for heard in page}
            bottom = page[-1].message_id if len(page) == PAGE else 0
            while known and (known[0] >= bottom):
                message_id = known.pop(0)
                await self._compare(channel_id, message_id, there.get(message_id), found)

    async def _compare(self, channel_id: ChannelId, message_id: MessageId, heard: Heard | None, found: _Found) -> None:
        if heard is None:
            # A list that lacks it proves nothing: without the permission to read, Discord lists no message at all.
            if await self._history.is_gone(channel_id, message_id):
                found.deletions += await self._messages.message_deleted(message_id)
        elif heard.submission is not None and heard.submission.edited_at is not None:
            found.edits += await self._messages.message_edited(heard.submission)

    async def _skip(self, community_id: CommunityId, one: Watched, error: Unreadable, found: _Found) -> None:
        """Told once; looked at again later unless the channel is gone for good."""
        log.warning("channel skipped", extra={"channel_id": one.channel_id, "reason": str(error)})
        if error.for_good:
            self._watch.was_read(one.channel_id, one.watermark)
        else:
            self._look_again(one.channel_id, MAX_BACKOFF)
        if one.told:
            return
        found.unreadable.append(one.channel_id)
        async with self._db.transaction() as tx:
            await tx.absences.move(community_id, {one.channel_id: one.watermark})
            await tx.absences.told(community_id, one.channel_id, self._clock.now())

    def _try_later(self, channel_id: ChannelId) -> None:
        self._tries[channel_id] += 1
        self._look_again(channel_id, back_off(self._tries[channel_id]))

    def _look_again(self, channel_id: ChannelId, wait: int) -> None:
        again = Instant(self._clock.now() + wait)
        self._not_before[channel_id] = again
        self._timer.wake_at(f"reading {channel_id}", again, self._waker)

    async def _tell(self, community_id: CommunityId, found: _Found, away_from: Instant | None) -> None:
        """One line for all of it, if there was anything; `check` shows the last ones."""
        back_at = self._clock.now()
        absence = Absence(
            community_id,
            None if away_from is None else min(away_from, back_at),
            back_at,
            found.works,
            found.refused,
            found.edits,
            found.deletions,
            tuple(found.unreadable),
        )
        if not absence.is_worth_telling:
            return
        async with self._db.transaction() as tx:
            await tx.absences.add(absence)
        log.warning(
            "caught up after an absence",
            extra={
                "community_id": community_id,
                "works": found.works,
                "refused": found.refused,
                "edits": found.edits,
                "deletions": found.deletions,
                "unreadable": found.unreadable,
            },
        )
