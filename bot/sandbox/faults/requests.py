"""Faults of the REST API: what a request they hit is answered with, and how."""

import asyncio
from typing import Any

from aiohttp import web

from bot.sandbox.clock import SECOND
from bot.sandbox.faults.armed import Fault
from bot.sandbox.faults.kinds import BAN, CUT_AFTER, CUT_BEFORE, ERROR_AFTER, ERROR_BEFORE, LIMITED, SLOW
from bot.sandbox.rates import BANNED, Gate, Limited

# What Google's load balancer says in front of Discord: no JSON, which clients must bear.
BAD_GATEWAY = "<html><head><title>502 Server Error</title></head><body><h1>Error: Server Error</h1></body></html>"
UNANSWERED = 0  # the status in the log of a request whose connection was cut


class Broken(Exception):
    """Instead of what the request asks: this status and page."""

    def __init__(self, status: int, page: str | None) -> None:
        super().__init__(status)
        self.status = status
        self.page = page


def before(fault: Fault, gate: Gate, headers: dict[str, str], now: int) -> None:
    """What happens before the request's effect, at `now` (µs). Raises Broken or Limited, and then it has none."""
    name = fault.kind.name
    if name == ERROR_BEFORE:
        raise Broken(502, BAD_GATEWAY)
    if name == CUT_BEFORE:
        raise Broken(UNANSWERED, None)
    if name == BAN:
        raise Broken(429, BANNED)
    if (scope := LIMITED.get(name)) is not None:
        if scope != "global" and gate.limit is not None:
            headers["X-RateLimit-Limit"] = str(gate.limit.count)
            headers["X-RateLimit-Remaining"] = "0" if scope == "user" else str(gate.limit.count - 1)
            headers["X-RateLimit-Reset"] = f"{now / SECOND + fault.seconds:.3f}"
            headers["X-RateLimit-Reset-After"] = f"{fault.seconds:.3f}"
            headers["X-RateLimit-Bucket"] = gate.hash
        raise Limited(scope, fault.seconds)


def after(fault: Fault, status: int, given: Any) -> tuple[int, Any]:
    """The answer that is sent once the effect is there."""
    return (502, BAD_GATEWAY) if fault.kind.name == ERROR_AFTER else (status, given)


async def deliver(fault: Fault, request: web.Request, response: web.Response) -> web.Response:
    """Send the answer late, or break the connection; what then returns is written into the void."""
    name = fault.kind.name
    if name == SLOW:
        await asyncio.sleep(fault.seconds)
    elif name == CUT_BEFORE and request.transport is not None:
        request.transport.abort()
    elif name == CUT_AFTER and request.transport is not None:
        request.transport.write(_half(response))
        request.transport.close()
    return response


def _half(response: web.Response) -> bytes:
    """The first half of an answer as bytes: of its body, or of its first line where it has none."""
    line = f"HTTP/1.1 {response.status} {response.reason}\r\n".encode()
    body = bytes(response.body) if isinstance(response.body, bytes | bytearray) else b""
    if not body:
        return line[: len(line) // 2]
    fields = {**response.headers, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return line + head.encode() + b"\r\n" + body[: len(body) // 2]
