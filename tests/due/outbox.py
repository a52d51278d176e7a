"""The other side of the outbox: a Publisher that keeps what it was given, and does as badly as it is told."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from bot.domain.ids import ChannelId, MessageId
from bot.domain.posts import Post, nonce_of


@dataclass
class Fault:
    """What happens to the next tries of a post: `error` is raised, after it arrived if `arrives`."""

    error: Exception
    arrives: bool = False
    times: int = 1


@dataclass
class Room:
    """A channel as its readers see it: keys of the messages in it, in order."""

    messages: list[str] = field(default_factory=list)
    edits: list[tuple[str, object]] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)


class Recorder:
    """Satisfies the Publisher port. Like Discord it takes a nonce for the same message while it remembers it."""

    def __init__(self) -> None:
        self.rooms: dict[ChannelId, Room] = defaultdict(Room)
        self.faults: dict[str, Fault] = {}
        self.tries: list[str] = []
        self.looked: list[str] = []
        self.remembers_nonces = True
        self.before: dict[str, Callable[[], None]] = {}
        """Called when a post's turn comes."""
        self.held: dict[str, asyncio.Event] = {}
        """A post waits for its event before it arrives."""
        self.asked = asyncio.Event()
        self._ids = count(5_000)
        self._by_nonce: dict[str, MessageId] = {}
        self._by_key: dict[str, MessageId] = {}

    @property
    def shown(self) -> list[str]:
        return [key for room in self.rooms.values() for key in room.messages]

    async def create(self, post: Post) -> MessageId:
        fault = await self._begin(post)
        key, nonce = post.owed.key, nonce_of(post.owed.key)
        is_known = self.remembers_nonces and nonce in self._by_nonce
        if (fault is None or fault.arrives) and not is_known:
            self._by_nonce[nonce] = self._by_key[key] = MessageId(next(self._ids))
            self.rooms[post.owed.channel_id].messages.append(key)
        if fault is not None:
            raise fault.error
        return self._by_key[key]

    async def edit(self, post: Post) -> None:
        fault = await self._begin(post)
        if fault is None or fault.arrives:
            self.rooms[post.owed.channel_id].edits.append((post.owed.key, post.owed.subject))
        if fault is not None:
            raise fault.error

    async def delete(self, post: Post) -> None:
        fault = await self._begin(post)
        if fault is not None:
            raise fault.error
        gone = next(key for key, message_id in self._by_key.items() if message_id == post.target_id)
        self.rooms[post.owed.channel_id].messages.remove(gone)

    async def open_thread(self, post: Post) -> MessageId:
        fault = await self._begin(post)
        assert post.target_id is not None
        room = self.rooms[post.owed.channel_id]
        if (fault is None or fault.arrives) and post.owed.key not in room.threads:
            room.threads.append(post.owed.key)
        if fault is not None:
            raise fault.error
        return post.target_id

    async def find(self, post: Post) -> MessageId | None:
        self.looked.append(post.owed.key)
        return self._by_key.get(post.owed.key)

    async def _begin(self, post: Post) -> Fault | None:
        key = post.owed.key
        self.tries.append(key)
        self.asked.set()
        if key in self.before:
            self.before.pop(key)()
        if key in self.held:
            await self.held[key].wait()
        fault = self.faults.get(key)
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            del self.faults[key]
        return fault
