"""Faults of the gateway: what becomes of an event on its way to the bot."""

import asyncio
from collections.abc import Callable

import orjson

from bot.sandbox.faults.armed import Armed, Fault
from bot.sandbox.faults.kinds import DELAYED, DOUBLED, DROPPED
from bot.sandbox.world import Json

Event = tuple[str, Json, int | None]
Send = Callable[[str, Json, int | None], None]


class Meddler:
    """Stands between what happens and the gateway, once a fault was armed on events."""

    def __init__(self, armed: Armed, send: Send) -> None:
        self._armed = armed
        self._send = send
        self._held: list[tuple[Fault, Event]] = []

    def pass_on(self, event: str, data: Json, guild_id: int | None) -> None:
        """Send an event as the faults would have it: not, twice, later, or now; then what waited for the next one."""
        held, self._held = self._held, []
        fault = None if held else self._armed.on_event(event)
        if fault is None:
            self._send(event, data, guild_id)
        elif fault.kind.name == DOUBLED:
            self._send(event, data, guild_id)
            self._send(event, data, guild_id)
        elif fault.kind.name == DELAYED:
            # What it tells may change meanwhile: it is told as it is now.
            kept = orjson.loads(orjson.dumps(data))
            asyncio.get_running_loop().call_later(fault.seconds, self._send, event, kept, guild_id)
        elif fault.kind.name != DROPPED:
            self._held.append((fault, (event, orjson.loads(orjson.dumps(data)), guild_id)))
        for _, waiting in held:
            self._send(*waiting)

    def release(self, fault: Fault) -> None:
        """Let go what a fault holds back."""
        held, self._held = self._held, [entry for entry in self._held if entry[0] is not fault]
        for holder, waiting in held:
            if holder is fault:
                self._send(*waiting)
