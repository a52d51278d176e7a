"""Deleting bytes that are owed their deletion: at once, and again after a restart until it is done."""

import logging
from typing import Protocol

from bot.due.waking import Waker

log = logging.getLogger(__name__)


class Eraser(Protocol):
    async def owed(self) -> list[str]: ...
    async def erase(self, sha256: str) -> bool: ...


class ErasingLoop:
    """The sweep that rings every loop once a minute brings back what could not be deleted yet."""

    def __init__(self, eraser: Eraser, waker: Waker) -> None:
        self._eraser = eraser
        self._waker = waker

    async def run(self) -> None:
        async for _ in self._waker.rounds():
            try:
                owed = await self._eraser.owed()
            except Exception:
                log.exception("what is to be deleted could not be read; the next sweep tries again")
                continue
            for sha256 in owed:
                try:
                    await self._eraser.erase(sha256)
                except Exception:
                    log.exception("bytes not deleted yet", extra={"sha256": sha256})
