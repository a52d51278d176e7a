"""Threads: opening them, their members, and listings of archived ones."""

from typing import Any

from bot.sandbox import archiving, messages, threads
from bot.sandbox.clock import instant_from
from bot.sandbox.errors import MISSING_ACCESS, THREAD_ARCHIVED, UNKNOWN_MEMBER, Refusal
from bot.sandbox.gateway.intents import MEMBERS
from bot.sandbox.objects import thread_member
from bot.sandbox.permissions import VIEW, in_channel, require
from bot.sandbox.rest.calls import Call, Route, body_object
from bot.sandbox.rest.messages import channel_of, to_say
from bot.sandbox.world import FORUM, PRIVATE_THREAD, Channel, Json, Person


def open_from_message(call: Call) -> Json:
    channel = channel_of(call, "CREATE_PUBLIC_THREADS")
    message = channel.message(call.id("message_id"))
    bot = call.state.world.bot
    thread = threads.open_from_message(call.state, message, bot, body_object(call))
    return call.state.objects.thread_for_bot(thread)


def open_thread(call: Call) -> Json:
    """A thread without a message, or a forum post (then the answer carries its message)."""
    state, body = call.state, body_object(call)
    bot, parent = state.world.bot, channel_of(call)
    if parent.type != FORUM:
        private = body.get("type", PRIVATE_THREAD) == PRIVATE_THREAD
        require(parent, bot, "CREATE_PRIVATE_THREADS" if private else "CREATE_PUBLIC_THREADS")
        return state.objects.thread_for_bot(threads.open_without_message(state, parent, bot, body))
    first = body.get("message") or {}
    require(parent, bot, "SEND_MESSAGES", *to_say(first, call.uploads))
    threads.check({"name": None, **body}, parent, by=in_channel(parent, bot))
    message = messages.compose(state, parent, bot, first, call.uploads)
    thread = threads.open_post(state, parent, message, body)
    return {**state.objects.thread_for_bot(thread), "message": state.objects.message(message)}


def _open_thread(call: Call) -> Channel:
    channel = channel_of(call)
    if channel.as_thread.archived:
        raise Refusal(THREAD_ARCHIVED)
    return channel


def _person(call: Call, channel: Channel) -> Person:
    return channel.home.member(call.id("user_id")).person


def join(call: Call) -> Any:
    threads.add_member(call.state, _open_thread(call), call.state.world.bot)


def leave(call: Call) -> Any:
    threads.remove_member(call.state, _open_thread(call), call.state.world.bot)


def add_member(call: Call) -> Any:
    channel = _open_thread(call)
    require(channel, call.state.world.bot, "SEND_MESSAGES_IN_THREADS")
    threads.add_member(call.state, channel, _person(call, channel))


def remove_member(call: Call) -> Any:
    channel = _open_thread(call)
    if channel.as_thread.owner_id != call.state.world.bot.id or channel.type != PRIVATE_THREAD:
        require(channel, call.state.world.bot, "MANAGE_THREADS")
    threads.remove_member(call.state, channel, _person(call, channel))


def list_members(call: Call) -> list[Json]:
    """For an application granted the members intent; else Refusal 50001."""
    if not call.state.gateway.privileged & MEMBERS:
        raise Refusal(MISSING_ACCESS)
    channel = channel_of(call)
    return [thread_member(channel, person) for person in channel.as_thread.members]


def get_member(call: Call) -> Json:
    channel = channel_of(call)
    if call.id("user_id") not in channel.as_thread.members:
        raise Refusal(UNKNOWN_MEMBER)
    return thread_member(channel, call.id("user_id"))


