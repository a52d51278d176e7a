"""What Callsheet has to be allowed, and where it is not."""

from collections.abc import Iterable, Sequence
from typing import Any

from discord import Guild, Member, Permissions, Role, Thread
from discord.abc import GuildChannel

from bot.domain.ids import ChannelId
from bot.domain.posts import Action, Post
from bot.domain.prompts import PromptDraft
from bot.domain.refusals import Refusal, Why
from bot.domain.showing import Shows

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
"""The least that lets Callsheet read prompts' threads, answer in them, and show works; by Discord's names."""

ALSO = {
    "create_private_threads": "Create Private Threads",
    "manage_threads": "Manage Threads",
    "manage_roles": "Manage Roles",
    "manage_channels": "Manage Channels",
}
"""What only some of what Callsheet does takes."""
FOR_A_REHEARSAL = ("view_channel", "create_private_threads", "send_messages_in_threads")
MEMBERS_NEED = {
    "view_channel": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "use_application_commands": "Use Application Commands",
}
"""What lets members read a prompt and hand a work in."""

TO_POST = ("view_channel", "send_messages", "read_message_history")
TO_SHOW_IN_A_THREAD = ("view_channel", "send_messages_in_threads", "attach_files", "read_message_history")


def held_in(channel: GuildChannel | Thread, who: Member | Role) -> Permissions:
    """What somebody may do in a channel and its threads.

    discord.py lets nobody attach files who may not write in the channel itself. Works stand in its threads, where that
    follows from writing in threads.
    """
    held = channel.permissions_for(who)
    if isinstance(channel, GuildChannel) and held.view_channel and held.send_messages_in_threads:
        held.attach_files = GuildChannel.permissions_for(channel, who).attach_files
    return held


def lacking(channel: GuildChannel | Thread, needed: Iterable[str] = NEEDED) -> list[str]:
    """What Callsheet's role lacks in this channel, as Discord names it."""
    return not_in(held_in(channel, channel.guild.me), needed)


def not_in(held: Permissions, needed: Iterable[str] = NEEDED) -> list[str]:
    """What is needed and not held, as Discord names it."""
    return [named(name) for name in needed if not getattr(held, name)]


def lacking_here(guild: Guild, needed: Iterable[str]) -> list[str]:
    """What Callsheet's role lacks in the server as a whole."""
    return not_in(guild.me.guild_permissions, needed)


def members_lack(channel: GuildChannel) -> list[str]:
    """What somebody without any role lacks in this channel to take part."""
    held = held_in(channel, channel.guild.default_role)
    return [label for name, label in MEMBERS_NEED.items() if not getattr(held, name)]


def named(name: str) -> str:
    """What Discord calls it."""
    return NEEDED.get(name) or ALSO[name]


def require_permissions(guild: Any, channel_id: ChannelId, needed: Iterable[str] = NEEDED) -> None:
    """Raises `Refusal(LACKS_PERMISSIONS)` where a post would be refused, before anything is begun."""
    channel = guild.get_channel(channel_id) if guild else None
    missing = ["View Channel"] if channel is None else lacking(channel, needed)
    if missing:
        raise Refusal(Why.LACKS_PERMISSIONS, channels=[channel_id], missing=missing)


def needed_for(wording: PromptDraft) -> Iterable[str]:
    """What posting such a prompt takes: a thread that members may not post in has to be locked."""
    return NEEDED if wording.shows is Shows.OPENLY else (*NEEDED, "manage_threads")


def with_lacking(guild: Any, posts: Sequence[Post]) -> list[tuple[Post, list[str]]]:
    """Posts that were refused, each with what Callsheet still lacks where it goes."""
    found = []
    for post in posts:
        channel = guild.get_channel_or_thread(post.owed.channel_id) if guild else None
        needed = ["view_channel", "read_message_history"]
        needed.append("send_messages_in_threads" if isinstance(channel, Thread) else "send_messages")
        if post.owed.action is Action.THREAD:
            needed.append("create_public_threads")
        found.append((post, ["View Channel"] if channel is None else lacking(channel, needed)))
    return found
