"""How far each channel has been dealt with, so that a watermark never passes a message that was not.

A live event that fails, and every event of a time in which Discord could not reach us, leaves its channel behind;
`bot.due.absence` reads such channels again from their watermarks.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.domain.ids import ChannelId, CommunityId, MessageId
from bot.domain.instants import Instant
from bot.due.waking import Waker
from bot.services.ports import Clock, Database, InHand, Wake

log = logging.getLogger(__name__)


@dataclass
class _Channel:
    community_id: CommunityId
    newest: int = 0
    """The newest message that was dealt with."""
    pending: set[int] = field(default_factory=set)
    """Those that are being dealt with, or could not be."""

    @property
    def mark(self) -> MessageId:
        return MessageId(min(self.pending) - 1 if self.pending else self.newest)


class Watch:
    """What is kept here is written down once a minute and at the end: after a crash a minute is read twice."""

    def __init__(self, db: Database, clock: Clock, in_hand: InHand, waker: Waker, wake_absence: Wake) -> None:
        self._db = db
        self._clock = clock
        self._in_hand = in_hand
        self._waker = waker
        self._wake_absence = wake_absence
        self._channels: dict[ChannelId, _Channel] = {}
        self._behind: dict[ChannelId, CommunityId] = {}
        self._in_sight: set[CommunityId] = set()
        self._returned: dict[CommunityId, None] = {}
        self._gaps: Counter[CommunityId | None] = Counter()
        self._last_event: Instant | None = None
        self._noted: Instant | None = None
        self._away_from: Instant | None = None

    # What the gateway tells

    def heard(self) -> None:
        """Discord sent us something."""
        self._last_event = self._clock.now()

    def lost_sight(self, community_id: CommunityId | None = None) -> None:
        """Events went past us, here or (None) everywhere: a new session, or a server that Discord had lost."""
        self._gaps[community_id] += 1
        self._away_from = self._last_event
        if community_id is None:
            self._in_sight.clear()
        else:
            self._in_sight.discard(community_id)

    def returned(self, community_id: CommunityId) -> None:
        """From here on its events reach us; what was missed has to be read."""
        if community_id not in self._in_sight:
            self._returned[community_id] = None
            self._wake_absence()

    @contextmanager
    def dealing(
        self, community_id: CommunityId, channel_id: ChannelId, message_id: MessageId | None = None
    ) -> Iterator[None]:
        """Deal with an event of a channel; `message_id` for a new message. What fails here is made good by reading."""
        channel = self._channels.setdefault(channel_id, _Channel(community_id))
        if message_id is not None:
            channel.pending.add(message_id)
        self._in_hand.take()
        try:
            yield
        except Exception:
            log.exception("event not dealt with; its channel will be read again", extra={"channel_id": channel_id})
            self.fell_behind(community_id, channel_id)
            self._wake_absence()
        else:
            if message_id is not None:
                channel.pending.discard(message_id)
                channel.newest = max(channel.newest, message_id)
        finally:
            self._in_hand.drop()

    # What the reading of channels asks and tells

    def gaps(self, community_id: CommunityId) -> int:
        """How often we lost sight of it: what was read is whole only if this stood still meanwhile."""
        return self._gaps[None] + self._gaps[community_id]

    @property
    def away_from(self) -> Instant | None:
        """The last event before we last lost sight, if this process saw it."""
        return self._away_from

    def take_returned(self) -> list[CommunityId]:
        returned, self._returned = list(self._returned), {}
        return returned

    def behind(self) -> list[tuple[CommunityId, ChannelId]]:
        return [(community_id, channel_id) for channel_id, community_id in self._behind.items()]

    def fell_behind(self, community_id: CommunityId, channel_id: ChannelId) -> None:
        self._behind[channel_id] = community_id

    def was_read(self, channel_id: ChannelId, up_to: MessageId) -> None:
        """Everything in the channel up to here has been dealt with."""
        self._behind.pop(channel_id, None)
        channel = self._channels.get(channel_id)
        if channel is not None:
            channel.pending = {message_id for message_id in channel.pending if message_id > up_to}
            channel.newest = max(channel.newest, up_to)

    def is_in_sight(self, community_id: CommunityId) -> None:
        """What was missed here has been read, or is known to be behind."""
        self._in_sight.add(community_id)

    # What is written down

    async def run(self) -> None:
        try:
            async for _ in self._waker.rounds():
                try:
                    await self.write_down()
                except Exception:
                    log.exception("watermarks could not be written; the next sweep tries again")
        finally:
            await self.write_down()

    async def write_down(self) -> None:
        """Move the watermarks of channels that are whole, and note when we were last there."""
        marks: dict[CommunityId, dict[ChannelId, MessageId]] = {}
        for channel_id, channel in self._channels.items():
            if channel.community_id in self._in_sight and channel_id not in self._behind and channel.mark > 0:
                marks.setdefault(channel.community_id, {})[channel_id] = channel.mark
        # What was noted before says since when we were away: it stands until that has been looked into.
        event = self._last_event if self._in_sight and self._last_event != self._noted else None
        if not marks and event is None:
            return
        async with self._db.transaction() as tx:
            for community_id, of in marks.items():
                await tx.absences.move(community_id, of)
            if event is not None:
                await tx.absences.note("event", event)
        self._noted = self._last_event if event is not None else self._noted
        for of in marks.values():
            for channel_id, mark in of.items():
                channel = self._channels[channel_id]
                if not channel.pending and channel.newest == mark:
                    del self._channels[channel_id]
