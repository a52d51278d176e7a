"""Opcode 8: a bot asks who is in a server.

Source: discord-api-docs, events/gateway-events.mdx "Request Guild Members" and "Rate Limited".
"""

import asyncio
from collections.abc import Callable
from itertools import islice
from typing import Any

from bot.sandbox.clock import SECOND
from bot.sandbox.gateway import Session
from bot.sandbox.gateway.codes import DECODE_ERROR, MEMBERS, HangUp
from bot.sandbox.gateway.intents import MEMBERS as MEMBERS_INTENT
from bot.sandbox.gateway.intents import PRESENCES
from bot.sandbox.objects import member
from bot.sandbox.world import Json, Server, World

CHUNK = 1_000  # members an event
MOST_FOUND = 100  # by the beginning of a name, or by ids
MOST_NONCE = 32  # bytes
WHOLE_EVERY = 30 * SECOND  # one request for all members a server, change-log.mdx of August 14, 2025


class RollCall:
    """Answers requests for members, in chunks of a thousand. Windows are sandbox time."""

    def __init__(self, world: World, now: Callable[[], int]) -> None:
        self._world = world
        self._now = now
        self._told_all: dict[int, int] = {}

    async def answer(self, session: Session, asked: Json) -> None:
        """Send the chunks, or RATE_LIMITED. Silent where the session may not ask; raises HangUp 4002."""
        server_id, query, ids, limit = _read(asked)
        server = self._world.servers.get(server_id)
        if server is None or self._world.bot.id not in server.members or not session.owns(server_id):
            return
        if server_id in self._world.outages or (query == "" and not session.intents & MEMBERS_INTENT):
            return
        if query == "" and limit == 0 and (wait := self._too_soon(server_id)):
            meta = {"guild_id": str(server_id), **_nonce(asked)}
            session.send("RATE_LIMITED", {"opcode": MEMBERS, "retry_after": wait / SECOND, "meta": meta})
            return
        found = _found(server, query, ids, limit)
        shared: Json = {"guild_id": str(server_id), "chunk_count": max(1, -(-len(found) // CHUNK)), **_nonce(asked)}
        if absent := [str(number) for number in ids or () if number not in server.members]:
            shared["not_found"] = absent
        if asked.get("presences") and session.intents & PRESENCES:
            shared["presences"] = []
        for index in range(shared["chunk_count"]):
            members = [
                member(server.members[number])
                for number in found[index * CHUNK : (index + 1) * CHUNK]
                if number in server.members
            ]
            session.send("GUILD_MEMBERS_CHUNK", {**shared, "members": members, "chunk_index": index})
            await asyncio.sleep(0)  # a crowd must not hold up everybody else

    def _too_soon(self, server_id: int) -> int:
        """How long (µs) until all members of a server may be asked for again; 0 counts as asking."""
        now = self._now()
        wait = max(0, self._told_all.get(server_id, now - WHOLE_EVERY) + WHOLE_EVERY - now)
        if not wait:
            self._told_all[server_id] = now
        return wait


def _read(asked: Json) -> tuple[int, str | None, list[int] | None, int]:
    """(server, query, ids, limit): one server, and either a query with its limit or ids. Raises HangUp 4002."""
    query, ids, limit = (
        asked.get("query"),
        asked.get("user_ids"),
        asked.get("limit", 0 if "query" not in asked else None),
    )
    try:
        if (query is None) == (ids is None) or not isinstance(query, str | None):
            raise ValueError
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
            raise ValueError
        named = None if ids is None else [_snowflake(value) for value in (ids if isinstance(ids, list) else [ids])]
        return _snowflake(asked.get("guild_id")), query, named, limit
    except ValueError:
        raise HangUp(DECODE_ERROR) from None


def _snowflake(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError
    return int(value)


def _found(server: Server, query: str | None, ids: list[int] | None, limit: int) -> list[int]:
    if query is None:
        return [number for number in ids or () if number in server.members][:MOST_FOUND]
    if query == "":
        return list(islice(server.members, limit or None))
    start = query.lower()
    named = (
        number
        for number, value in server.members.items()
        if value.person.name.lower().startswith(start) or (value.nick or "").lower().startswith(start)
    )
    return list(islice(named, min(limit or MOST_FOUND, MOST_FOUND)))


def _nonce(asked: Json) -> Json:
    nonce = asked.get("nonce")
    return {"nonce": nonce} if isinstance(nonce, str) and len(nonce.encode()) <= MOST_NONCE else {}
