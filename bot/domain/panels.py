"""A panel: the row behind a button. Its token says nothing; the row says whose it is and what about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.communities import Person
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import DAY, Instant
from bot.domain.refusals import Refusal, Why

DIRECT = CommunityId(0)
"""In direct messages, where no server is."""
LIFETIME = 30 * DAY
"""For a private panel. What stands in public (`expires_at` None) lives as long as its message."""
DRAFT_LIFETIME = 3 * DAY
"""For what somebody wrote in a form that could not be taken as it was."""
TOKEN_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # noqa: S105 - the alphabet of base32, not a secret
TOKEN_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Panel:
    token: str
    community_id: CommunityId
    owner: MemberId | None
    """None: anyone may press it."""
    subject: Mapping[str, Any] = field(default_factory=dict)
    expires_at: Instant | None = None


def judge_panel(panel: Panel | None, community_id: CommunityId, person: Person, now: Instant) -> Panel:
    """The panel, if this person may use it here and now."""
    if panel is None or community_id not in (DIRECT, panel.community_id):
        raise Refusal(Why.PANEL_IS_OLD)
    if community_id == DIRECT and panel.owner is None:
        raise Refusal(Why.PANEL_IS_OLD)
    if panel.expires_at is not None and panel.expires_at <= now:
        raise Refusal(Why.PANEL_IS_OLD)
    if panel.owner is not None and panel.owner != person.id:
        raise Refusal(Why.PANEL_IS_ANOTHERS)
    return panel
