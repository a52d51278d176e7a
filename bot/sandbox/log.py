"""The bot's requests, kept in a ring and rendered only when read."""

from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.sandbox.clock import iso
from bot.sandbox.faults.armed import Fault

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
    fault: Fault | None = None

    def render(self, brief: bool = False) -> dict[str, Any]:
        """`brief` leaves out what was sent and answered."""
        bodies = {} if brief else {"request": self.request, "answer": self.answer}
        return {
            "n": self.n,
            "at": iso(self.at),
            "method": self.method,
            "path": self.path,
            "route": self.route,
            "status": self.status,
            "violations": self.violations,
            "fault": self.fault and {"id": self.fault.id, "kind": self.fault.kind.name},
            **bodies,
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
        fault: Fault | None = None,
    ) -> None:
        self._count += 1
        self._entries.append(Entry(self._count, at, method, path, route, status, request, answer, violations, fault))

    def after(self, n: int, limit: int = KEPT) -> list[Entry]:
        """The kept entries numbered above n, oldest first, at most `limit`."""
        return list(islice((entry for entry in self._entries if entry.n > n), limit))

    def numbered(self, n: int) -> Entry | None:
        """The entry of this number, while it is kept."""
        return next((entry for entry in self._entries if entry.n == n), None)
