"""Faults on demand, on the gateway: events that come never, twice, late or in another order, and silence."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord.ext import commands

from bot.sandbox import Sandbox
from bot.sandbox.errors import Mistake
from bot.sandbox.gateway import Terms
from bot.sandbox.openapi import OpenApi

from .clients import Control, PlainBot


def bot_of(**options: Any) -> commands.Bot:
    """A real bot that does not wait for its servers before it listens."""
    intents = discord.Intents.default()
    intents.message_content = True
    return commands.Bot("!", intents=intents, guild_ready_timeout=0.05, **options)


async def heard(bot: PlainBot, control: Control, *contents: str) -> list[str]:
    """What the bot hears of these messages, up to and with a last one."""
    for content in contents:
        await control.say(content)
    await control.say("end")
    told = []
    while (content := (await bot.event("MESSAGE_CREATE"))["content"]) != "end":
        told.append(content)
    return told


async def test_a_dropped_event_never_comes(bot: PlainBot, control: Control, sandbox: Sandbox):
    """An event may come never, and no sequence number is missing for it.

    Source: discord-api-docs reference.mdx, "Consistency"
    """
    fault = sandbox.faults.add("event_dropped", times=1, event="MESSAGE_CREATE")
    assert await heard(bot, control, "a", "b") == ["b"]
    assert fault.left == 0
    numbers = [payload["s"] for payload in bot.heard if payload.get("s")]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_a_doubled_event_comes_twice(bot: PlainBot, control: Control, sandbox: Sandbox):
    """An event may come more than once.

    Source: discord-api-docs reference.mdx, "Consistency"
    """
    sandbox.faults.add("event_doubled", times=1, event="MESSAGE_CREATE")
    assert await heard(bot, control, "a", "b") == ["a", "a", "b"]


async def test_a_delayed_event_comes_late_as_it_was(bot: PlainBot, control: Control, sandbox: Sandbox):
    """A late event tells what was so when it happened, even where an edit has overtaken it.

    Source: discord-api-docs reference.mdx, "Consistency"
    """
    sandbox.faults.add("event_delayed", times=1, event="MESSAGE_CREATE", seconds=0.2)
    message = await control.say("before")
    await control.as_person("PATCH", f"messages/{message['id']}", {"content": "after"})
    assert (await bot.event("MESSAGE_UPDATE"))["content"] == "after"
    assert (await bot.event("MESSAGE_CREATE"))["content"] == "before"


async def test_a_reordered_event_comes_after_the_next(bot: PlainBot, control: Control, sandbox: Sandbox):
    """Events may come in another order than they happened.

    Source: discord-api-docs reference.mdx, "Consistency"
    """
    sandbox.faults.add("event_reordered", times=1, event="MESSAGE_CREATE")
    assert await heard(bot, control, "a", "b", "c") == ["b", "a", "c"]


async def test_every_pair_is_reordered_until_it_is_cleared(bot: PlainBot, control: Control, sandbox: Sandbox):
    """What is still held back when the fault is cleared comes then."""
    await bot.event("GUILD_CREATE")
    fault = sandbox.faults.add("event_reordered")
    for content in "abc":
        await control.say(content)
    sandbox.faults.clear(fault)
    assert [(await bot.event("MESSAGE_CREATE"))["content"] for _ in range(3)] == ["b", "a", "c"]


async def test_only_events_of_the_name_are_hit(bot: PlainBot, control: Control, sandbox: Sandbox):
    """A fault without a name takes every event, one with a name only those."""
    named = sandbox.faults.add("event_dropped", event="MESSAGE_DELETE")
    message = await control.say("a")
    await control.as_person("DELETE", f"messages/{message['id']}")
    assert await heard(bot, control, "b") == ["a", "b"]
    assert named.hits == 1
    assert "MESSAGE_DELETE" not in [payload.get("t") for payload in bot.heard]
    sandbox.faults.clear()
    await control.as_person("DELETE", f"messages/{(await control.say('c'))['id']}")
    await bot.event("MESSAGE_DELETE")


async def test_a_silent_gateway_acknowledges_nothing(bot: PlainBot, control: Control, sandbox: Sandbox):
    """A zombied connection stays open and takes heartbeats, and nothing comes back on it.

    Source: discord-api-docs events/gateway.mdx, "Heartbeat Interval" (zombied connections)
    """
    await bot.event("GUILD_CREATE")
    fault = sandbox.faults.add("silence")
    await control.say("unheard")
    for _ in range(3):
        await bot.op(1, bot.sequence)
        with pytest.raises(TimeoutError):
            await bot.socket.receive(timeout=0.03)
    assert not bot.socket.closed
    sandbox.faults.clear(fault)
    assert (await bot.event("MESSAGE_CREATE"))["content"] == "unheard"
    assert (await bot.hear())["op"] == 11


async def test_a_new_connection_is_not_silent(bot: PlainBot, control: Control, sandbox: Sandbox):
    """A session resumed on another connection is sent what a zombied one kept back.

    Source: discord-api-docs events/gateway.mdx, "Resuming"
    """
    await bot.event("GUILD_CREATE")
    sandbox.faults.add("silence")
    await control.say("missed")
    await bot.resume()
    assert (await bot.event("MESSAGE_CREATE"))["content"] == "missed"
    await bot.event("RESUMED")


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest, discords_words: OpenApi | None) -> AsyncIterator[Sandbox]:
    """A running sandbox; how often its clients send heartbeats can be given as a parameter."""
    running = Sandbox(openapi=discords_words, terms=Terms(heartbeat_ms=getattr(request, "param", 41_250)))
    await running.start()
    yield running
    await running.stop()


@pytest.mark.parametrize("sandbox", [50], indirect=True, ids=["heartbeats every 50 ms"])
async def test_discord_py_leaves_a_silent_connection_and_misses_nothing(
    pointed: Sandbox, film: dict[str, Any], control: Control
):
    """Without acknowledgements a client closes the connection and resumes on another.

    Source: discord-api-docs events/gateway.mdx, "Heartbeat Interval" (zombied connections)
    """
    client = bot_of(heartbeat_timeout=0.2)
    ready, resumed = asyncio.Event(), asyncio.Event()
    told: list[str] = []

    @client.listen()
    async def on_guild_available(_: discord.Guild) -> None:
        ready.set()

    @client.listen()
    async def on_resumed() -> None:
        resumed.set()

    @client.listen()
    async def on_message(message: discord.Message) -> None:
        told.append(message.content)

    await client.login("sandbox-token")
    running = asyncio.create_task(client.connect())
    try:
        async with asyncio.timeout(5):
            await ready.wait()
            pointed.faults.add("silence")
            await control.say("in the silence")
            await resumed.wait()
    finally:
        await client.close()
        await running
    assert told == ["in the silence"]


async def test_discord_py_never_hears_of_a_dropped_event(pointed: Sandbox, client: commands.Bot, control: Control):
    """Of an event that never came only the history knows: a bot must look there for what it missed.

    Source: discord-api-docs reference.mdx, "Consistency"
    """
    client = bot_of()
    ready, end = asyncio.Event(), asyncio.Event()
    told: list[discord.Message] = []

    @client.listen()
    async def on_guild_available(_: discord.Guild) -> None:
        ready.set()

    @client.listen()
    async def on_message(message: discord.Message) -> None:
        told.append(message)
        if message.content == "end":
            end.set()

    await client.login("sandbox-token")
    running = asyncio.create_task(client.connect())
    async with asyncio.timeout(5):
        await ready.wait()
        pointed.faults.add("event_dropped", times=1, event="MESSAGE_CREATE")
        pointed.faults.add("event_doubled", times=1, event="MESSAGE_CREATE")
        for content in ("dropped", "doubled", "end"):
            await control.say(content)
        await end.wait()
    assert [message.content for message in told] == ["doubled", "doubled", "end"]
    assert [message.content async for message in told[0].channel.history()] == ["end", "doubled", "dropped"]
    await client.close()
    await running


@pytest.mark.parametrize("event", ["GUILD_CREATE", "GUILD_DELETE", "READY"])
async def test_an_event_no_fault_would_meet_is_refused(sandbox: Sandbox, event: str):
    """What each session is told by itself goes past the faults, so arming one says so instead of never striking."""
    with pytest.raises(Mistake, match="take server_lost or server_outage"):
        sandbox.faults.add("event_dropped", event=event)
