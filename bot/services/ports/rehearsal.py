"""What a rehearsal needs: its row, and hands in Discord."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.ids import ChannelId, CommunityId, MemberId, RehearsalId
from bot.domain.instants import Instant
from bot.domain.rehearsal import Rehearsal, Step, Trouble


class Rehearsals(Protocol):
    async def begin(
        self, community_id: CommunityId, member_id: MemberId, channel_id: ChannelId, at: Instant
    ) -> Rehearsal:
        """A new one; those that ended here before are forgotten."""
        ...

    async def find(self, rehearsal_id: RehearsalId) -> Rehearsal | None: ...
    async def latest(self, community_id: CommunityId) -> Rehearsal | None: ...
    async def opened(self, rehearsal_id: RehearsalId, thread_id: ChannelId) -> None: ...
    async def went_on(self, rehearsal_id: RehearsalId, step: Step, troubles: Sequence[Trouble]) -> None:
        """`step` is the one that comes next."""
        ...

    async def ended(self, rehearsal_id: RehearsalId, at: Instant, *, left_behind: bool) -> None: ...


class Stagehand(Protocol):
    """Does in Discord what a rehearsal shows. Raises only what may pass by itself; the rest it returns."""

    async def open(self, rehearsal: Rehearsal) -> ChannelId | Trouble:
        """The private thread, with whoever asked in it; one that is there already is the one."""
        ...

    async def play(self, rehearsal: Rehearsal) -> list[Trouble]:
        """Show the step that comes next."""
        ...

    async def clear(self, rehearsal: Rehearsal) -> bool:
        """Take the thread away; False where it could only be emptied."""
        ...
