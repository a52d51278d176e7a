"""An event on its way to the sessions: what each may see of it, encoded no more often than needed."""

from collections.abc import Callable, Mapping

import orjson

from bot.sandbox.content import withheld
from bot.sandbox.gateway.intents import IN_DIRECT_MESSAGES, IN_SERVERS, MEMBERS, MESSAGE_CONTENT
from bot.sandbox.world import Json

Reduce = Callable[[Json, str], Json | None]


class Event:
    """One event, encoded at most twice: whole, and as it is without the intent that shows all of it."""

    __slots__ = ("_bot_id", "_data", "_encoded", "_needed", "_reduced", "_reducing")

    def __init__(self, name: str, data: Json, in_server: bool, bot_id: str) -> None:
        self._data = data
        self._bot_id = bot_id
        self._needed = (IN_SERVERS if in_server else IN_DIRECT_MESSAGES).get(name)
        self._reducing = REDUCED.get(name) if in_server else None
        self._encoded: bytes | None = None
        self._reduced: tuple[bytes | None] | None = None

    def seen_with(self, intents: int) -> bytes | None:
        """The encoded event as a session with these intents gets it; None if it does not."""
        if self._needed is not None and not intents & self._needed:
            return None
        if self._reducing is not None and not intents & self._reducing[0]:
            return self._less(self._reducing[1])
        return self._whole()

    def _whole(self) -> bytes:
        if self._encoded is None:
            self._encoded = orjson.dumps(self._data)
        return self._encoded

    def _less(self, reduce: Reduce) -> bytes | None:
        if self._reduced is None:
            left = reduce(self._data, self._bot_id)
            self._reduced = (self._whole() if left is self._data else orjson.dumps(left) if left else None,)
        return self._reduced[0]


def _own_member(data: Json, bot_id: str) -> Json | None:
    return data if data["user"]["id"] == bot_id else None


def _own_part(data: Json, bot_id: str) -> Json | None:
    """Of a thread's changed members only the bot itself."""
    added = [member for member in data.get("added_members", ()) if member["user_id"] == bot_id]
    removed = [number for number in data.get("removed_member_ids", ()) if number == bot_id]
    if not added and not removed:
        return None
    kept = {"added_members": added, "removed_member_ids": removed}
    return {**data, **{key: value for key, value in kept.items() if key in data}}


# Event -> the intent that shows all of it, and what is left without.
# Source: discord-api-docs, events/gateway.mdx "Caveats" and "Message Content Intent".
REDUCED: Mapping[str, tuple[int, Reduce]] = {
    "MESSAGE_CREATE": (MESSAGE_CONTENT, withheld),
    "MESSAGE_UPDATE": (MESSAGE_CONTENT, withheld),
    "GUILD_MEMBER_UPDATE": (MEMBERS, _own_member),
    "THREAD_MEMBERS_UPDATE": (MEMBERS, _own_part),
}
