"""What Callsheet has to be allowed, and where it is not."""

from typing import Any

from discord.abc import GuildChannel

from bot.domain.ids import ChannelId
from bot.domain.refusals import Refusal, Why

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
"""The least that lets Callsheet read prompts' threads, answer in them, and show works; by Discord's names."""


def lacking(channel: GuildChannel) -> list[str]:
    """What Callsheet's role lacks in this channel, as Discord names it."""
    held = channel.permissions_for(channel.guild.me)
    return [label for name, label in NEEDED.items() if not getattr(held, name)]


def require_permissions(guild: Any, channel_id: ChannelId) -> None:
    """Raises `Refusal(LACKS_PERMISSIONS)` where a post would be refused, before anything is begun."""
    channel = guild.get_channel(channel_id) if guild else None
    missing = ["View Channel"] if channel is None else lacking(channel)
    if missing:
        raise Refusal(Why.LACKS_PERMISSIONS, channels=[channel_id], missing=missing)
