"""What the real discord.py makes of the sandbox's rate limits: it obeys the headers and survives each kind of 429.

Windows are a fiftieth of Discord's, since discord.py sleeps them out in real time.
"""

import asyncio
import time
from collections.abc import AsyncIterator

import discord
import pytest
from discord.ext import commands

from bot.sandbox import Sandbox
from bot.sandbox.openapi import OpenApi


@pytest.fixture
async def sandbox(discords_words: OpenApi | None) -> AsyncIterator[Sandbox]:
    running = Sandbox(openapi=discords_words, rate_scale=0.02)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def channel(client: commands.Bot, general: str) -> discord.PartialMessageable:
    await client.login("sandbox-token")
    return client.get_partial_messageable(int(general))


def statuses(sandbox: Sandbox) -> list[int]:
    """How the bot's posts were answered."""
    return [entry.status for entry in sandbox.state.log.after(0) if entry.method == "POST"]


async def test_discord_py_keeps_to_the_windows_it_is_told(sandbox: Sandbox, channel: discord.PartialMessageable):
    """Twelve messages at once take three windows, and not one request too many is made.

    Source: discord-api-docs topics/rate-limits.mdx, "Header Format"
    """
    started = time.monotonic()
    await asyncio.gather(*(channel.send(str(number)) for number in range(12)))
    assert time.monotonic() - started >= 0.2
    assert statuses(sandbox) == [200] * 12


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_discord_py_waits_and_asks_again_after_a_429(
    sandbox: Sandbox, channel: discord.PartialMessageable, scope: str
):
    """Told 429 with `Via`, a client waits as long as it is told and asks again.

    Source: discord-api-docs topics/rate-limits.mdx, "Exceeding A Rate Limit"
    """
    sandbox.faults.add(f"limited_{scope}", times=2, method="POST", seconds=0.05)
    started = time.monotonic()
    await channel.send("hello")
    assert statuses(sandbox) == [429, 429, 200]
    assert time.monotonic() - started >= 0.1


async def test_a_global_429_holds_up_every_route_of_discord_py(
    sandbox: Sandbox, client: commands.Bot, channel: discord.PartialMessageable
):
    """While the bot as a whole is over its limit, a client asks nothing else either.

    Source: discord-api-docs topics/rate-limits.mdx, "Global Rate Limit"
    """
    sandbox.faults.add("limited_global", times=1, method="POST", seconds=0.08)
    posting = asyncio.create_task(channel.send("hello"))
    while client.http._global_over.is_set():  # noqa: ASYNC110 - until the client has read the answer
        await asyncio.sleep(0.001)
    asked = sandbox.clock.now()
    await client.fetch_user(client.application_id or 0)
    await posting
    reading = next(entry for entry in sandbox.state.log.after(0) if entry.route == "/users/{user_id}")
    assert reading.at - asked >= 50_000


async def test_discord_py_gives_up_at_a_ban(sandbox: Sandbox, channel: discord.PartialMessageable):
    """A 429 without `Via` is Cloudflare's: asking again only makes it longer.

    Source: discord-api-docs topics/rate-limits.mdx, "Invalid Request Limit aka Cloudflare bans"
    """
    sandbox.faults.add("banned", times=1, method="POST")
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send("hello")
    assert refused.value.status == 429
    assert statuses(sandbox) == [429]
