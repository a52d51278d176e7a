"""The control API: what it takes, what it refuses, and that all of it is described."""

import asyncio
from typing import Any

import aiohttp
import pytest
from jsonschema import Draft202012Validator

from bot.sandbox import Sandbox
from bot.sandbox import control as control_api

from .clients import SCHEMA, VALIDATORS, Control, PlainBot, Refused

Json = dict[str, Any]


def test_the_schema_is_a_schema_and_describes_every_call():
    """One request and one answer a call. (The `Control` client holds all traffic of all tests against them.)"""
    Draft202012Validator.check_schema(SCHEMA)
    names = {name for name, *_ in control_api.ROUTES}
    described = {name.rpartition(".")[0] for name in VALIDATORS if name.endswith((".request", ".answer"))}
    assert described == names


async def test_a_new_server_is_shown_whole(control: Control, film: Json):
    """Roles, channels, people, owner and bot, each with its id."""
    assert [role["name"] for role in film["roles"]] == ["@everyone", "director", "Callsheet"]
    assert film["roles"][0]["id"] == film["id"]
    assert film["roles"][2]["managed"] is True
    assert film["owner"]["name"] == "owner"
    assert film["bot"]["present"] is True
    [shown] = (await control.call("GET", "/servers"))["servers"]
    assert [person["name"] for person in shown["people"]] == ["owner", "ann", "ben"]


async def test_names_and_ids_both_name_things(control: Control, film: Json, general: str):
    """Names are accepted wherever ids are; ids are always answered."""
    [server] = (await control.call("GET", "/servers"))["servers"]
    ann = server["people"][1]["id"]
    body = {"channel": general, "content": "by id"}
    said = await control.call("POST", f"/servers/{film['id']}/people/{ann}/messages", body)
    assert said["message"]["channel_id"] == general
    assert (await control.say("by name"))["channel_id"] == general


async def test_a_person_can_be_as_old_as_needed(control: Control, film: Json):
    """created_at decides the snowflake; joined_at the membership."""
    body = {"name": "old", "created_at": "2020-01-02T03:04:05Z", "joined_at": 1_600_000_000_000_000}
    person = await control.call("POST", "/servers/film/people", body)
    millisecond = (int(person["id"]) >> 22) + 1_420_070_400_000
    assert millisecond == 1_577_934_245_000
    assert person["joined_at"] == "2020-09-13T12:26:40.000000+00:00"


async def test_one_person_can_be_in_two_servers(control: Control, film: Json):
    """Joining with the id of someone known."""
    await control.call("POST", "/servers", {"name": "second", "channels": ["lobby"]})
    ann = (await control.call("GET", "/servers"))["servers"][0]["people"][1]["id"]
    joined = await control.call("POST", "/servers/second/people", {"id": ann})
    assert (joined["id"], joined["name"]) == (ann, "ann")


async def test_messages_of_another_server_are_out_of_reach(control: Control, film: Json):
    """A person acts in one server."""
    await control.call("POST", "/servers", {"name": "second", "channels": ["lobby"]})
    said = await control.say("here")
    with pytest.raises(Refused) as refused:
        await control.call("DELETE", f"/servers/second/people/owner/messages/{said['id']}", {})
    assert refused.value.status == 404


