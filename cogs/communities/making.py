"""Making in Discord what a community lacks: two roles and a channel."""

from dataclasses import dataclass, field

import discord

from bot.domain.communities import Community
from bot.domain.ids import ChannelId, RoleId
from cogs.communities.looking import is_gone
from cogs.permissions import lacking_here
from cogs.words.plain import listed, quoted

CHANNEL, DIRECTOR, MODERATOR = "callsheet", "Director", "Moderator"
TOPIC = "Prompts, and the threads in which they are answered."
REASON = "Asked for in Callsheet's set-up"


@dataclass
class Made:
    """What was made, and what was not and why, in sentences."""

    channel: ChannelId | None = None
    roles: dict[str, RoleId] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


async def make_missing(guild: discord.Guild, community: Community, by: discord.Member) -> Made:
    """Two roles where none is chosen, given to `by` so that they are not shut out; a channel where none is left."""
    made = Made()
    for name, chosen in ((DIRECTOR, community.director_role), (MODERATOR, community.moderator_role)):
        if chosen is None or is_gone(guild, chosen):
            await _make_role(guild, name, by, made)
    if made.roles:
        names = listed([f"<@&{role}>" for role in made.roles.values()])
        it = "it" if len(made.roles) == 1 else "them"
        made.told.append(
            f"Made {names}, and you have {it}. Give {it} to others in the server's settings, under *Members*."
        )
    if all(guild.get_channel(one) is None for one in community.channels):
        made.channel, told = await find_or_make_channel(guild)
        made.told.append(told)
    return made


async def _make_role(guild: discord.Guild, name: str, by: discord.Member, made: Made) -> None:
    """A role of the same name is not taken: whoever has it may have it for another reason."""
    if any(role.name.casefold() == name.casefold() for role in guild.roles):
        made.told.append(
            f"There is a role called {quoted(name)} already. If it is the one, choose it in **Channels and roles…**."
        )
        return
    told = (
        f"I may not make a role called {quoted(name)}: my role needs **Manage Roles**. Give it, or make the role and "
        "choose it in **Channels and roles…**."
    )
    if lacking_here(guild, ["manage_roles"]):
        made.told.append(told)
        return
    try:
        role = await guild.create_role(name=name, permissions=discord.Permissions.none(), reason=REASON)
        made.roles[name] = RoleId(role.id)
        await by.add_roles(role, reason=REASON)
    except discord.Forbidden:
        made.told.append(told)


async def find_or_make_channel(guild: discord.Guild) -> tuple[ChannelId | None, str]:
    """The channel called #callsheet, and a sentence about it."""
    there = discord.utils.get(guild.text_channels, name=CHANNEL)
    if there is not None:
        return ChannelId(there.id), f"Prompts go to <#{there.id}>, which was there already."
    refused = "I may not make a channel: my role needs **Manage Channels**. Make one yourself and choose it."
    if lacking_here(guild, ["manage_channels"]):
        return None, refused
    try:
        made = await guild.create_text_channel(CHANNEL, topic=TOPIC, reason=REASON)
    except discord.Forbidden:
        return None, refused
    return ChannelId(made.id), f"Made <#{made.id}>; prompts go there."
