"""From Discord's objects to the values the services take."""

from collections.abc import Iterable
from typing import Any

import discord

from bot.domain.communities import Person
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId, RoleId
from bot.domain.instants import from_datetime
from bot.domain.refusals import Refusal, Why
from bot.domain.submissions import Submission
from bot.domain.works import Asset, Origin, Place, kind_of
from bot.router import POST, Upload

MOST_NUMBERS = 25
PROXIES = frozenset({466_378_653_216_014_359, 431_544_605_209_788_416})
"""PluralKit and Tupperbox, by their applications' ids."""


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


def is_of_a_member(message: discord.Message) -> bool:
    """Only what members post themselves can be a work."""
    return not message.author.bot and message.webhook_id is None


def is_posted_again(message: discord.Message) -> bool:
    """Whether a proxy that members use posted it in somebody's stead."""
    return message.webhook_id is not None and message.application_id in PROXIES


def submission_of(message: discord.Message, community_id: CommunityId, person: Person | None = None) -> Submission:
    """A member's message as a submission; `person` where we know its author better than the message does."""
    reply_to = reply_target(message)
    return Submission(
        community_id=community_id,
        person=person or author_of(message),
        origin=Origin.REPLY if reply_to else Origin.MESSAGE,
        origin_id=message.id,
        channel_id=ChannelId(message.channel.id),
        message_id=MessageId(message.id),
        reply_to=reply_to,
        reply_key=_reply_key(message),
        words=message.content,
        assets=tuple(asset_of(attachment) for attachment in message.attachments),
        place=place_of(message.channel),
        edited_at=from_datetime(message.edited_at) if message.edited_at else None,
    )


def place_of(channel: Any) -> Place:
    """Whether not everyone may see this channel, and whether it is age-restricted; no to both where we can't tell."""
    if not isinstance(channel, discord.Thread | discord.abc.GuildChannel):
        return Place()
    parent = channel.parent if isinstance(channel, discord.Thread) else channel
    if parent is None:
        return Place()
    is_private = channel.type is discord.ChannelType.private_thread
    everyone = parent.permissions_for(channel.guild.default_role)
    return Place(is_private or not everyone.view_channel, bool(getattr(parent, "nsfw", False)))


def reply_target(message: discord.Message) -> MessageId | None:
    """The message this one replies to; a forward is not a reply."""
    reference = message.reference
    if reference is None or reference.type is not discord.MessageReferenceType.reply or not reference.message_id:
        return None
    return MessageId(reference.message_id)


def _reply_key(message: discord.Message) -> str | None:
    """The key of our post that is replied to, from its button."""
    replied_to = message.reference.resolved if message.reference else None
    if not isinstance(replied_to, discord.Message) or not replied_to.author.bot:
        return None
    keys = [name for name in custom_ids(replied_to.components) if name.startswith(POST)]
    return keys[0].removeprefix(POST) if keys else None


def custom_ids(components: Iterable[Any]) -> set[str]:
    """Every custom id in a message, however deep."""
    found: set[str] = set()
    for component in components:
        if name := getattr(component, "custom_id", None):
            found.add(name)
        found |= custom_ids(getattr(component, "children", ()))
    return found


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
        description=getattr(attachment, "description", None) or "",
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