PERSON = "/servers/film/people/ann"
MISTAKES: list[tuple[str, str, Any, int, str]] = [
    ("POST", "/servers", {}, 400, 'Give "name"'),
    ("POST", "/servers", {"name": "x", "colour": 1}, 400, 'Leave out "colour"'),
    ("POST", "/servers", {"name": "x", "roles": [5]}, 400, "as a name, or as an object"),
    ("POST", "/servers", {"name": "x", "roles": [{"name": "a", "permissions": ["FLY"]}]}, 400, 'no permission "FLY"'),
    ("POST", "/servers", {"name": "x", "channels": [{"name": "a", "type": "hall"}]}, 400, "one of text"),
    ("POST", "/servers", {"name": "x", "channels": ["a", "a"]}, 400, "names are unique"),
    ("POST", "/servers/none/channels", {"name": "x"}, 404, "no server"),
    ("POST", "/servers/film/people", {"name": "ann"}, 400, "names are unique"),
    ("POST", "/servers/film/people", {"name": "x", "roles": ["none"]}, 404, "no role"),
    ("POST", "/servers/film/people", {"name": "x", "created_at": "soon"}, 400, "ISO 8601"),
    ("POST", "/servers/film/people", {"id": "1"}, 404, "nobody with the id"),
    ("POST", "/servers/film/roles", {"name": "director"}, 400, "names are unique"),
    ("POST", "/servers/film/bot", {}, 400, "already in"),
    ("DELETE", "/servers/film/people/owner", {}, 400, "owner cannot leave"),
    ("POST", "/servers/film/people/zoe/messages", {"channel": "general"}, 404, "Nobody called"),
    ("POST", f"{PERSON}/messages", {"content": "x"}, 400, 'Give "channel"'),
    ("POST", f"{PERSON}/messages", {"channel": "nowhere", "content": "x"}, 404, "no channel"),
    ("POST", f"{PERSON}/messages", {"channel": "general"}, 400, "empty message"),
    ("POST", f"{PERSON}/messages", {"channel": "general", "content": "x" * 2001}, 400, "2000 or fewer"),
    ("POST", f"{PERSON}/messages", {"channel": "general", "content": "x", "wait": "long"}, 400, '"ack" or "final"'),
    ("POST", f"{PERSON}/messages", {"channel": "general", "content": "x", "reply_to": "1"}, 404, "no message"),
    ("POST", f"{PERSON}/messages", {"channel": "general", "content": "x", "ping": "no"}, 400, "true or false"),
    ("PATCH", f"{PERSON}/messages/1", {"content": "x"}, 404, "no message"),
    ("POST", f"{PERSON}/commands", {"channel": "general", "command": ""}, 404, "no command"),
    ("POST", f"{PERSON}/menus", {"command": "x", "message": "1"}, 404, "no such menu"),
    ("POST", f"{PERSON}/presses", {"message": "1", "custom_id": "x"}, 404, "no message"),
    ("POST", f"{PERSON}/presses", {"message": "1", "custom_id": "x", "values": "a"}, 400, "as a list"),
    ("POST", f"{PERSON}/threads", {"name": "x"}, 400, "Say where"),
    ("POST", f"{PERSON}/posts", {"name": "x", "channel": "general"}, 400, "no forum"),
    ("GET", f"{PERSON}/view", None, 400, "Say which channel"),
    ("GET", f"{PERSON}/view?channel=general&limit=no", None, 400, "whole number"),
    ("GET", "/log?after=x", None, 400, "number of an entry"),
    ("POST", "/clock", {}, 400, "either"),
    ("POST", "/clock", {"advance": 1, "to": 1}, 400, "either"),
    ("POST", "/clock", {"advance": "1"}, 400, "number of seconds"),
    ("POST", "/clock", {"advance": -1}, 400, "never goes back"),
    ("POST", "/clock", {"to": "2001-01-01"}, 400, "never goes back"),
    ("POST", "/clock", {"advance": 1e30}, 400, "Snowflakes end"),
    ("POST", "/servers/film/roles", {"name": "r", "permissions": {"SEND_MESSAGES": True}}, 400, "list of names"),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "why"), MISTAKES)
async def test_a_mistaken_call_is_told_what_to_do(
    control: Control, film: Json, method: str, path: str, body: Any, status: int, why: str
):
    """400 or 404 with `{"error": <a sentence>}`."""
    with pytest.raises(Refused, match=why) as refused:
        await control.call(method, path, body)
    assert refused.value.status == status


async def test_a_failed_server_leaves_nothing_behind(control: Control, sandbox: Sandbox):
    """A refused call changes nothing."""
    with pytest.raises(Refused):
        await control.call("POST", "/servers", {"name": "x", "channels": ["a", "a"]})
    assert (await control.call("GET", "/servers"))["servers"] == []
    assert sandbox.world.channels == {}


async def test_what_is_no_json_is_told(control: Control, session: aiohttp.ClientSession):
    """400 and a sentence."""
    async with session.post(f"{control.root}/servers", data=b"{") as response:
        assert response.status == 400
        VALIDATORS["error"].validate(await response.json())


