"""The control API under /sandbox/v1: the one table of its calls, and who may make them."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.sandbox.control import faults, guide, people, permitting, servers, time
from bot.sandbox.errors import Mistake, Refusal
from bot.sandbox.state import State
from bot.sandbox.world import Json

PREFIX = "/sandbox/v1"
Handler = Callable[[State, web.Request], Awaitable[Json]]

SERVER = "/servers/{server}"
PERSON = f"{SERVER}/people/{{person}}"
# Name (of its request and answer in control.schema.json), method, path, who answers.
ROUTES: list[tuple[str, str, str, Handler]] = [
    ("servers.list", "GET", "/servers", servers.list_servers),
    ("servers.create", "POST", "/servers", servers.create_server),
    ("channels.create", "POST", f"{SERVER}/channels", servers.add_channel),
    ("roles.create", "POST", f"{SERVER}/roles", servers.add_role),
    ("people.list", "GET", f"{SERVER}/people", servers.list_people),
    ("people.create", "POST", f"{SERVER}/people", servers.add_person),
    ("people.read", "GET", PERSON, servers.read_person),
    ("people.change", "PATCH", PERSON, people.change_person),
    ("people.remove", "DELETE", PERSON, servers.remove_person),
    ("crowd", "POST", f"{SERVER}/crowd", servers.add_crowd),
    ("outages.begin", "POST", f"{SERVER}/outage", servers.begin_outage),
    ("outages.end", "DELETE", f"{SERVER}/outage", servers.end_outage),
    ("bot.invite", "POST", f"{SERVER}/bot", servers.invite_bot),
    ("bot.remove", "DELETE", f"{SERVER}/bot", servers.remove_bot),
    ("channels.seen", "GET", f"{PERSON}/channels", people.channels_seen),
    ("view", "GET", f"{PERSON}/view", people.view),
    ("commands.list", "GET", f"{PERSON}/commands", people.offered_commands),
    ("commands.permit", "PUT", f"{SERVER}/commands/{{command}}/permissions", permitting.permit),
    ("messages.post", "POST", f"{PERSON}/messages", people.post_message),
    ("messages.edit", "PATCH", f"{PERSON}/messages/{{message}}", people.edit_message),
    ("messages.delete", "DELETE", f"{PERSON}/messages/{{message}}", people.delete_message),
    ("forwards", "POST", f"{PERSON}/forwards", people.forward),
    ("reposts", "POST", f"{PERSON}/reposts", people.repost),
    ("bans.add", "PUT", f"{PERSON}/bans", people.ban),
    ("webhooks.create", "POST", f"{PERSON}/webhooks", people.make_webhook),
    ("posts.open", "POST", f"{PERSON}/posts", people.open_post),
    ("threads.open", "POST", f"{PERSON}/threads", people.open_thread),
    ("threads.change", "PATCH", f"{PERSON}/threads/{{thread}}", people.change_thread),
    ("threads.join", "PUT", f"{PERSON}/threads/{{thread}}/members", people.join_thread),
    ("threads.leave", "DELETE", f"{PERSON}/threads/{{thread}}/members", people.leave_thread),
    ("commands.use", "POST", f"{PERSON}/commands", people.use_command),
    ("menus.use", "POST", f"{PERSON}/menus", people.use_menu),
    ("presses", "POST", f"{PERSON}/presses", people.press),
    ("modals.submit", "POST", f"{PERSON}/modals", people.submit_modal),
    ("autocomplete", "POST", f"{PERSON}/autocomplete", people.autocomplete),
    ("reactions.add", "PUT", f"{PERSON}/reactions", people.add_reaction),
    ("reactions.remove", "DELETE", f"{PERSON}/reactions", people.remove_reaction),
    ("pins.add", "PUT", f"{PERSON}/pins", people.pin_message),
    ("pins.remove", "DELETE", f"{PERSON}/pins", people.unpin_message),
    ("clock.read", "GET", "/clock", time.clock),
    ("clock.advance", "POST", "/clock", time.advance),
    ("log.read", "GET", "/log", time.log),
    ("log.entry", "GET", "/log/{number}", time.log_entry),
    ("faults.list", "GET", "/faults", faults.list_faults),
    ("faults.add", "POST", "/faults", faults.add_fault),
    ("faults.clear", "DELETE", "/faults", faults.clear_faults),
    ("faults.remove", "DELETE", "/faults/{fault}", faults.clear_fault),
    ("guide.read", "GET", "/guide", guide.read_guide),
]


def serve(state: State, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The aiohttp handler of a control call."""

    async def answer(request: web.Request) -> web.Response:
        try:
            guard(request)
            return _response(200, await handler(state, request))
        except Mistake as mistake:
            return _response(mistake.status, {"error": mistake.sentence})
        except Refusal as refusal:
            return _response(400, {"error": f"Discord would refuse this: {refusal.code.message}."})

    return answer


def guarded(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Any other door behind the same guard."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            guard(request)
        except Mistake as mistake:
            return _response(mistake.status, {"error": mistake.sentence})
        return await handler(request)

    return answer


def guard(request: web.Request) -> None:
    """Refuse (Mistake 403) what a web page of another host could have sent, DNS rebinding included."""
    host = request.headers.get("Host", "")
    origin = request.headers.get("Origin")
    try:
        named, asked_by = urlsplit(f"//{host}").hostname, urlsplit(origin).netloc if origin is not None else host
    except ValueError:
        raise Mistake("Give Host and Origin as addresses.", 403) from None
    if not is_loopback(named):
        raise Mistake("Call the sandbox by a loopback address.", 403)
    if asked_by != host:
        raise Mistake("Pages of other origins may not drive the sandbox.", 403)


def is_loopback(name: str | None) -> bool:
    """Whether a host, as written, can only be this machine."""
    if name is None or name == "localhost":
        return name is not None
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _response(status: int, body: Any) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), headers={"Content-Type": "application/json"})
