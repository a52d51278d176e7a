"""Faults on demand, on the REST API: what a request is answered, and whether it did what it asked."""

import asyncio
from typing import Any

import aiohttp
import discord
import pytest
from discord.ext import commands
from discord.http import handle_message_parameters

from bot.sandbox import Sandbox
from bot.sandbox.errors import Mistake
from bot.sandbox.faults.kinds import KINDS

from .clients import Control, PlainBot, Refused


async def said(control: Control) -> list[str]:
    return [message["content"] for message in (await control.see())["messages"]]


async def post(plain: PlainBot, channel: str, content: str = "hello") -> tuple[int, Any, Any]:
    """(status, headers, body), told as it comes."""
    url = f"{plain.sandbox.api}/channels/{channel}/messages"
    headers = {"Authorization": "Bot sandbox-token"}
    async with plain.session.post(url, json={"content": content}, headers=headers) as response:
        return response.status, response.headers, await response.text()


async def test_an_error_before_the_effect(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """A 502 comes from in front of Discord: no JSON, and here nothing was done."""
    sandbox.faults.add("error_before", times=1)
    status, headers, body = await post(plain, general)
    assert (status, headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "502 Server Error" in body
    assert await said(control) == []
    assert (await post(plain, general))[0] == 200


async def test_an_error_after_the_effect(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """A 502 says nothing of whether the request was done.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "HTTP Response Codes" (502)
    """
    sandbox.faults.add("error_after", times=1)
    assert (await post(plain, general))[0] == 502
    assert await said(control) == ["hello"]


async def test_discord_py_posts_twice_after_a_502_unless_it_sends_a_nonce(
    client: commands.Bot, general: str, control: Control, sandbox: Sandbox
):
    """A message sent again with its enforced nonce is not made again; without one it is.

    `send` gives every message a nonce of its own; what it uses below can do without.

    Source: discord-api-docs resources/message.mdx, "Create Message" (enforce_nonce)
    """
    await client.login("sandbox-token")
    other = (await control.call("POST", "/servers/film/channels", {"name": "other"}))["id"]
    for channel in (general, other):
        sandbox.faults.add("error_after", times=1, method="POST", route=f"/channels/{channel}/messages")
    careless = client.http.send_message(int(general), params=handle_message_parameters(content="careless"))
    _, once = await asyncio.gather(careless, client.get_partial_messageable(int(other)).send("careful"))
    assert await said(control) == ["careless", "careless"]
    kept = (await control.see("other"))["messages"]
    assert [(message["id"], message["content"]) for message in kept] == [(str(once.id), "careful")]


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_haste_of_each_scope(plain: PlainBot, general: str, control: Control, sandbox: Sandbox, scope: str):
    """A 429 tells its scope, how long to wait, and whether it is the bot as a whole.

    Source: discord-api-docs topics/rate-limits.mdx, "Exceeding A Rate Limit"
    """
    sandbox.faults.add(f"limited_{scope}", times=1, seconds=64.57)
    plain.patient = False
    status, headers, _ = await post(plain, general)
    assert (status, headers["Retry-After"], headers["X-RateLimit-Scope"]) == (429, "65", scope)
    assert headers.get("X-RateLimit-Global") == ("true" if scope == "global" else None)
    assert headers.get("X-RateLimit-Remaining") == {"user": "0", "shared": "4", "global": None}[scope]
    assert "Via" in headers
    answered = sandbox.state.log.after(0)[-1].answer
    assert (answered["retry_after"], answered["global"]) == (64.57, scope == "global")
    assert await said(control) == []


async def test_a_ban(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """Cloudflare's 429 carries HTML and no Via.

    Source: discord-api-docs topics/rate-limits.mdx, "Invalid Request Limit aka Cloudflare bans"
    """
    sandbox.faults.add("banned", times=1)
    status, headers, _ = await post(plain, general)
    assert (status, headers["Content-Type"], "Via" in headers) == (429, "text/html; charset=utf-8", False)
    assert await said(control) == []


async def test_an_answer_that_comes_late(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """What was asked is there long before the answer."""
    sandbox.faults.add("slow", times=1, seconds=0.09)
    waiting = asyncio.create_task(post(plain, general))
    while not await said(control):
        assert not waiting.done()
    assert not waiting.done()
    assert (await waiting)[0] == 200


async def test_a_client_that_does_not_wait_has_posted_all_the_same(
    plain: PlainBot, general: str, control: Control, sandbox: Sandbox
):
    """A client's own time limit says nothing of what was done."""
    sandbox.faults.add("slow", times=1, seconds=0.2)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.09):
            await post(plain, general)
    assert await said(control) == ["hello"]


@pytest.mark.parametrize(("kind", "done"), [("cut_before", []), ("cut_after", ["hello"])])
async def test_a_cut_connection(
    plain: PlainBot, general: str, control: Control, sandbox: Sandbox, kind: str, done: list[str]
):
    """The connection breaks: before anything was done, or in the middle of the answer."""
    sandbox.faults.add(kind, times=1)
    with pytest.raises(aiohttp.ClientError):
        await post(plain, general)
    assert await said(control) == done
    assert (await post(plain, general))[0] == 200


async def test_an_answer_without_a_body_is_cut_too(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """aiohttp asks again by itself where that should do no harm (GET, PUT, DELETE), and hears that it is gone."""
    message = (await plain.send(general, {"content": "hello"}))[1]["id"]
    sandbox.faults.add("cut_after", times=1, method="DELETE")
    assert (await plain.rest("DELETE", f"/channels/{general}/messages/{message}"))[0] == 404
    assert [entry.status for entry in sandbox.state.log.after(0) if entry.method == "DELETE"] == [204, 404]
    assert await said(control) == []


@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
async def test_discord_py_tells_its_caller_of_a_cut_connection(
    client: commands.Bot, general: str, sandbox: Sandbox, kind: str
):
    """It asks again only where the system calls the error 54 or 10054; else the caller must know what to do."""
    await client.login("sandbox-token")
    sandbox.faults.add(kind, times=1, method="POST")
    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await client.get_partial_messageable(int(general)).send("hello")


POST_MESSAGE = "/channels/{channel_id}/messages"


@pytest.mark.parametrize(
    ("filters", "hit"),
    [
        ({}, True),
        ({"method": "POST"}, True),
        ({"method": "GET"}, False),
        ({"route": POST_MESSAGE}, True),
        ({"route": f"{POST_MESSAGE}/{{message_id}}"}, False),
        ({"route": "/channels/*"}, True),
        ({"route": "/guilds/*"}, False),
        ({"route": "/channels"}, False),
        ({"route": "channels messages"}, True),
        ({"route": "channels pins"}, False),
        ({"route": "/channels/GENERAL/messages"}, True),
        ({"route": "/channels/1/messages"}, False),
    ],
)
async def test_a_fault_hits_only_what_it_is_told_to(
    plain: PlainBot, general: str, sandbox: Sandbox, filters: dict[str, str], hit: bool
):
    """By method and by route: as in Discord's description, with ids, by its beginning, or by words."""
    told = {name: value.replace("GENERAL", general) for name, value in filters.items()}
    fault = sandbox.faults.add("error_before", **told)
    assert ((await post(plain, general))[0] == 502) is hit
    assert fault.hits == hit


async def test_a_fault_counts(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """It lets pass what it is told to, hits as often as it is told to, and says how often it has."""
    await control.call("POST", "/faults", {"kind": "error_before", "times": 2, "skip": 1, "method": "POST"})
    assert [(await post(plain, general))[0] for _ in range(4)] == [200, 502, 502, 200]
    [fault] = (await control.call("GET", "/faults"))["faults"]
    assert (fault["hits"], fault["left"], fault["times"], fault["skip"]) == (2, 0, 2, 1)
    assert fault["fields"] == {"method": "POST"}
    lasting = (await control.call("POST", "/faults", {"kind": "error_before"}))["fault"]
    assert (lasting["times"], lasting["left"]) == (None, None)
    assert [(await post(plain, general))[0] for _ in range(3)] == [502] * 3


async def test_faults_are_cleared_one_by_one_or_all(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """DELETE takes a fault off."""
    first = sandbox.faults.add("error_before")
    sandbox.faults.add("limited_user")
    plain.patient = False
    assert (await post(plain, general))[0] == 502
    cleared = await control.call("DELETE", f"/faults/{first.id}")
    assert [(fault["id"], fault["undoable"]) for fault in cleared["cleared"]] == [(first.id, True)]
    assert (await post(plain, general))[0] == 429
    assert len((await control.call("DELETE", "/faults"))["cleared"]) == 1
    assert (await post(plain, general))[0] == 200
    assert (await control.call("GET", "/faults"))["faults"] == []
    with pytest.raises(Refused) as refused:
        await control.call("DELETE", f"/faults/{first.id}")
    assert refused.value.status == 404


async def test_the_kinds_describe_themselves(control: Control):
    """A page can draw its panel from the answer: a sentence for each kind and each of its fields."""
    kinds = (await control.call("GET", "/faults"))["kinds"]
    assert [kind["kind"] for kind in kinds] == list(KINDS)
    assert all(
        kind["says"].endswith(".") and all(field["says"].endswith(".") for field in kind["fields"]) for kind in kinds
    )
    told = {kind["kind"]: [field["name"] for field in kind["fields"]] for kind in kinds}
    assert told["slow"] == ["method", "route", "seconds", "times", "skip"]
    assert told["permissions_lost"] == ["server", "channel", "permissions"]
    assert told["silence"] == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"kind": "sabotage"}, 'There is no fault "sabotage": choose one of error_before'),
        ({}, 'Give "kind" as text.'),
        ({"kind": "slow", "seconds": "long"}, 'Give "seconds" as a number of seconds.'),
        ({"kind": "slow", "seconds": -1}, 'Give "seconds" as a number of seconds.'),
        ({"kind": "error_before", "seconds": 1}, 'Leave out "seconds": error_before takes method, route.'),
        ({"kind": "error_before", "method": "FETCH"}, 'Give "method" as one of GET, POST'),
        ({"kind": "error_before", "times": 0}, 'Give "times" as a whole number from 1, or leave it out.'),
        ({"kind": "error_before", "colour": "red"}, 'Leave out "colour"'),
        ({"kind": "channel_lost", "server": "film"}, 'Give "channel": The channel or thread.'),
        ({"kind": "server_lost", "server": "film", "times": 2}, 'Leave out "times" and "skip"'),
        ({"kind": "permissions_lost", "server": "film", "permissions": ["FLY"]}, 'Give "permissions" as a list of'),
        ({"kind": "message_lost", "message": "1"}, 'There is no message "1"'),
        ({"kind": "server_lost", "server": "nowhere"}, 'There is no server "nowhere"'),
    ],
)
async def test_a_fault_that_cannot_be_is_refused(
    control: Control, film: dict[str, Any], body: dict[str, Any], sentence: str
):
    """With a sentence that says what to do; nothing is armed."""
    with pytest.raises(Refused) as refused:
        await control.call("POST", "/faults", body)
    assert refused.value.sentence.startswith(sentence)
    assert (await control.call("GET", "/faults"))["faults"] == []


async def test_the_same_from_python(sandbox: Sandbox):
    """`sandbox.faults` refuses what the control API refuses."""
    with pytest.raises(Mistake):
        sandbox.faults.add("error_before", colour="red")
    fault = sandbox.faults.add("error_before")
    assert sandbox.faults.all() == sandbox.faults.clear() == [fault]


async def test_discord_py_works_on_after_everything(client: commands.Bot, general: str, sandbox: Sandbox):
    """A bot that caught its errors is none the worse for them."""
    await client.login("sandbox-token")
    channel = client.get_partial_messageable(int(general))
    sandbox.faults.add("banned", times=1, method="POST")
    sandbox.faults.add("cut_after", times=1, method="POST")
    for _ in range(2):
        with pytest.raises((discord.HTTPException, aiohttp.ClientError)):
            await channel.send("hello")
    await channel.send("there")
    assert [message.content async for message in channel.history()] == ["there", "hello"]
