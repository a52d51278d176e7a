"""The repositories of what was seen, what is owed to Discord, what is due, and how far channels were read."""

from collections.abc import Collection, Mapping
from typing import Protocol

from bot.domain.absences import Absence, Watched
from bot.domain.audit import Entry
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import ChannelId, CommunityId, DeadlineId, MessageId, PostId
from bot.domain.instants import Instant
from bot.domain.panels import Panel
from bot.domain.posts import Owed, Post


class Seen(Protocol):
    async def first(self, kind: str, object_id: int, version: int, at: Instant) -> bool:
        """True the first time this (kind, object_id, version) is noted, False ever after."""
        ...

    async def once(self, interaction_id: int, at: Instant) -> None:
        """Note an interaction. Raises `Repeated` where Discord delivered it before."""
        ...

    async def first_of(self, kind: str, object_ids: Collection[int], at: Instant) -> frozenset[int]:
        """Note many at once (version 0); returns those that were new."""
        ...

    async def newest(self, kind: str, object_id: int, version: int, at: Instant) -> bool:
        """Note this version; True if it is newer than all that were noted before."""
        ...

    async def has(self, kind: str, object_id: int) -> bool: ...


class Posts(Protocol):
    async def owe(self, owed: Owed, at: Instant) -> PostId:
        """Owe a post. A key owed already is not owed twice; an edit's key becomes ready again."""
        ...

    async def get(self, post_id: PostId) -> Post: ...
    async def by_key(self, key: str) -> Post | None: ...
    async def by_message(self, message_id: MessageId) -> Post | None:
        """The created post that became this message."""
        ...

    async def refused(self, community_id: CommunityId) -> list[Post]:
        """What Discord would not take for good, oldest first."""
        ...

    async def again(self, post_id: PostId) -> None:
        """Owe a post as if it had never been sent; a message it became is ours no more."""
        ...

    async def claim(self, now: Instant, limit: int) -> list[Post]:
        """Mark what may be sent now as `sending` and return it, oldest first.

        Ready ones whose `after` is sent and whose retry time has come; unsure ones stay `unsure` in what is
        returned, so that the caller looks before it sends. At most one a channel, so that order holds.
        """
        ...

    async def sent(self, post: Post, message_id: MessageId | None) -> None:
        """Settle a claim. If it was owed again meanwhile it is ready once more."""
        ...

    async def failed(self, post: Post, reason: str, at: Instant) -> None:
        """Give up on a claim, for now or for good."""
        ...

    async def hope(self, now: Instant) -> int:
        """Owe what was not allowed once more, seldom: at most one post of a channel an hour. Returns how many."""
        ...

    async def may_again(
        self, now: Instant, *, community_id: CommunityId | None = None, channel_id: ChannelId | None = None
    ) -> int:
        """The same at once, for one post of the channel, or of each channel of the community: it seems we may now."""
        ...

    async def retry(self, post: Post, at: Instant, *, unsure: bool) -> None:
        """Try again at `at`; `unsure` when the try may have arrived."""
        ...

    async def forget_claims(self) -> int:
        """At start: what was `sending` when the process ended is `unsure` (or ready, for edits). How many."""
        ...

    async def next_try(self) -> Instant | None:
        """The earliest retry time of anything still owed; 0 means now."""
        ...


class Deadlines(Protocol):
    async def add(self, key: str, kind: DeadlineKind, community_id: CommunityId, subject: int, due_at: Instant) -> None:
        """The same key moves: it is due at the new instant."""
        ...

    async def claim(self, now: Instant, limit: int) -> list[Deadline]:
        """Take a lease on what is due, earliest first."""
        ...

    async def finish(self, key: str) -> None:
        """Done, in the transaction of its effects."""
        ...

    async def cancel(self, key: str) -> None: ...
    async def retry(self, deadline_id: DeadlineId, error: str, at: Instant) -> None: ...
    async def next_due(self) -> Instant | None:
        """The earliest instant at which something may be claimed."""
        ...

    async def waiting(self, community_id: CommunityId) -> list[Deadline]:
        """All that is still to be done here, earliest first."""
        ...

    async def next_owed(self) -> tuple[Instant, DeadlineKind] | None:
        """The earliest instant at which something may be claimed, and what that is."""
        ...


class Absences(Protocol):
    async def watched(self, community_id: CommunityId) -> list[Watched]:
        """Every channel and thread where works stand or may be replied to, each from its watermark.

        One without a watermark is read from the first message of ours in it.
        """
        ...

    async def move(self, community_id: CommunityId, marks: Mapping[ChannelId, MessageId]) -> None:
        """Nothing up to these messages is left to be received. A watermark never moves back."""
        ...

    async def told(self, community_id: CommunityId, channel_id: ChannelId, at: Instant | None) -> None:
        """The team heard that the channel can't be read; None: it can again."""
        ...

    async def note(self, kind: str, at: Instant) -> None:
        """We were there at this instant: for an "event" or a "post"."""
        ...

    async def last(self, kind: str) -> Instant | None: ...
    async def add(self, absence: Absence) -> None: ...
    async def newest(self, limit: int) -> list[Absence]:
        """Newest first, of all communities."""
        ...


class Panels(Protocol):
    async def add(self, panel: Panel) -> None: ...
    async def ensure(self, key: str, panel: Panel) -> Panel:
        """The public panel of this key: the one there is, else this one."""
        ...

    async def find(self, token: str) -> Panel | None: ...
    async def sweep(self, now: Instant) -> int:
        """Drop what expired; returns how many."""
        ...


class Audit(Protocol):
    async def add(self, entry: Entry) -> int:
        """Keep the line; returns its id, which grows with each."""
        ...

    async def get(self, entry_id: int) -> Entry | None: ...
    async def newest(self, community_id: CommunityId, limit: int) -> list[Entry]:
        """Newest first."""
        ...
