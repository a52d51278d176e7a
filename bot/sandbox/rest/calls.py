"""One call of Discord's REST API: read, checked, answered, logged."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import BodyPartReader, web

from bot.sandbox.content import withheld_everywhere
from bot.sandbox.errors import BAD_JSON, INVALID_FORM, NOT_FOUND, UNAUTHORIZED, Form, Refusal
from bot.sandbox.faults import requests as faulty
from bot.sandbox.faults.requests import Broken
from bot.sandbox.files import Upload
from bot.sandbox.gateway.intents import MESSAGE_CONTENT
from bot.sandbox.rates import BANNED, INVALID, VIA, Gate, Limited
from bot.sandbox.state import State
from bot.sandbox.world import DEFAULT_UPLOAD_LIMIT, Json

_log = logging.getLogger(__name__)

PREFIX = "/api/v10"
CHUNK = 64 * 1024


@dataclass(slots=True)
class Call:
    """What the bot asked: path and query values, the JSON body ({} if none), uploaded files."""

    state: State
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: list[Upload] = field(default_factory=list)
    status: int | None = None  # of the answer, where the route's own does not fit

    def id(self, name: str) -> int:
        """A snowflake in the path; Refusal 50035 if it is none."""
        return snowflake(self.path[name], name)

    def count(self, name: str, default: int, most: int) -> int:
        """A whole number in the query, 1 to most; Refusal 50035."""
        value = self.query.get(name, str(default))
        if not value.isdecimal() or not 1 <= int(value) <= most:
            form = Form()
            form.fault(name, "NUMBER_TYPE_MAX", f"int value should be between 1 and {most}.")
            form.close()
        return int(value)


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a path written as in the OpenAPI description, and who answers. None answers 204.

    `open` routes are guarded by the token in their path instead of the bot's.
    """

    method: str
    path: str
    handler: Handler
    status: int = 200
    open: bool = False


def snowflake(text: Any, name: str) -> int:
    if not str(text).isdecimal():
        form = Form()
        form.fault(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
        form.close()
    return int(text)


async def read_upload(part: BodyPartReader, limit: int) -> Upload:
    """Read a file part; beyond `limit` bytes it is only counted."""
    kept, size = bytearray(), 0
    while chunk := await part.read_chunk(CHUNK):
        size += len(chunk)
        if size <= limit:
            kept += chunk
    content_type = part.headers.get("Content-Type")
    return Upload(part.name or "", part.filename or "unknown", bytes(kept), content_type, size)


async def _read(request: web.Request, state: State) -> tuple[Any, list[Upload]]:
    """The JSON body and the uploads of a request, sent as JSON or as multipart with `payload_json`."""
    if request.content_type != "multipart/form-data":
        raw = await request.read()
        return _json(raw) if raw else None, []
    body: Any = None
    uploads = []
    limit = max([DEFAULT_UPLOAD_LIMIT, *(server.upload_limit for server in state.world.servers.values())])
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Refusal(BAD_JSON)
        if part.name == "payload_json":
            body = _json(bytes(await part.read()))
        else:
            uploads.append(await read_upload(part, limit))
    return body, uploads


def _json(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except ValueError:
        raise Refusal(BAD_JSON) from None


def serve(state: State, route: Route) -> Callable[[web.Request], Any]:
    """The aiohttp handler of a route."""
    method, template, handler = route.method, route.path, route.handler
    bot_token = f"Bot {state.token}"
    rates, armed, gate = state.rates, state.faults, Gate(method, template)

    async def answer(request: web.Request) -> web.Response:
        sent: Any = None
        violations: list[str] = []
        scope: str | None = None
        at = state.clock.now()
        headers = {"Date": state.clock.http_date(), "Via": VIA}
        fault = armed.on_request(method, template, path_of(request)) if armed.requests else None
        try:
            if rates.banned:
                raise Broken(429, BANNED)
            if fault is not None:
                faulty.before(fault, gate, headers, at)
            if not route.open and request.headers.get("Authorization") != bot_token:
                raise Refusal(UNAUTHORIZED)
            rates.admit(gate, request.match_info, headers)
            sent, uploads = await _read(request, state)
            rates.admit_shared(gate, request.match_info, sent)
            if state.openapi is not None:
                violations = state.openapi.request_faults(method, template, {} if sent is None else sent)
            query = dict(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
            call = Call(state, dict(request.match_info), query, sent or {}, uploads)
            given = handler(call)
            if not state.gateway.privileged & MESSAGE_CONTENT:
                given = withheld_everywhere(given, state.world)
            status = (call.status or route.status) if given is not None else 204
            if state.openapi is not None and given is not None:
                violations += state.openapi.answer_faults(method, template, status, given)
        except Limited as limited:
            given, status, scope = limited.body, 429, limited.scope
            headers.update(limited.headers)
        except Refusal as refusal:
            given, status = refusal.body, refusal.code.status
        except Broken as broken:
            given, status = broken.page, broken.status
        except (KeyError, TypeError, ValueError, AttributeError) as cause:
            # A body of the wrong shape: Discord would have refused its fields one by one.
            _log.warning("%s %s could not be read", method, request.path, exc_info=True)
            given, status = {"message": INVALID_FORM.message, "code": INVALID_FORM.code}, 400
            violations.append(f"body: of the wrong shape ({cause!r})")
        if fault is not None:
            status, given = faulty.after(fault, status, given)
        if status in INVALID:
            rates.count_invalid(status, scope)
        state.log.add(at, method, path_of(request), template, status, sent, given, violations, fault)
        response = _response(status, given, headers)
        return response if fault is None else await faulty.deliver(fault, request, response)

    return answer


def path_of(request: web.Request) -> str:
    """The path below the API's version."""
    return request.path.removeprefix(PREFIX)


def unknown_route(state: State) -> Callable[[web.Request], Any]:
    """Answers what the sandbox does not know as Discord does, and says so in the log."""

    async def answer(request: web.Request) -> web.Response:
        refusal = Refusal(NOT_FOUND)
        said = ["path: the sandbox does not know this route"]
        path = path_of(request)
        state.log.add(state.clock.now(), request.method, path, path, 404, None, refusal.body, said)
        return _response(404, refusal.body, {"Date": state.clock.http_date(), "Via": VIA})

    return answer


def _response(status: int, given: Any, headers: dict[str, str]) -> web.Response:
    """JSON, nothing (204), or the page of whoever stands in front of Discord."""
    if isinstance(given, str):
        return web.Response(status=status, text=given, content_type="text/html", headers={"Date": headers["Date"]})
    if given is None:
        return web.Response(status=status or 204, headers=headers)
    # Exactly this type: discord.py takes "application/json; charset=utf-8" for text and fails at login.
    headers["Content-Type"] = "application/json"
    return web.Response(status=status, body=orjson.dumps(given), headers=headers)


def body_object(call: Call) -> Json:
    """The body, which must be a JSON object; Refusal 50035."""
    if not isinstance(call.body, dict):
        raise Refusal(INVALID_FORM)
    return call.body