async def test_only_ones_own_messages_can_be_edited(control: Control, film: Json):
    """Others' can be deleted with MANAGE_MESSAGES."""
    said = await control.say("mine")
    with pytest.raises(Refused, match="did not write"):
        await control.as_person("PATCH", f"messages/{said['id']}", {"content": "x"}, who="ben")
    with pytest.raises(Refused, match="MANAGE_MESSAGES"):
        await control.as_person("DELETE", f"messages/{said['id']}", {}, who="ben")
    await control.as_person("DELETE", f"messages/{said['id']}", {}, who="owner")


async def test_a_view_shows_the_newest_oldest_first(control: Control, film: Json):
    """`limit` is 100 unless given."""
    for number in range(3):
        await control.say(str(number))
    seen = await control.as_person("GET", "view?channel=general&limit=2")
    assert [message["content"] for message in seen["messages"]] == ["1", "2"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"}, {"Host": "evil.example:8420"}, {"Host": "[::1"},
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://[::1"},
    ],
)  # fmt: skip
async def test_pages_of_other_hosts_cannot_drive_the_sandbox(
    sandbox: Sandbox, session: aiohttp.ClientSession, headers: dict[str, str]
):
    """DNS rebinding and cross-site requests: 403, websockets too, the gateway's as well."""
    for path in ("/", "/gateway", "/sandbox/v1/servers", "/sandbox/v1/clock/stream", "/sandbox/v1/events"):
        async with session.get(sandbox.url + path, headers=headers) as response:
            assert response.status == 403


async def test_the_page_is_framed_by_itself_alone(sandbox: Sandbox, session: aiohttp.ClientSession):
    """Two seats side by side, and no frame of anybody else's."""
    async with session.get(sandbox.url) as response:
        assert response.headers["Content-Security-Policy"] == "frame-ancestors 'self'"


async def test_its_own_page_may(control: Control, session: aiohttp.ClientSession, sandbox: Sandbox):
    """The Origin a browser sends from the sandbox's own page."""
    async with session.get(f"{control.root}/servers", headers={"Origin": sandbox.url}) as response:
        assert response.status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org", "10.0.0.1"])
def test_it_listens_on_this_machine_only(host: str):
    """ValueError for any other address."""
    with pytest.raises(ValueError, match="loopback"):
        Sandbox(host=host)


async def test_a_taken_port_is_an_oserror(sandbox: Sandbox):
    """As of any server."""
    port = int(sandbox.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await Sandbox(port=port).start()


async def test_stopping_twice_is_stopping_once(sandbox: Sandbox):
    """stop() is idempotent, and works before start()."""
    await sandbox.stop()
    await sandbox.stop()
    await Sandbox().stop()


async def test_hints_name_what_changed(control: Control, session: aiohttp.ClientSession, film: Json, general: str):
    """The events stream of the page."""
    async with session.ws_connect(f"{control.root}/events") as stream:
        await control.say("x")
        hint = await stream.receive_json(timeout=5)
        VALIDATORS["events.changed"].validate(hint)
        assert hint == {"op": "changed", "server": film["id"], "channel": general}


async def test_stopping_leaves_no_task_behind(session: aiohttp.ClientSession):
    """Open gateways, streams and waiting calls end with the sandbox."""
    before = asyncio.all_tasks()
    sandbox = Sandbox()
    await sandbox.start()
    control, bot = Control(session, sandbox), PlainBot(session, sandbox)
    await control.call("POST", "/servers", {"name": "film", "channels": ["general"]})
    await control.call("POST", "/servers/film/people", {"name": "ann"})
    await bot.connect()
    await bot.register({"name": "ping", "description": "x"})
    async with (
        session.ws_connect(f"{control.root}/events"),
        session.ws_connect(f"{control.root}/clock/stream"),
    ):
        use = {"channel": "general", "command": "ping"}
        waiting, _ = await bot.begin(control.as_person("POST", "commands", use))
        await sandbox.stop()
        with pytest.raises(aiohttp.ClientError):
            await waiting
        await bot.socket.close()
    assert asyncio.all_tasks() - before == set()
