"""Forwards: a message that carries a snapshot of another.

Source: discord-api-docs, resources/message.mdx, "Message Reference Types" and "Message Snapshot Object".
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.sandbox.content import is_given
from bot.sandbox.errors import (
    FORWARD_OF_ADULT_CONTENT,
    FORWARD_WITH_CONTENT,
    INVALID_MESSAGE_TYPE,
    REFERENCE_NEEDS_HISTORY,
    REFERENCE_NOT_FOUND,
    UNREADABLE_CONTENT,
    Form,
    Refusal,
)
from bot.sandbox.files import Upload
from bot.sandbox.permissions import BITS, VIEW, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import Channel, Json, Message, Person, Snapshot

FORWARD = 1  # the type of a message_reference
HAS_SNAPSHOT = 1 << 14
FORWARDABLE = frozenset({0, 19, 20, 23})  # default, reply, and the answers to commands
BESIDE = ("content", "embeds", "components", "sticker_ids", "poll")


def original(state: State, channel: Channel, author: Person, body: Json, uploads: Sequence[Upload]) -> Message:
    """The message that `body` forwards into `channel`. Raises Refusal for one that cannot be forwarded there."""
    reference = body["message_reference"]
    form = Form()
    for key in ("message_id", "channel_id"):
        if not reference.get(key):
            form.required(f"message_reference.{key}")
    form.close()
    if uploads or any(body.get(key) for key in BESIDE):
        raise Refusal(FORWARD_WITH_CONTENT)
    message = state.world.messages.get(int(reference["message_id"]))
    if message is None or message.channel.id != int(reference["channel_id"]):
        raise Refusal(REFERENCE_NOT_FOUND)
    granted = in_channel(message.channel, author)
    if not granted & VIEW:
        raise Refusal(REFERENCE_NOT_FOUND)
    if not granted & BITS["READ_MESSAGE_HISTORY"]:
        raise Refusal(REFERENCE_NEEDS_HISTORY)
    if message.type not in FORWARDABLE:
        raise Refusal(INVALID_MESSAGE_TYPE)
    if is_adult(message.channel) and not is_adult(channel):
        raise Refusal(FORWARD_OF_ADULT_CONTENT)
    if author is state.world.bot and not _reads(state, message):
        raise Refusal(UNREADABLE_CONTENT)
    return message


def _reads(state: State, message: Message) -> bool:
    """Whether the application is given this message's content, with the privilege or without."""
    if state.reads_content or message.channel.server is None:
        return True
    return is_given(message.author.id, message.mentions, state.world.bot.id)


def snapshot(message: Message) -> Snapshot:
    """What a forward takes of a message now; of a forward, the message that one carries: snapshots do not nest."""
    if message.snapshot is not None:
        return message.snapshot
    return Snapshot(
        message.type, message.content, message.flags, message.created_at, message.edited_at,
        tuple(message.embeds), tuple(message.components), tuple(replace(file) for file in message.attachments),
        tuple(message.mentions), tuple(message.mention_roles),
    )  # fmt: skip


def is_adult(channel: Channel) -> bool:
    """Whether a channel is age-restricted; threads have their parent's setting (topics/threads.mdx)."""
    return channel.ruling.nsfw