def _archived(call: Call, private: bool, joined_only: bool = False) -> Json:
    """One page of a channel's archived threads, the latest archived first, `before` an instant (or an id)."""
    parent = channel_of(call, "READ_MESSAGE_HISTORY")
    archiving.archive_idle(call.state)
    bot = call.state.world.bot
    found = [
        (thread.archived_at, channel)
        for channel in parent.home.threads()
        if (thread := channel.thread) is not None
        and channel.parent is parent
        and thread.archived
        and (channel.type == PRIVATE_THREAD) == private
        and (not joined_only or bot.id in thread.members)
    ]
    if (before := call.query.get("before")) is not None:
        if joined_only:
            found = [(at, channel) for at, channel in found if channel.id < int(before)]
        else:
            found = [(at, channel) for at, channel in found if at < instant_from(before)]
    found.sort(key=lambda pair: pair[1].id if joined_only else pair[0], reverse=True)
    limit = call.count("limit", 50, 100)
    return _listing(call, [channel for _, channel in found[:limit]], has_more=len(found) > limit)


def _listing(call: Call, shown: list[Channel], **more: bool) -> Json:
    bot = call.state.world.bot
    joined = [channel for channel in shown if channel.thread and bot.id in channel.thread.members]
    return {
        "threads": [call.state.objects.thread_for_bot(channel) for channel in shown],
        "members": [thread_member(channel, bot.id) for channel in joined],
        **more,
    }


def archived_public(call: Call) -> Json:
    return _archived(call, private=False)


def archived_private(call: Call) -> Json:
    channel_of(call, "MANAGE_THREADS")
    return _archived(call, private=True)


def archived_private_joined(call: Call) -> Json:
    return _archived(call, private=True, joined_only=True)


def active(call: Call) -> Json:
    archiving.archive_idle(call.state)
    server = call.state.world.server(call.id("guild_id"))
    bot = call.state.world.bot
    shown = [
        channel
        for channel in server.threads()
        if channel.thread and not channel.thread.archived and in_channel(channel, bot) & VIEW
    ]
    return _listing(call, sorted(shown, key=lambda channel: channel.id, reverse=True), has_more=False)


def search(call: Call) -> Json:
    """A channel's threads by words of their name, tags and whether they are archived; the latest active first."""
    parent = channel_of(call, "READ_MESSAGE_HISTORY")
    archiving.archive_idle(call.state)
    bot, query = call.state.world.bot, call.query
    words, archived = query.get("name", "").lower().split(), query.get("archived", "").lower()
    tags = {int(tag) for tag in query.get("tag", "").split(",") if tag}
    found = [
        channel
        for channel in parent.home.threads()
        if channel.thread is not None
        and channel.parent is parent
        and in_channel(channel, bot) & VIEW
        and all(word in channel.name.lower() for word in words)
        and (not archived or channel.thread.archived == (archived in ("1", "true")))
        and (not tags or tags & set(channel.thread.applied_tags))
    ]
    found.sort(key=lambda channel: channel.last_message_id or channel.id, reverse=query.get("sort_order") != "asc")
    offset, limit = int(query.get("offset", "0")), call.count("limit", 25, 25)
    shown = found[offset : offset + limit]
    return {
        **_listing(call, shown, has_more=len(found) > offset + limit),
        "first_messages": [
            call.state.objects.message(first)
            for channel in shown
            if (first := channel.messages.get(channel.id)) is not None
        ],
        "total_results": len(found),
    }


CHANNEL = "/channels/{channel_id}"
ROUTES = [
    Route("POST", f"{CHANNEL}/messages/{{message_id}}/threads", open_from_message, status=201),
    Route("POST", f"{CHANNEL}/threads", open_thread, status=201),
    Route("GET", f"{CHANNEL}/threads/archived/public", archived_public),
    Route("GET", f"{CHANNEL}/threads/archived/private", archived_private),
    Route("GET", f"{CHANNEL}/users/@me/threads/archived/private", archived_private_joined),
    Route("GET", f"{CHANNEL}/threads/search", search),
    Route("PUT", f"{CHANNEL}/thread-members/@me", join),
    Route("DELETE", f"{CHANNEL}/thread-members/@me", leave),
    Route("GET", f"{CHANNEL}/thread-members", list_members),
    Route("GET", f"{CHANNEL}/thread-members/{{user_id}}", get_member),
    Route("PUT", f"{CHANNEL}/thread-members/{{user_id}}", add_member),
    Route("DELETE", f"{CHANNEL}/thread-members/{{user_id}}", remove_member),
    Route("GET", "/guilds/{guild_id}/threads/active", active),
]
