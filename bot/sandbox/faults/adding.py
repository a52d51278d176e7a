"""Adding a fault by its name: what was told is checked against its kind, and then it is on."""

from functools import partial
from typing import Any

from bot.sandbox.errors import Mistake
from bot.sandbox.faults import world
from bot.sandbox.faults.armed import Fault
from bot.sandbox.faults.kinds import EVENT, KINDS, SILENCE, WORLD, Field
from bot.sandbox.state import State

# Events of a session's own, which no fault on events meets.
TOLD_TO_EACH = ("READY", "RESUMED", "GUILD_CREATE", "GUILD_DELETE")


class Faults:
    """Faults for whoever holds the sandbox in Python; the control API goes through here too."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, kind: str, times: int | None = None, skip: int = 0, **fields: Any) -> Fault:
        """Arm a fault, or let it happen; raises Mistake. The fields are those `kinds` names."""
        state, known = self._state, KINDS.get(kind)
        if known is None:
            raise Mistake(f'There is no fault "{kind}": choose one of {", ".join(KINDS)}.')
        told = {field.name: _checked(field, fields.pop(field.name, None)) for field in known.fields}
        told = {name: value for name, value in told.items() if value is not None}
        if fields:
            names = ", ".join(field.name for field in known.fields)
            raise Mistake(f'Leave out "{next(iter(fields))}": {kind} takes {names or "nothing"}.')
        if not known.counted:
            if times is not None or skip:
                raise Mistake(f'Leave out "times" and "skip": {kind} happens once, and lasts until it is cleared.')
            times = 1 if known.place == WORLD else None
        elif times == 0:
            raise Mistake('Give "times" as a whole number from 1, or leave it out.')
        fault = Fault(state.faults.new_id(), known, told, times, skip)
        if known.place == WORLD:
            fault.undo, fault.hits = world.happen(state, kind, told), 1
        elif kind == SILENCE:
            fault.undo, fault.hits = state.gateway.fall_silent(), 1
        elif known.place == EVENT:
            if told.get("event") in TOLD_TO_EACH:
                raise Mistake(f"{told['event']} is told to each session by itself: take server_lost or server_outage.")
            fault.undo = partial(state.meddler.release, fault)
            state.gateway.detour = state.meddler.pass_on
        return state.faults.add(fault)

    def all(self) -> list[Fault]:
        return self._state.faults.all()

    def get(self, fault_id: str) -> Fault:
        """Raises Mistake 404."""
        return self._state.faults.get(fault_id)

    def clear(self, fault: Fault | None = None) -> list[Fault]:
        """Take one fault off, or all, and undo what can be undone; what was taken off."""
        gone = self.all() if fault is None else [fault]
        self._state.faults.clear(gone)
        return gone


def _checked(field: Field, value: Any) -> Any:
    """The value of a field as the fault keeps it; raises Mistake."""
    if value is None:
        if field.required:
            raise Mistake(f'Give "{field.name}": {field.says}')
        return field.otherwise
    if field.type == "number":
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise Mistake(f'Give "{field.name}" as a number of seconds.')
        return value
    if field.type == "choices":
        if not isinstance(value, list) or not value or not all(entry in field.choices for entry in value):
            raise Mistake(f'Give "{field.name}" as a list of {", ".join(field.choices)}.')
        return value
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        raise Mistake(f'Give "{field.name}" as text.')
    if field.choices and text not in field.choices:
        raise Mistake(f'Give "{field.name}" as one of {", ".join(field.choices)}.')
    return text
