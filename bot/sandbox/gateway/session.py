"""A gateway session: what one client identified as, and what it can be sent again."""

import secrets
from collections import deque

import orjson

from bot.sandbox.clock import SECOND
from bot.sandbox.gateway.connection import Connection
from bot.sandbox.world import Json

KEPT_EVENTS = 5_000  # a session that missed more cannot resume
LIFETIME = 3 * 60 * SECOND  # "after a few minutes", discord-api-docs events/gateway.mdx "Initiating a Disconnect"


class Session:
    """What one client has identified as. It outlives its connection, so that it can be resumed."""

    def __init__(self, intents: int, shard: tuple[int, int] | None = None, large_threshold: int = 50) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.large_threshold = large_threshold
        self.sequence = 0
        self.connection: Connection | None = None
        self.left_at: int | None = None
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=KEPT_EVENTS)

    def owns(self, guild_id: int | None) -> bool:
        """Whether the event's server belongs to this shard; DMs belong to shard 0."""
        if self.shard is None:
            return True
        index, shards = self.shard
        return index == 0 if guild_id is None else (guild_id >> 22) % shards == index

    def offer(self, event: str, encoded: bytes) -> None:
        """Give the session an event its intents let it see. Every event of every session goes through here."""
        self.sequence += 1
        frame = b'{"op":0,"t":"%b","s":%d,"d":%b}' % (event.encode(), self.sequence, encoded)
        self._kept.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.send(frame)

    def send(self, event: str, data: Json) -> None:
        """Give this session alone an event."""
        self.offer(event, orjson.dumps(data))

    def connect(self, connection: Connection) -> None:
        self.connection, self.left_at = connection, None
        connection.session = self

    def disconnect(self, now: int) -> None:
        self.connection, self.left_at = None, now

    def expired(self, now: int) -> bool:
        """Whether its client has been away for longer than a session lives (in sandbox time)."""
        return self.left_at is not None and now - self.left_at > LIFETIME

    def missed(self, sequence: int) -> list[bytes] | None:
        """The frames after `sequence`, or None when they are no longer kept."""
        if sequence < self.sequence and (not self._kept or self._kept[0][0] > sequence + 1):
            return None
        return [frame for number, frame in self._kept if number > sequence]
