"""A gateway session: what one client identified as, what it may see, and what it can be sent again."""

import secrets
from collections import deque

import orjson

from bot.sandbox.gateway.connection import Connection
from bot.sandbox.world import Json

KEPT_EVENTS = 5_000  # a session that missed more cannot resume


class Session:
    """What one client has identified as. It outlives its connection, so that it can be resumed."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.connection: Connection | None = None
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=KEPT_EVENTS)

    def owns(self, guild_id: int | None) -> bool:
        """Whether the event's server belongs to this shard; DMs belong to shard 0."""
        index, shards = self.shard
        return index == 0 if guild_id is None else (guild_id >> 22) % shards == index

    def offer(self, event: str, encoded: bytes) -> None:
        """Give the session an event. The one place that decides what a session may see: today, everything."""
        self.sequence += 1
        frame = b'{"op":0,"t":"%b","s":%d,"d":%b}' % (event.encode(), self.sequence, encoded)
        self._kept.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.send(frame)

    def send(self, event: str, data: Json) -> None:
        """Give this session alone an event."""
        self.offer(event, orjson.dumps(data))

    def missed(self, sequence: int) -> list[bytes] | None:
        """The frames after `sequence`, or None when they are no longer kept."""
        if sequence > self.sequence:
            return None
        if sequence < self.sequence and (not self._kept or self._kept[0][0] > sequence + 1):
            return None
        return [frame for number, frame in self._kept if number > sequence]
