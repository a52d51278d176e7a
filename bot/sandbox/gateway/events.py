"""An event on its way to the sessions: what each may see of it, encoded no more often than needed."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import orjson

from bot.sandbox.content import withheld
from bot.sandbox.gateway.intents import ALWAYS, IN_DIRECT_MESSAGES, IN_SERVERS, MEMBERS, MESSAGE_CONTENT
from bot.sandbox.world import Json


class Rule(NamedTuple):
    """What an event needs: any of `brings` to come at all, `shows` to come whole, else `reduce` says what is left."""

    brings: int
    shows: int
    reduce: Callable[[Json, str], Json | None]


class Event:
    """One event, encoded at most twice: whole, and as it is without the intent that shows all of it."""

    __slots__ = ("_bot_id", "_data", "_less", "_rule", "_whole")

    def __init__(self, name: str, data: Json, in_server: bool, bot_id: str) -> None:
        self._data = data
        self._bot_id = bot_id
        self._rule = (SERVER_RULES if in_server else DIRECT_RULES).get(name, TO_EVERYONE)
        self._whole: bytes | None = None
        self._less: bytes | None = None

    def seen_with(self, intents: int) -> bytes | None:
        """The encoded event as a session with these intents (ALWAYS among them) gets it; None if it does not."""
        brings, shows, reduce = self._rule
        if not intents & brings:
            return None
        if intents & shows:
            if self._whole is None:
                self._whole = orjson.dumps(self._data)
            return self._whole
        if self._less is None:
            left = reduce(self._data, self._bot_id)
            if left is self._data:
                self._less = self.seen_with(brings | shows)
            else:
                self._less = b"" if left is None else orjson.dumps(left)
        return self._less or None


def _whole(data: Json, _: str) -> Json:
    return data


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


def brought_by(name: str, in_server: bool) -> int:
    """The intents any of which a session needs to be sent anything of this event."""
    return (SERVER_RULES if in_server else DIRECT_RULES).get(name, TO_EVERYONE).brings


TO_EVERYONE = Rule(ALWAYS, ALWAYS, _whole)
DIRECT_RULES: Mapping[str, Rule] = {name: Rule(bits, bits, _whole) for name, bits in IN_DIRECT_MESSAGES.items()}
# Source of the exceptions: discord-api-docs, events/gateway.mdx "Caveats" and "Message Content Intent".
SERVER_RULES: Mapping[str, Rule] = {
    **{name: Rule(bits, bits, _whole) for name, bits in IN_SERVERS.items()},
    "MESSAGE_CREATE": Rule(IN_SERVERS["MESSAGE_CREATE"], MESSAGE_CONTENT, withheld),
    "MESSAGE_UPDATE": Rule(IN_SERVERS["MESSAGE_UPDATE"], MESSAGE_CONTENT, withheld),
    "GUILD_MEMBER_UPDATE": Rule(ALWAYS, MEMBERS, _own_member),
    "THREAD_MEMBERS_UPDATE": Rule(IN_SERVERS["THREAD_MEMBERS_UPDATE"], MEMBERS, _own_part),
}
