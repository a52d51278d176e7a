"""Control calls for sandbox time and for the log of the bot's requests."""

from aiohttp import web

from bot.sandbox.clock import LAST, SECOND
from bot.sandbox.control.reading import read
from bot.sandbox.errors import Mistake
from bot.sandbox.log import KEPT
from bot.sandbox.state import State
from bot.sandbox.world import Json


async def clock(state: State, request: web.Request) -> Json:
    await state.streams.settle()
    return {"now": state.clock.now(), "next_due": state.streams.next_due, "next_what": state.streams.next_what}


async def advance(state: State, request: web.Request) -> Json:
    """{"advance": seconds} or {"to": instant}; answers once every bot has caught up and is idle."""
    body = await read(request, ("advance", "to"))
    if ("advance" in body.fields) == ("to" in body.fields):
        raise Mistake('Give either "advance" in seconds or "to" as an instant.')
    seconds, target = body.fields.get("advance"), body.instant("to")
    if target is not None:
        microseconds = target - state.clock.now()
    elif isinstance(seconds, int | float) and not isinstance(seconds, bool):
        microseconds = round(seconds * SECOND)
    else:
        raise Mistake('Give "advance" as a number of seconds.')
    if microseconds < 0:
        raise Mistake("Time never goes back: name a later instant.")
    if state.clock.now() + microseconds > LAST:
        raise Mistake("Snowflakes end in 2084: name an earlier instant.")
    state.clock.advance(microseconds)
    return await clock(state, request)


async def log(state: State, request: web.Request) -> Json:
    after = request.query.get("after", "0")
    limit = request.query.get("limit", str(KEPT))
    if not after.isdecimal():
        raise Mistake('Give "after" as the number of an entry.')
    if not limit.isdecimal() or not int(limit):
        raise Mistake('Give "limit" as a whole number from 1.')
    brief = request.query.get("brief", "0") not in ("0", "false")
    return {"requests": [entry.render(brief) for entry in state.log.after(int(after), int(limit))]}


async def log_entry(state: State, request: web.Request) -> Json:
    number = request.match_info["number"]
    entry = state.log.numbered(int(number)) if number.isdecimal() else None
    if entry is None:
        raise Mistake(f'There is no entry "{number}" in the log: the last {KEPT:,} are kept.', 404)
    return {"request": entry.render()}
