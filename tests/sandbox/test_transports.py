"""How events are packed on the way. Source: discord-api-docs events/gateway.mdx, "Encoding and Compression"."""

import asyncio
import sys
import zlib
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import pytest
import zstandard
from discord import utils
from discord.ext import commands

from bot.sandbox import Sandbox

from .clients import Control, Json, PlainBot

TRANSPORTS = ["", "zlib-stream", "zstd-stream"]
named = {"ids": lambda transport: transport or "plain"}


@pytest.mark.parametrize("transport", TRANSPORTS, **named)
async def test_events_arrive_however_they_are_packed(plain: PlainBot, control: Control, transport: str):
    """Payloads come as plain JSON, or packed by one zlib or zstd context that lives as long as the connection.

    Source: discord-api-docs events/gateway.mdx, "Transport Compression"
    """
    await plain.connect(transport)
    for number in range(3):
        await control.say(f"message {number}" * 100)
        assert (await plain.event("MESSAGE_CREATE"))["content"] == f"message {number}" * 100


@pytest.mark.parametrize("transport", TRANSPORTS, **named)
async def test_a_resumed_connection_has_a_context_of_its_own(plain: PlainBot, control: Control, transport: str):
    """Each connection has its own context: what is sent again can be unpacked by a fresh one.

    Source: discord-api-docs events/gateway.mdx, "zlib-stream"
    """
    await plain.connect(transport)
    await plain.told_so_far()
    await plain.socket.close(code=4000)
    await control.say("missed")
    await plain.resume(compress=transport)
    assert (await plain.event("MESSAGE_CREATE"))["content"] == "missed"
    await plain.event("RESUMED")


async def test_zlib_messages_end_in_the_flush_suffix(plain: PlainBot, sandbox: Sandbox):
    """Every zlib-stream message ends in 00 00 ff ff.

    Source: discord-api-docs events/gateway.mdx, "zlib-stream"
    """
    socket = await plain.session.ws_connect(f"{sandbox.gateway}?v=10&encoding=json&compress=zlib-stream")
    frame = await socket.receive(timeout=5)
    assert frame.type is aiohttp.WSMsgType.BINARY
    assert frame.data.endswith(b"\x00\x00\xff\xff")
    await socket.close()


async def test_an_encoding_the_sandbox_lacks_is_refused_at_the_door(plain: PlainBot, sandbox: Sandbox):
    """The sandbox does not speak ETF and says so before the connection is made."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await plain.session.ws_connect(f"{sandbox.gateway}?v=10&encoding=etf")
    assert refused.value.status == 501


async def test_zstd_is_refused_at_the_door_where_it_is_not_installed(
    plain: PlainBot, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
):
    """Without `zstandard` a client that asks for zstd-stream is refused, not sent what it cannot read."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await plain.session.ws_connect(f"{sandbox.gateway}?v=10&encoding=json&compress=zstd-stream")
    assert refused.value.status == 501


class ZlibContext:
    """What discord.py uses where `zstandard` is not installed; defined by it only then."""

    COMPRESSION_TYPE = "zlib-stream"

    def __init__(self) -> None:
        self._context = zlib.decompressobj()

    def decompress(self, data: bytes) -> str | None:
        return self._context.decompress(data).decode()


def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = discord.gateway.DiscordWebSocket.from_client.__func__  # type: ignore[attr-defined]

    async def uncompressed(cls: type, client: discord.Client, **options: Any) -> Any:
        return await connect(cls, client, **{**options, "compress": False})

    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "from_client", classmethod(uncompressed))


def by_zlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utils, "_ActiveDecompressionContext", ZlibContext)


def by_zstd(monkeypatch: pytest.MonkeyPatch) -> None:
    assert utils._ActiveDecompressionContext.COMPRESSION_TYPE == "zstd-stream", zstandard.__version__


@pytest.mark.parametrize("force", [plainly, by_zlib, by_zstd], ids=["plain", "zlib-stream", "zstd-stream"])
async def test_discord_py_understands_each_transport(
    force: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
    client: commands.Bot,
    control: Control,
    sandbox: Sandbox,
    film: Json,
):
    """The real client hears a message over each, resumes, and hears another."""
    force(monkeypatch)
    heard: asyncio.Queue[str] = asyncio.Queue()
    resumed = asyncio.Event()

    @client.listen()
    async def on_message(message: discord.Message) -> None:
        heard.put_nowait(message.content)

    @client.listen()
    async def on_resumed() -> None:
        resumed.set()

    there = asyncio.Event()

    @client.listen()
    async def on_guild_available(_: discord.Guild) -> None:
        there.set()

    running = asyncio.create_task(client.start("sandbox-token"))
    async with asyncio.timeout(10):
        await there.wait()
        await control.say("first" * 200)
        assert await heard.get() == "first" * 200
        sandbox.state.gateway.ask_to_reconnect()
        await resumed.wait()
        await control.say("second")
        assert await heard.get() == "second"
    await client.close()
    await running
