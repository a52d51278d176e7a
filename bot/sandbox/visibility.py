"""Channels the bot cannot view: it is told that they are there, and nothing more.

Source: discord-api-docs, topics/permissions.mdx "Channel Visibility" and change-log.mdx "Channel Obfuscation for Users
and Bots" (for all bots since November 16, 2026).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.sandbox.objects import channel as channel_object
from bot.sandbox.objects import thread_member
from bot.sandbox.permissions import VIEW, in_channel
from bot.sandbox.world import CATEGORY, FORUM, Channel, Json, Person, Server

if TYPE_CHECKING:
    from bot.sandbox.state import State

OBFUSCATED = 1 << 17  # CHANNEL_OBFUSCATED
HIDDEN_NAME = "___hidden___"
DISPATCHED = frozenset({"CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"})


def is_viewable(channel: Channel, person: Person) -> bool:
    """Whether a person may view a channel; a category also if they may view a channel in it."""
    if in_channel(channel, person) & VIEW:
        return True
    if channel.type != CATEGORY:
        return False
    return any(child.parent is channel and in_channel(child, person) & VIEW for child in channel.home.channels.values())


def dispatched(channel: Channel, bot: Person) -> Json:
    """A server's channel as the gateway carries it to the bot."""
    return channel_object(channel) if is_viewable(channel, bot) else obfuscated(channel)


def obfuscated(channel: Channel) -> Json:
    """What is left of a channel: where it stands. Which fields are reduced to what beyond the name is not published."""
    server = channel.home
    shown = {
        **channel_object(channel),
        "name": HIDDEN_NAME,
        "flags": OBFUSCATED,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "permission_overwrites": [{"id": str(server.id), "type": 0, "allow": "0", "deny": str(VIEW)}],
    }
    shown.pop("last_pin_timestamp", None)
    if channel.type == FORUM:
        shown |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
    return shown


@contextmanager
def changing(state: State, server: Server, channel: Channel | None = None) -> Iterator[None]:
    """Tell of a change of `channel`, and of each channel that the bot may view, or not, because of what is done inside.

    Where it gains one, it is sent the threads in it (topics/threads.mdx, "Gaining Access to Channels").
    """
    bot = state.world.bot
    before = _viewable(server, bot)
    yield
    after = _viewable(server, bot)
    for one in server.channels.values():
        if one is channel or (one.id in before) != (one.id in after):
            state.tell(one, "CHANNEL_UPDATE", channel_object(one))
    for gained in after - before:
        _sync_threads(state, server.channels[gained])


def _viewable(server: Server, bot: Person) -> set[int]:
    if bot.id not in server.members:
        return set()
    return {one.id for one in server.channels.values() if one.thread is None and is_viewable(one, bot)}


def _sync_threads(state: State, parent: Channel) -> None:
    bot = state.world.bot
    threads = [
        one
        for one in parent.home.threads()
        if one.parent is parent and not one.as_thread.archived and in_channel(one, bot) & VIEW
    ]
    if threads:
        synced = {
            "guild_id": str(parent.home.id),
            "channel_ids": [str(parent.id)],
            "threads": [state.objects.thread_for_bot(one) for one in threads],
            "members": [thread_member(one, bot.id) for one in threads if bot.id in one.as_thread.members],
        }
        state.tell(parent, "THREAD_LIST_SYNC", synced)
