"""From Discord's objects to the values the services take."""

from typing import Any

import discord

from bot.domain.communities import Person
from bot.domain.ids import CommunityId, MemberId, RoleId
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Asset, kind_of
from bot.router import Upload

MOST_NUMBERS = 25


def person_of(interaction: discord.Interaction[Any]) -> Person:
    """Who presses or commands, with the roles and rights Discord sent along."""
    user = interaction.user
    roles = frozenset(RoleId(role.id) for role in user.roles) if isinstance(user, discord.Member) else frozenset()
    return Person(
        id=MemberId(user.id),
        name=user.display_name,
        roles=roles,
        manages_server=interaction.permissions.manage_guild or interaction.permissions.administrator,
        is_bot=user.bot,
    )


def author_of(message: discord.Message) -> Person:
    """Who posted a message."""
    return Person(MemberId(message.author.id), message.author.display_name, is_bot=message.author.bot)


def community_of(interaction: discord.Interaction[Any]) -> CommunityId:
    """Commands are only registered for servers, so there is always one."""
    if interaction.guild_id is None:
        raise Refusal(Why.NOT_SET_UP)
    return CommunityId(interaction.guild_id)


def asset_of(attachment: discord.Attachment | Upload) -> Asset:
    content_type = attachment.content_type or ""
    return Asset(
        filename=attachment.filename,
        size=attachment.size,
        kind=kind_of(attachment.filename, content_type),
        content_type=content_type,
        discord_id=attachment.id,
        url=attachment.url,
    )


def read_numbers(text: str) -> tuple[int, ...]:
    """`17, #31 and 4` → 17, 31, 4, each once. Raises `Refusal(NUMBERS_NOT_UNDERSTOOD)`."""
    words = text.replace("#", " ").replace(",", " ").replace(" and ", " ").split()
    if not all(word.isascii() and word.isdigit() and len(word) <= 9 for word in words):
        raise Refusal(Why.NUMBERS_NOT_UNDERSTOOD, text=text)
    numbers = tuple(dict.fromkeys(int(word) for word in words))
    if len(numbers) > MOST_NUMBERS:
        raise Refusal(Why.TOO_MANY_NUMBERS, count=len(numbers), limit=MOST_NUMBERS)
    return numbers


def read_some_numbers(text: str) -> tuple[int, ...]:
    """The same where at least one is needed."""
    numbers = read_numbers(text)
    if not numbers:
        raise Refusal(Why.NUMBERS_NOT_UNDERSTOOD, text=text)
    return numbers
