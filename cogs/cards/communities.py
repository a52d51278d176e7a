"""The set-up panel: how things stand in this server, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.domain.communities import Community
from bot.domain.ids import ChannelId
from bot.router import custom_id
from cogs.cards.layout import clipped
from cogs.panels import button, rows
from cogs.words.firsts import FIRST_DAYS, FIRSTS, First
from cogs.words.plain import block, count_of, listed, quoted

UNDER_WAY = "What is under way keeps the channel it began in and the time it was promised for."
ROLES_MISSING = "I may do all I need to. **Create what is missing** makes the roles that nobody has chosen."
EVERYBODY_READS = "Everyone here can read that channel."


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the server found."""

    lacking: Sequence[tuple[ChannelId, Sequence[str]]] = ()
    """Channels where Callsheet's role lacks something."""
    members_lack: Sequence[tuple[ChannelId, Sequence[str]]] = ()
    gone: int = 0
    """How many of the chosen channels are no more."""
    no_channel: bool = False
    """None of them is left."""
    team_is_gone: bool = False
    team_is_public: bool = False
    nobody_directs: bool = False
    """The role that was chosen is no more."""
    nobody_moderates: bool = False


def setup_panel(
    community: Community, found: Found, local_time: str, rehearsal: str, token: str, said: str = ""
) -> tuple[str, ui.View]:
    """`said`: what has just been done, first of all. `local_time`: the clock on the wall in the community's zone."""
    roles_missing = community.director_role is None or community.moderator_role is None
    lines = [
        *([said] if said else []),
        f"Callsheet works in {_channels(community.channels)}. {_team_roles(community)} Times people type are "
        f"read in `{community.zone}`, where it is {local_time} now.",
        _team(community, found),
        *_faults(found, roles_missing=roles_missing),
        *([rehearsal] if rehearsal else []),
        f"-# {UNDER_WAY}",
    ]
    incomplete = roles_missing or found.no_channel or found.nobody_directs or found.nobody_moderates
    return clipped(lines), rows(
        button("Channels and roles…", custom_id("setup", "change", token)),
        button("Team channel…", custom_id("setup", "team", token)),
        button("Create what is missing", custom_id("setup", "create", token), disabled=not incomplete),
        button("Three first prompts", custom_id("setup", "firsts", token), discord.ButtonStyle.primary),
        button("Rehearsal", custom_id("rehearsal", "begin", token)),
        button("Check again", custom_id("setup", "check", token)),
    )


def _channels(channels: Sequence[ChannelId]) -> str:
    return listed([f"<#{channel}>" for channel in channels])


def _who(role: int | None, *, small: bool = False) -> str:
    nobody = "whoever holds **Manage Server**"
    return f"<@&{role}>" if role else nobody if small else f"W{nobody[1:]}"


def _team_roles(community: Community) -> str:
    if community.director_role is None and community.moderator_role is None:
        return "Whoever holds **Manage Server** can direct and moderate."
    directs, moderates = _who(community.director_role), _who(community.moderator_role, small=True)
    return f"{directs} can direct, {moderates} can moderate."


def _team(community: Community, found: Found) -> str:
    if community.team_channel is None:
        return (
            "The team has no channel yet. With one, what directors and moderators do is said there in a sentence each."
        )
    if found.team_is_gone:
        return "**Gone:** the team's channel was deleted. Choose another with **Team channel…**."
    warning = f" {EVERYBODY_READS}" if found.team_is_public else ""
    return f"The team reads what was done in <#{community.team_channel}>.{warning}"


def _faults(found: Found, *, roles_missing: bool) -> list[str]:
    """A sentence for each thing that is missing, the same one for all channels it is true of."""
    lines = []
    if found.no_channel:
        lines.append("**Gone:** none of the channels is left. Choose another, or press **Create what is missing**.")
    elif found.gone:
        lines.append(
            f"**Gone:** {count_of(found.gone, 'channel', 'channels')} of those chosen, by deletion. Choose anew with "
            "**Channels and roles…**."
        )
    gone = {"directors": found.nobody_directs, "moderators": found.nobody_moderates}
    lines += [
        f"**Gone:** the {who}' role was deleted, so there are none. Choose another, or **Create what is missing**."
        for who, is_gone in gone.items()
        if is_gone
    ]
    lines += [
        f"**Missing:** in {_channels(channels)} my role still needs {_bold(labels)}. Give it in the channel's "
        "settings, under *Permissions*."
        for labels, channels in _together(found.lacking)
    ]
    if not lines:
        lines.append(ROLES_MISSING if roles_missing else "Nothing is missing: I may do all I need to.")
    lines += [
        f"-# In {_channels(channels)} somebody without a role lacks {_bold(labels)}. If members get that by a role of "
        "theirs, all is well; else they can't hand works in."
        for labels, channels in _together(found.members_lack)
    ]
    return lines


def _bold(labels: Sequence[str]) -> str:
    return listed([f"**{label}**" for label in labels])


def _together(lacking: Sequence[tuple[ChannelId, Sequence[str]]]) -> list[tuple[tuple[str, ...], list[ChannelId]]]:
    same: dict[tuple[str, ...], list[ChannelId]] = {}
    for channel, labels in lacking:
        same.setdefault(tuple(labels), []).append(channel)
    return list(same.items())


def firsts_panel(home: ChannelId, token: str) -> tuple[str, ui.View]:
    """The three prompts as they would be posted, a button each."""
    lines = [f"One press posts it in <#{home}>, open for {FIRST_DAYS} days, paying nothing. You can change it after."]
    lines += [f"**{number}.** {quoted(first.title)}\n{block(first.brief)}" for number, first in _numbered()]
    return "\n".join(lines), rows(
        *(button(first.label, custom_id("setup", "first", token, number)) for number, first in _numbered()),
        button("Back", custom_id("setup", "check", token)),
    )


def _numbered() -> list[tuple[int, First]]:
    return list(enumerate(FIRSTS, 1))
