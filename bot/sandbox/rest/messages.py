"""Messages, reactions and pins in channels."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from bot.sandbox import archiving, messages, pins, reactions, threads
from bot.sandbox.clock import SECOND, instant_from, iso
from bot.sandbox.errors import (
    BULK_DELETE_COUNT,
    CANNOT_MESSAGE_USER,
    NO_MUTUAL_SERVER,
    NOT_IN_A_DM,
    NOT_TEXT_CHANNEL,
    NOT_THE_AUTHOR,
    SYSTEM_MESSAGE,
    TOO_OLD_TO_BULK_DELETE,
    UNKNOWN_CHANNEL,
    UNKNOWN_EMOJI,
    Form,
    Refusal,
)
from bot.sandbox.files import Upload
from bot.sandbox.objects import user
from bot.sandbox.permissions import BITS, in_channel, require, to_send
from bot.sandbox.rest.calls import Call, Route, body_object, snowflake
from bot.sandbox.snowflakes import instant_of
from bot.sandbox.world import ANNOUNCEMENT, DM, TEXT, THREADS, VOICE, Channel, Json, Message, Person

WRITABLE = frozenset({TEXT, ANNOUNCEMENT, VOICE, DM, *THREADS})
BULK_DELETE_AGE = 14 * 24 * 3600 * SECOND
USER_MESSAGES = frozenset({0, 19, 20, 23})


def channel_of(call: Call, *needed: str) -> Channel:
    """The channel in the path, which the bot must see; Refusal 10003, 50001, 50013."""
    channel = call.state.world.channel(call.id("channel_id"))
    server = channel.server
    if server is not None and call.state.world.bot.id not in server.members:
        raise Refusal(UNKNOWN_CHANNEL)
    require(channel, call.state.world.bot, *needed)
    if channel.thread is not None:
        archiving.archive_if_idle(call.state, channel)
    return channel


def _message(call: Call, *needed: str) -> Message:
    return channel_of(call, *needed).message(call.id("message_id"))


def to_say(body: Json, uploads: Sequence[Upload]) -> list[str]:
    """The permissions a bot needs for what a message holds."""
    needed = {"ATTACH_FILES": uploads, "EMBED_LINKS": body.get("embeds"), "SEND_TTS_MESSAGES": body.get("tts")}
    return [name for name, held in needed.items() if held]


def create(call: Call) -> Json:
    state, body = call.state, body_object(call)
    bot = state.world.bot
    channel = channel_of(call)
    if channel.type not in WRITABLE:
        raise Refusal(NOT_TEXT_CHANNEL)
    require(channel, bot, to_send(channel), *to_say(body, call.uploads))
    if channel.recipient is not None:
        _require_to_reach(call, channel.recipient)
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        sent = messages.already_sent(state, bot, nonce)
        if sent is not None:
            return state.objects.message(sent)
    message = messages.compose(state, channel, bot, body, call.uploads)
    threads.enter(state, channel, bot)
    messages.publish(state, message)
    if nonce is not None:
        state.nonces[bot.id, str(nonce)] = message
    return state.objects.message(message)


def _require_to_reach(call: Call, person: Person) -> None:
    """Refuse a direct message to who has closed theirs (50007) or shares no server with the bot (50278)."""
    world = call.state.world
    if not any(person.id in server.members and world.bot.id in server.members for server in world.servers.values()):
        raise Refusal(NO_MUTUAL_SERVER)
    if not person.takes_dms:
        raise Refusal(CANNOT_MESSAGE_USER)


def history(call: Call) -> list[Json]:
    """Newest first, at most 100, placed by one of before, after and around."""
    channel = channel_of(call)
    limit = call.count("limit", 50, 100)
    if len({"before", "after", "around"} & call.query.keys()) > 1:
        form = Form()
        form.fault("before", "MESSAGES_QUERY_EXCLUSIVE", "before, after and around are mutually exclusive.")
        form.close()
    if not in_channel(channel, call.state.world.bot) & BITS["READ_MESSAGE_HISTORY"]:
        return []
    ids = list(channel.messages)
    start, end = max(0, len(ids) - limit), len(ids)
    if "before" in call.query:
        end = bisect_left(ids, snowflake(call.query["before"], "before"))
        start = max(0, end - limit)
    elif "after" in call.query:
        start = bisect_right(ids, snowflake(call.query["after"], "after"))
        end = start + limit
    elif "around" in call.query:
        middle = bisect_left(ids, snowflake(call.query["around"], "around"))
        start = max(0, middle - limit // 2)
        end = start + limit
    show = call.state.objects.message
    return [show(channel.messages[number]) for number in reversed(ids[start:end])]


def get(call: Call) -> Json:
    return call.state.objects.message(_message(call, "READ_MESSAGE_HISTORY"))


def edit(call: Call) -> Json:
    message = _message(call)
    body = body_object(call)
    bot = call.state.world.bot
    if message.author is not bot:
        # Others' messages: only their embeds may be suppressed, by who manages messages.
        if set(body) != {"flags"}:
            raise Refusal(NOT_THE_AUTHOR)
        require(message.channel, bot, "MANAGE_MESSAGES")
    elif message.type not in USER_MESSAGES:
        raise Refusal(SYSTEM_MESSAGE)
    if call.uploads:
        require(message.channel, bot, "ATTACH_FILES")
    threads.require_to_edit_in(message.channel, bot)
    messages.change(call.state, message, body, call.uploads)
    return call.state.objects.message(message)


def delete(call: Call) -> Any:
    message = _message(call)
    if message.author is not call.state.world.bot:
        require(message.channel, call.state.world.bot, "MANAGE_MESSAGES")
    threads.require_deletable(message, call.state.world.bot)
    messages.remove(call.state, message)


def bulk_delete(call: Call) -> Any:
    """2 to 100 messages, none twice, none older than 14 days (discord-api-docs, resources/message.mdx)."""
    channel = channel_of(call, "MANAGE_MESSAGES")
    if channel.server is None:
        raise Refusal(NOT_IN_A_DM)
    ids = [snowflake(value, "messages") for value in call.body.get("messages") or []]
    if not 2 <= len(ids) <= 100:
        raise Refusal(BULK_DELETE_COUNT)
    if len(set(ids)) != len(ids):
        form = Form()
        form.fault("messages", "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
        form.close()
    oldest = call.state.clock.now() - BULK_DELETE_AGE
    if any(instant_of(number) < oldest for number in ids):
        raise Refusal(TOO_OLD_TO_BULK_DELETE)
    messages.remove_many(call.state, channel, ids)


def typing(call: Call) -> Any:
    channel = channel_of(call)
    require(channel, call.state.world.bot, to_send(channel))


def _emoji(call: Call) -> str:
    emoji = call.path["emoji_name"]
    if emoji.isascii() and ":" not in emoji:
        raise Refusal(UNKNOWN_EMOJI)
    return emoji


def add_reaction(call: Call) -> Any:
    message = _message(call, "READ_MESSAGE_HISTORY")
    emoji = _emoji(call)
    threads.require_to_touch_in(message.channel, call.state.world.bot)
    if emoji not in message.reactions:
        require(message.channel, call.state.world.bot, "ADD_REACTIONS")
    reactions.add(call.state, message, call.state.world.bot, emoji)


def remove_my_reaction(call: Call) -> Any:
    reactions.remove(call.state, _message(call), call.state.world.bot, _emoji(call))


def remove_reaction(call: Call) -> Any:
    message = _message(call, "MANAGE_MESSAGES")
    person = call.state.world.people.get(call.id("user_id"))
    if person is not None:
        reactions.remove(call.state, message, person, _emoji(call))


def who_reacted(call: Call) -> list[Json]:
    message = _message(call, "READ_MESSAGE_HISTORY")
    after = snowflake(call.query.get("after", "0"), "after")
    people = sorted(person for person in message.reactions.get(_emoji(call), []) if person > after)
    return [user(call.state.world.people[person]) for person in people[: call.count("limit", 25, 100)]]


def clear_reactions(call: Call) -> Any:
    reactions.clear(call.state, _message(call, "MANAGE_MESSAGES"))


def clear_emoji(call: Call) -> Any:
    reactions.clear(call.state, _message(call, "MANAGE_MESSAGES"), _emoji(call))


def list_pins(call: Call) -> Json:
    """Pins by time, 50 a page at most, `before` an instant."""
    pinned = _pins(call)
    if "before" in call.query:
        before = instant_from(call.query["before"])
        pinned = [message for message in pinned if (message.pinned_at or 0) < before]
    limit = call.count("limit", 50, 50)
    items = [
        {"pinned_at": iso(message.pinned_at or 0), "message": call.state.objects.message(message)}
        for message in pinned[:limit]
    ]
    return {"items": items, "has_more": len(pinned) > limit}


def list_pins_plainly(call: Call) -> list[Json]:
    """The deprecated route."""
    return [call.state.objects.message(message) for message in _pins(call)[:50]]


def _pins(call: Call) -> list[Message]:
    """None where the bot may not read the history."""
    channel = channel_of(call)
    may_read = in_channel(channel, call.state.world.bot) & BITS["READ_MESSAGE_HISTORY"]
    return pins.pinned(channel) if may_read else []


def pin(call: Call) -> Any:
    pins.pin(call.state, _message(call, "PIN_MESSAGES"), call.state.world.bot)


def unpin(call: Call) -> Any:
    pins.unpin(call.state, _message(call, "PIN_MESSAGES"))


CHANNEL = "/channels/{channel_id}"
MESSAGE = f"{CHANNEL}/messages/{{message_id}}"
EMOJI = f"{MESSAGE}/reactions/{{emoji_name}}"
ROUTES = [
    Route("POST", f"{CHANNEL}/messages", create),
    Route("GET", f"{CHANNEL}/messages", history),
    Route("POST", f"{CHANNEL}/messages/bulk-delete", bulk_delete),
    Route("GET", f"{CHANNEL}/messages/pins", list_pins),
    Route("PUT", f"{CHANNEL}/messages/pins/{{message_id}}", pin),
    Route("DELETE", f"{CHANNEL}/messages/pins/{{message_id}}", unpin),
    Route("GET", f"{CHANNEL}/pins", list_pins_plainly),
    Route("PUT", f"{CHANNEL}/pins/{{message_id}}", pin),
    Route("DELETE", f"{CHANNEL}/pins/{{message_id}}", unpin),
    Route("GET", MESSAGE, get),
    Route("PATCH", MESSAGE, edit),
    Route("DELETE", MESSAGE, delete),
    Route("DELETE", f"{MESSAGE}/reactions", clear_reactions),
    Route("PUT", f"{EMOJI}/@me", add_reaction),
    Route("DELETE", f"{EMOJI}/@me", remove_my_reaction),
    Route("DELETE", f"{EMOJI}/{{user_id}}", remove_reaction),
    Route("GET", EMOJI, who_reacted),
    Route("DELETE", EMOJI, clear_emoji),
    Route("POST", f"{CHANNEL}/typing", typing),
]
