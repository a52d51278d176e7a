"""What a work's panel says and offers while moderators have it in hand."""

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.domain.reasons import read_reason
from bot.domain.works import WorkState
from bot.router import custom_id
from bot.services.lineage import WorkView
from cogs.panels import button
from cogs.words.plain import quoted
from cogs.words.refusals import refusal

IN_HAND: Mapping[WorkState, str] = {
    WorkState.HELD: "#{number} waits for a moderator.",
    WorkState.REFUSED: "#{number} wasn't added.",
    WorkState.REMOVED: "#{number} was removed by moderators. What others built on it keeps its place.",
    WorkState.PURGED: "#{number} was removed by moderators. What others built on it keeps its place.",
}
"""Neutral, for everyone; the rest is for its maker and the moderators."""
WHY_IT_WAITS = (
    "That is usual for somebody's first work here, or while Callsheet is paused. Only you and the moderators see it "
    "until then; you can still edit or delete your message."
)


def in_hand(view: WorkView) -> list[str]:
    """How it stands with the moderators, for its maker and for them."""
    work = view.work
    if work.state not in IN_HAND:
        return []
    lines = [IN_HAND[work.state].format(number=work.number)]
    if work.state is WorkState.HELD:
        if view.asked:
            lines.append(f"A moderator asks for a change: {quoted(view.asked, 500)}. Edit your message, and they look.")
        elif view.is_maker:
            lines.append(WHY_IT_WAITS)
    elif view.is_maker:
        lines.append(refusal(read_reason(work.reason)))
    elif work.reason:
        lines.append(f"The reason given: {quoted(str(read_reason(work.reason).fields.get('text', '')), 500)}")
    if view.is_moderator and work.message_id is not None and work.state in (WorkState.REMOVED, WorkState.PURGED):
        link = f"https://discord.com/channels/{work.community_id}/{work.channel_id}/{work.message_id}"
        lines.append(f"Its maker's own message isn't mine to delete: [it stands here]({link}).")
    return lines


def decisions(view: WorkView, token: str) -> list[ui.Button[Any]]:
    """What a moderator may do with somebody else's work."""
    if not view.is_moderator or view.is_maker:
        return []

    def one(label: str, verb: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> ui.Button[Any]:
        return button(label, custom_id("moderation", verb, token), style)

    purge = one("Purge…", "purge", discord.ButtonStyle.danger)
    match view.work.state:
        case WorkState.ACCEPTED:
            return [one("Hold", "hold"), one("Remove…", "remove", discord.ButtonStyle.danger), purge]
        case WorkState.HELD:
            accept = one("Accept", "accept", discord.ButtonStyle.success)
            return [accept, one("Refuse…", "refuse"), one("Ask for a change…", "ask"), purge]
        case WorkState.REMOVED | WorkState.REFUSED:
            return [one("Restore", "restore"), purge]
        case WorkState.WITHDRAWN:
            return [purge]
    return []
