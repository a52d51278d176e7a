"""Message content withheld from an application that has not been granted it.

Source: discord-api-docs, events/gateway.mdx "Message Content Intent", and
gateway/you-might-not-need-a-privileged-intent.mdx.
"""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.world import Json, World

EMPTY: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def withheld(message: Json, bot_id: str) -> Json:
    """A server's message object as an application sees it without message content; the same object if it may read it.

    It may read what it wrote and what mentions it, and a pinged reply to its ordinary message does. The message
    answered inside is judged for itself.
    """
    answered = message.get("referenced_message")
    inside = withheld(answered, bot_id) if answered else answered
    if _readable(message, bot_id):
        return message if inside is answered else {**message, "referenced_message": inside}
    shown = {**message, **EMPTY}
    shown.pop("poll", None)
    if answered:
        shown["referenced_message"] = inside
    if "message_snapshots" in shown:
        shown["message_snapshots"] = [_snapshot(snapshot) for snapshot in shown["message_snapshots"]]
    return shown


def withheld_everywhere(value: Any, world: World) -> Any:
    """An answer of the REST API with every server's message in it as `withheld` leaves it."""
    if isinstance(value, list):
        return [withheld_everywhere(item, world) for item in value]
    if not isinstance(value, dict):
        return value
    if "content" in value and "author" in value and "channel_id" in value:
        channel = world.channels.get(int(value["channel_id"]))
        return value if channel is None or channel.server is None else withheld(value, str(world.bot.id))
    return {key: withheld_everywhere(item, world) for key, item in value.items()}


def _readable(message: Json, bot_id: str) -> bool:
    return is_given(message["author"]["id"], (person["id"] for person in message["mentions"]), bot_id)


def is_given(author_id: object, mentioned_ids: Iterable[object], bot_id: object) -> bool:
    """Whether a server's message is given to an application that was not granted message content."""
    return author_id == bot_id or bot_id in mentioned_ids


def _snapshot(snapshot: Json) -> Json:
    return {**snapshot, "message": {**snapshot["message"], **EMPTY}}
