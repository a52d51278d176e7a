"""A running sandbox with one server ("film"), its people, and clients for both of its sides."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord.ext import commands

from bot.sandbox import Sandbox
from bot.sandbox.gateway import Terms
from bot.sandbox.openapi import OpenApi

from .clients import Control, PlainBot


@pytest.fixture(scope="session")
def discords_words() -> OpenApi | None:
    """Discord's OpenAPI description, where DISCORD_OPENAPI names it: read once."""
    named = os.environ.get("DISCORD_OPENAPI")
    return OpenApi(Path(named)) if named else None


@pytest.fixture
def arguments() -> dict[str, Any]:
    """What the sandbox is built with besides: parametrize "arguments" to change it."""
    return {}


@pytest.fixture
async def sandbox(discords_words: OpenApi | None, arguments: dict[str, Any]) -> AsyncIterator[Sandbox]:
    """A running sandbox. With Discord's description at hand, every answer it gave must have kept to it."""
    running = Sandbox(openapi=discords_words, **{"terms": Terms(identify_seconds=0), **arguments})
    await running.start()
    yield running
    await running.stop()
    broken = [
        f"{entry.method} {entry.route}: {violation}"
        for entry in running.state.log.after(0)
        for violation in [*entry.violations, *refusal_faults(discords_words, entry)]
        if violation.startswith("answer: ")
    ]
    assert broken == []


def refusal_faults(discords_words: OpenApi | None, entry: Any) -> list[str]:
    """What is wrong with a refusal in the log, or with an answer of nothing where Discord answers something.

    What a fault made of an answer, and the page of whoever stands in front of Discord, are not Discord's.
    """
    if discords_words is None or 200 <= entry.status < 204 or entry.fault is not None or isinstance(entry.answer, str):
        return []
    return discords_words.answer_faults(entry.method, entry.route, entry.status, entry.answer)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def control(session: aiohttp.ClientSession, sandbox: Sandbox) -> Control:
    return Control(session, sandbox)


@pytest.fixture
async def film(control: Control) -> dict[str, Any]:
    """The server: channels general, forum and backstage (directors only); ann is a director, ben is not."""
    hidden = [{"role": "@everyone", "deny": ["VIEW_CHANNEL"]}, {"role": "director", "allow": ["VIEW_CHANNEL"]}]
    server = await control.call(
        "POST",
        "/servers",
        {
            "name": "film",
            "roles": ["director"],
            "channels": [
                "general",
                {"name": "forum", "type": "forum", "tags": ["still", "sound"]},
                {"name": "backstage", "overwrites": hidden},
            ],
        },
    )
    await control.call("POST", "/servers/film/people", {"name": "ann", "roles": ["director"]})
    await control.call("POST", "/servers/film/people", {"name": "ben"})
    return server


@pytest.fixture
def general(film: dict[str, Any]) -> str:
    """The id of #general."""
    return film["channels"][0]["id"]


@pytest.fixture
async def plain(session: aiohttp.ClientSession, sandbox: Sandbox, film: dict[str, Any]) -> AsyncIterator[PlainBot]:
    """A bot that is not connected: for REST alone."""
    made = PlainBot(session, sandbox)
    yield made
    if made.socket is not None:
        await made.socket.close()


@pytest.fixture
async def bot(plain: PlainBot) -> PlainBot:
    """A connected plain bot."""
    await plain.connect()
    return plain


@pytest.fixture
def pointed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """discord.py pointed at the sandbox."""
    monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway))
    return sandbox


@pytest.fixture
async def client(pointed: Sandbox, film: dict[str, Any]) -> AsyncIterator[commands.Bot]:
    """A real discord.py bot, not yet started: register what it does, then `await started(client)`."""
    intents = discord.Intents.default()
    intents.message_content = intents.members = True
    made = commands.Bot("!", intents=intents, guild_ready_timeout=0.05)
    yield made
    await made.close()
