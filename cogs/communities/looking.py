"""A look at the server as it stands: which channels and roles there are, and what may be done in them."""

from collections.abc import Iterable

import discord

from bot.domain.communities import Community
from bot.domain.ids import ChannelId, RoleId
from cogs.cards.communities import Found
from cogs.permissions import NEEDED, TO_POST, lacking, members_lack


def look(guild: discord.Guild, community: Community) -> Found:
    """What is missing for Callsheet to work here as it is set up."""
    there = [channel for one in community.channels if (channel := guild.get_channel(one)) is not None]
    team = guild.get_channel(community.team_channel) if community.team_channel else None
    places = [(channel, lacking(channel, NEEDED)) for channel in there]
    if team is not None and team not in there:
        places.append((team, lacking(team, TO_POST)))
    return Found(
        lacking=_with_any(places),
        members_lack=_with_any((channel, members_lack(channel)) for channel in there),
        gone=len(community.channels) - len(there),
        no_channel=not there,
        team_is_gone=community.team_channel is not None and team is None,
        team_is_public=team is not None and team.permissions_for(guild.default_role).view_channel,
        nobody_directs=is_gone(guild, community.director_role),
        nobody_moderates=is_gone(guild, community.moderator_role),
    )


def is_gone(guild: discord.Guild, role: RoleId | None) -> bool:
    return role is not None and guild.get_role(role) is None


def _with_any(
    places: Iterable[tuple[discord.abc.GuildChannel, list[str]]],
) -> list[tuple[ChannelId, list[str]]]:
    return [(ChannelId(channel.id), labels) for channel, labels in places if labels]
