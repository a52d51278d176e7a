"""What stands in Discord's channels, read back a page at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import discord

from bot.app import App
from bot.domain.communities import Person
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId
from bot.services.ports import Heard, Unreadable
from cogs.translate import author_of, is_of_a_member, submission_of

UNKNOWN_MESSAGE = 10_008
UNKNOWN_CHANNEL = 10_003
"""Discord's codes for what is no more (Opcodes and Status Codes, "JSON Error Codes")."""
MOST_NAMES = 2_000


class DiscordHistory:
    def __init__(self, app: App) -> None:
        self._app = app
        self._names: dict[tuple[int, int], str] = {}

    async def open(self, community_id: CommunityId, channel_id: ChannelId) -> None:
        """Without Read Message History Discord lists no message and gives no error, hence the look beforehand."""
        guild = self._app.get_guild(community_id)
        if guild is None:
            raise Unreadable("Callsheet is no longer in this server", for_good=True)
        with _as_unreadable():
            channel: Any = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
            held = channel.permissions_for(guild.me)
        if not (held.view_channel and held.read_message_history):
            raise Unreadable("View Channel or Read Message History is missing")

    async def after(
        self, community_id: CommunityId, channel_id: ChannelId, message_id: MessageId, most: int
    ) -> list[Heard]:
        since = discord.Object(message_id)
        with _as_unreadable():
            history = self._channel(community_id, channel_id).history(limit=most, after=since, oldest_first=True)
            return [await self._heard(community_id, message) async for message in history]

    async def up_to(
        self, community_id: CommunityId, channel_id: ChannelId, message_id: MessageId, most: int
    ) -> list[Heard]:
        before = discord.Object(message_id + 1)
        with _as_unreadable():
            history = self._channel(community_id, channel_id).history(limit=most, before=before)
            return [await self._heard(community_id, message) async for message in history]

    async def is_gone(self, channel_id: ChannelId, message_id: MessageId) -> bool:
        try:
            await self._app.http.get_message(channel_id, message_id)
        except discord.NotFound as error:
            return error.code == UNKNOWN_MESSAGE
        except discord.Forbidden:
            return False
        return False

    def _channel(self, community_id: CommunityId, channel_id: ChannelId) -> discord.PartialMessageable:
        return self._app.get_partial_messageable(channel_id, guild_id=community_id)

    async def _heard(self, community_id: CommunityId, message: discord.Message) -> Heard:
        if not is_of_a_member(message):
            return Heard(MessageId(message.id), None)
        person = await self._person(community_id, message) if message.attachments else author_of(message)
        return Heard(MessageId(message.id), submission_of(message, community_id, person))

    async def _person(self, community_id: CommunityId, message: discord.Message) -> Person:
        """The author as they show themselves here: a message read back says only how they do everywhere."""
        key = (community_id, message.author.id)
        if key not in self._names:
            if len(self._names) >= MOST_NAMES:
                self._names.clear()
            self._names[key] = message.author.display_name
            guild = self._app.get_guild(community_id)
            try:
                if guild is not None:
                    self._names[key] = (await guild.fetch_member(message.author.id)).display_name
            except discord.NotFound:
                pass  # they have left since
        return Person(MemberId(message.author.id), self._names[key])


@contextmanager
def _as_unreadable() -> Iterator[None]:
    """Turn "not for you" and "no such channel" into `Unreadable`; let passing faults through."""
    try:
        yield
    except (discord.Forbidden, discord.ClientException) as error:  # the latter: a thread whose channel is hidden
        raise Unreadable(str(error)) from error
    except discord.NotFound as error:
        if error.code == UNKNOWN_CHANNEL:
            raise Unreadable(str(error), for_good=True) from error
        raise
