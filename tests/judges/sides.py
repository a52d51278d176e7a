"""The two readings of Discord, asked the same question: our sandbox over sockets, simcord in process."""

import asyncio
from typing import Any, Protocol

import discord
import simcord
from discord.http import Route

from bot.sandbox import Sandbox
from tests.sandbox.clients import Json, PlainBot

ACCEPTED = 0
COMMAND = {"name": "echo", "description": "Says it again", "options": []}


class Side(Protocol):
    """One reading. Every call gives what came of it: ACCEPTED or Discord's error code, and the JSON answered."""

    channel: str
    application: str

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]: ...

    async def use(self) -> Json:
        """Ann uses /echo; the interaction, unanswered."""
        ...

    async def press(self, message: str, custom_id: str) -> Json:
        """Ann presses a button; the interaction, unanswered."""
        ...


class Ours:
    def __init__(self, sandbox: Sandbox, bot: PlainBot, channel: str) -> None:
        self.channel = channel
        self.application = bot.id
        self._ann = sandbox.act_as("film", "ann")
        self._bot = bot
        self._waiting: list[asyncio.Future[Any]] = []

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        status, answer = await self._bot.rest(method, path, body)
        return (ACCEPTED if status < 300 else answer["code"]), answer

    async def use(self) -> Json:
        return await self._begun(self._ann.command(self.channel, "echo", {}))

    async def press(self, message: str, custom_id: str) -> Json:
        return await self._begun(self._ann.press(message, custom_id))

    async def _begun(self, action: Any) -> Json:
        acting, interaction = await self._bot.begin(action)
        self._waiting.append(acting)
        return interaction

    async def close(self) -> None:
        """Ann waits for no answer any more."""
        for waiting in self._waiting:
            waiting.cancel()
        await asyncio.gather(*self._waiting, return_exceptions=True)


class Theirs:
    def __init__(self) -> None:
        self._client = discord.Client(intents=discord.Intents.default())
        self._client.event(self.on_interaction)
        self._heard: list[discord.Interaction] = []
        self.env = simcord.Env(self._client)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self._heard.append(interaction)

    async def open(self) -> None:
        await self.env.start()
        guild = self.env.create_guild()
        self._general = guild.create_text_channel("general")
        self._ann = guild.add_member(self.env.create_user("ann"))
        self.channel = str(self._general.id)
        self.application = str(self._client.application_id)

    async def close(self) -> None:
        await self.env.shutdown()

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        sent = {} if body is None else {"json": body}
        try:
            return ACCEPTED, await self._client.http.request(Route(method, path), **sent)
        except discord.HTTPException as refusal:
            return refusal.code, None

    async def use(self) -> Json:
        await self._ann.slash(self._general, "echo")
        return self._last()

    async def press(self, message: str, custom_id: str) -> Json:
        found = next(one for one in self._general.history() if str(one.id) == message)
        await self._ann.click(found, custom_id=custom_id)
        return self._last()

    def _last(self) -> Json:
        heard = self._heard[-1]
        return {"id": str(heard.id), "token": heard.token}
