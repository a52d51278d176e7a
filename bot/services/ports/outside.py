"""What is outside the process: time, files, Discord; and the loops that wait for work."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.ids import (
    MessageId,
    WorkId,
)
from bot.domain.instants import Instant
from bot.domain.posts import Post
from bot.domain.works import Asset

TakeToken = Callable[[], str]
"""Chance as an argument: a fresh panel token at each call."""


class Clock(Protocol):
    def now(self) -> Instant: ...
    def monotonic(self) -> float:
        """Seconds that only ever grow, for measuring how long something took."""
        ...

    async def wait_until(self, at: Instant) -> None: ...
    def on_jump(self, callback: Callable[[], None]) -> None:
        """Call `callback` whenever the time moved by more than waiting explains."""
        ...


class Wake(Protocol):
    """Tells a loop in `bot.due` that there is something new to look at. Never waits."""

    def __call__(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    sha256: str
    size: int
    """Bytes."""


class Store(Protocol):
    """Content-addressed bytes on our own disk."""

    async def keep(self, chunks: AsyncIterator[bytes], limit: int) -> Kept:
        """Write, fsync, rename. Raises `Refusal(FILE_TOO_LARGE)` past `limit` bytes."""
        ...

    def path(self, sha256: str) -> Path: ...


class Fetcher(Protocol):
    def fetch(self, asset: Asset) -> AsyncIterator[bytes]:
        """The bytes behind the asset's link. Raises `Refusal(FILE_IS_LOST)` when Discord no longer has them."""
        ...


class InHand(Protocol):
    """Counts what is being done right now, so that a clock that can jump knows when nothing is."""

    def take(self) -> None: ...
    def drop(self) -> None: ...


class Undeliverable(Exception):
    """Discord will not take this post, now or later: no permission, no such channel, or it refused the text."""


class Keeper(Protocol):
    """Whoever promised bytes, as the keeping loop sees them."""

    async def waiting(self) -> list[WorkId]:
        """Works whose bytes are still owed, oldest first."""
        ...

    async def keep(self, work_id: WorkId) -> None: ...


class Publisher(Protocol):
    """Draws posts and hands them to Discord.

    Raises `Undeliverable` where trying again is useless; anything else means the post may have arrived.
    """

    async def create(self, post: Post) -> MessageId: ...
    async def edit(self, post: Post) -> None: ...
    async def delete(self, post: Post) -> None: ...
    async def open_thread(self, post: Post) -> MessageId:
        """The thread's id. A thread that is there already is the one."""
        ...

    async def find(self, post: Post) -> MessageId | None:
        """Look in the channel for a message of ours that carries the post's key."""
        ...
