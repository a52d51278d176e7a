"""Control calls for faults on demand."""

from aiohttp import web

from bot.sandbox.control.reading import read
from bot.sandbox.faults.adding import Faults
from bot.sandbox.faults.kinds import KINDS
from bot.sandbox.state import State
from bot.sandbox.world import Json

FIELDS = ("kind", "times", "skip", *{field.name: None for kind in KINDS.values() for field in kind.fields})


async def list_faults(state: State, request: web.Request) -> Json:
    """What is on, and what there is to choose from."""
    return {
        "faults": [fault.show() for fault in state.faults.all()],
        "kinds": [kind.show() for kind in KINDS.values()],
    }


async def add_fault(state: State, request: web.Request) -> Json:
    body = await read(request, FIELDS)
    kind, skip = body.text("kind"), body.whole("skip", 0)
    times = None if body.fields.get("times") is None else body.whole("times", 0)
    told = {name: value for name, value in body.fields.items() if name not in ("kind", "times", "skip")}
    return {"fault": Faults(state).add(kind, times, skip, **told).show()}


async def clear_faults(state: State, request: web.Request) -> Json:
    return {"cleared": [fault.show() for fault in Faults(state).clear()]}


async def clear_fault(state: State, request: web.Request) -> Json:
    faults = Faults(state)
    return {"cleared": [fault.show() for fault in faults.clear(faults.get(request.match_info["fault"]))]}
