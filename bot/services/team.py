"""Keeping what was done, and saying it in the team's channel: in the transaction of the deed itself."""

from typing import Any

from bot.domain.audit import Deed, Entry
from bot.domain.communities import Community
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant
from bot.domain.posts import Action, Owed, PostKind
from bot.domain.privacy import SOMEONE
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work
from bot.services.ports import Transaction


async def note(
    tx: Transaction, community: Community, deed: Deed, actor: MemberId | None, at: Instant, **facts: Any
) -> None:
    """A line of the audit, and one sentence for the team where it has a channel. Wake the posts after."""
    entry_id = await tx.audit.add(Entry(community.id, deed, actor, at, facts))
    if community.team_channel is None:
        return
    key = f"team:{community.id}:{entry_id}"
    subject = {"entry": entry_id}
    await tx.posts.owe(Owed(key, community.id, community.team_channel, Action.CREATE, PostKind.TEAM_NOTE, subject), at)


def maker_to_name(work: Work) -> str:
    """Whose work a deed was about, as its sentence says it: nobody's, while its prompt keeps names back."""
    return str(SOMEONE if work.is_nameless else work.makers[0])


async def require_going(tx: Transaction, community_id: CommunityId) -> None:
    """Nothing new begins while moderators have paused everything. Raises `Refusal(PAUSED)`."""
    if (await tx.moderation.settings(community_id)).paused_at is not None:
        raise Refusal(Why.PAUSED)
