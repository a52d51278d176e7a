"""The faults that are on: which of them a request or event meets, how often each has hit, and taking them off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import Mistake
from bot.sandbox.faults.kinds import EVENT, REQUEST, SILENCE, Kind
from bot.sandbox.world import Json


@dataclass(slots=True, eq=False)
class Fault:
    """`times` None means until it is cleared. `undo` takes back what it did, where that can be taken back."""

    id: str
    kind: Kind
    fields: dict[str, Any]
    times: int | None = None
    skip: int = 0
    hits: int = 0
    undo: Callable[[], None] | None = None
    _to_skip: int = field(init=False)

    def __post_init__(self) -> None:
        self._to_skip = self.skip

    @property
    def left(self) -> int | None:
        return None if self.times is None else self.times - self.hits

    @property
    def seconds(self) -> float:
        return float(self.fields["seconds"])

    def hit(self) -> bool:
        """Whether it hits what it matches, and not lets it pass."""
        if self._to_skip:
            self._to_skip -= 1
            return False
        self.hits += 1
        return True

    def show(self) -> Json:
        return {
            "id": self.id,
            "kind": self.kind.name,
            "says": self.kind.says,
            "fields": self.fields,
            "times": self.times,
            "skip": self.skip,
            "hits": self.hits,
            "left": self.left,
            "undoable": self.undo is not None or self.kind.place != "world",
        }


class Armed:
    """Every fault until it is cleared, those used up too. `requests` and `events` are those that may still hit."""

    def __init__(self) -> None:
        self._all: dict[str, Fault] = {}
        self._count = 0
        self.requests: list[Fault] = []
        self.events: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._all[fault.id] = fault
        self._sort()
        return fault

    def new_id(self) -> str:
        self._count += 1
        return str(self._count)

    def all(self) -> list[Fault]:
        return list(self._all.values())

    def get(self, fault_id: str) -> Fault:
        """Raises Mistake 404."""
        try:
            return self._all[fault_id]
        except KeyError:
            raise Mistake(f'There is no fault "{fault_id}": GET faults lists them.', 404) from None

    def clear(self, faults: Iterable[Fault]) -> None:
        """Take faults off, the newest first, and undo what can be undone."""
        for fault in sorted(faults, key=lambda fault: int(fault.id), reverse=True):
            if self._all.pop(fault.id, None) is not None and fault.undo is not None:
                fault.undo()
        self._sort()

    def on_request(self, method: str, template: str, path: str) -> Fault | None:
        """The fault that hits this request: the first that fits."""
        fitting = (
            fault
            for fault in self.requests
            if fault.fields.get("method") in (None, method)
            and _fits(str(fault.fields.get("route") or "*"), template, path)
        )
        return self._first(fitting)

    def on_event(self, event: str) -> Fault | None:
        return self._first(fault for fault in self.events if fault.fields.get("event") in (None, event))

    def _first(self, fitting: Iterable[Fault]) -> Fault | None:
        found = next((fault for fault in fitting if fault.hit()), None)
        if found is not None and found.left == 0:
            self._sort()
        return found

    def _sort(self) -> None:
        live = [fault for fault in self._all.values() if fault.left != 0]
        self.requests = [fault for fault in live if fault.kind.place == REQUEST]
        self.events = [fault for fault in live if fault.kind.place == EVENT and fault.kind.name != SILENCE]


def _fits(wanted: str, template: str, path: str) -> bool:
    if wanted.endswith("*"):
        return template.startswith(wanted[:-1]) or path.startswith(wanted[:-1])
    if wanted.startswith("/"):
        return wanted in (template, path)
    return all(word in template for word in wanted.split())
