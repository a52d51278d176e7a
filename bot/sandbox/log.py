"""The bot's requests, kept in a ring and rendered only when read."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.clock import iso

KEPT = 20_000


@dataclass(slots=True)
class Entry:
    n: int
    at: int
    method: str
    path: str
    route: str
    status: int
    request: Any
    answer: Any
    violations: list[str] = field(default_factory=list)

    def render(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "at": iso(self.at),
            "method": self.method,
            "path": self.path,
            "route": self.route,
            "status": self.status,
            "request": self.request,
            "answer": self.answer,
            "violations": self.violations,
        }


class Log:
    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._count = 0

    def add(
        self,
        at: int,
        method: str,
        path: str,
        route: str,
        status: int,
        request: Any,
        answer: Any,
        violations: list[str],
    ) -> None:
        self._count += 1
        self._entries.append(Entry(self._count, at, method, path, route, status, request, answer, violations))

    def after(self, n: int) -> list[Entry]:
        """The kept entries numbered above n, oldest first."""
        return [entry for entry in self._entries if entry.n > n]
