"""What is outside the process: time, files, Discord; and the loops that wait for work."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.ids import ChannelId, CommunityId, MessageId, WorkId
from bot.domain.instants import Instant
from bot.domain.posts import Post
from bot.domain.submissions import Submission
from bot.domain.works import Asset, WorkState

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
    async def forget(self, sha256: str) -> None:
        """Destroy these bytes; fine where they are gone."""
        ...


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


class Unreadable(Exception):
    """A channel whose history we may not read. `for_good`: it is no more."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Heard:
    """A message found in a channel's history. `submission` is None where no member posted it."""

    message_id: MessageId
    submission: Submission | None


class History(Protocol):
    """What stands in Discord's channels. Each call but `is_gone` raises `Unreadable`."""

    async def open(self, community_id: CommunityId, channel_id: ChannelId) -> None:
        """See that the channel can be read, before an empty page is believed."""
        ...

    async def after(
        self, community_id: CommunityId, channel_id: ChannelId, message_id: MessageId, most: int
    ) -> list[Heard]:
        """Messages newer than this one, oldest first."""
        ...

    async def up_to(
        self, community_id: CommunityId, channel_id: ChannelId, message_id: MessageId, most: int
    ) -> list[Heard]:
        """This message and older ones, newest first."""
        ...

    async def is_gone(self, channel_id: ChannelId, message_id: MessageId) -> bool:
        """Whether Discord says of this very message that there is none."""
        ...


class MakersMessages(Protocol):
    """Whoever deals with what members post, as the catching up sees them. All may be told again and again."""

    async def receive_message(self, submission: Submission) -> WorkState | None:
        """`received` or `refused`; None for talk and for what was dealt with before."""
        ...

    async def message_edited(self, submission: Submission) -> bool:
        """Whether a work changed."""
        ...

    async def message_deleted(self, message_id: MessageId) -> bool:
        """Whether a work was withdrawn."""
        ...


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
