"""The whole bot under simcord, which replaces discord.py's transport inside this process and speaks for Discord."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.app import App
from bot.domain.instants import from_datetime
from bot.domain.works import Asset
from bot.settings import Settings
from bot.wiring import House, build

Json = dict[str, Any]
NOBODY = "127.0.0.1:9"
"""Where no one listens: simcord answers before anything is sent, and what it forgot must not reach Discord."""
PATIENCE_SECONDS = 30.0
"""How long simcord waits for the bot to come to rest after an act; it sits out every timer that ends sooner."""


class Cdn:
    """Files come through discord.py's client, which simcord answers for; its file host exists nowhere else."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def fetch(self, asset: Asset) -> AsyncIterator[bytes]:
        yield await self._app.http.get_from_cdn(asset.url)


class SimcordStage:
    """A server with #studio, and dora who directs, mo who moderates, ada and bo."""

    def __init__(self, env: simcord.Env, house: House) -> None:
        self.env = env
        self.house = house
        self.guild = env.create_guild()
        self.studio = self.guild.create_text_channel("studio")
        self.director = self.guild.create_role("Director")
        self.moderator = self.guild.create_role("Moderator")
        self.owner = self.guild.add_member(self.guild.owner)
        self.dora = self.guild.add_member(env.create_user("dora"), roles=[self.director])
        self.mo = self.guild.add_member(env.create_user("mo"), roles=[self.moderator])
        self.ada = self.guild.add_member(env.create_user("ada"))
        self.bo = self.guild.add_member(env.create_user("bo"))

    async def done(self) -> None:
        """Until the bot has posted what it owes, and a moment more: simcord's time stands still between two acts."""
        await self.house.app.in_hand.idle()
        await self.advance(1)

    async def advance(self, seconds: float) -> None:
        """Move simcord's time on. The bot hears of it as it would from Discord, and does what is due."""
        await self.env.advance_time(seconds)
        self.house.clock.heard(from_datetime(self.env.now()))
        await self.house.app.in_hand.idle()

    async def set_up(self) -> simcord.InteractionResult:
        asked = await self.owner.slash(self.studio, "setup")
        chosen = {"channels": [self.studio], "director": [self.director], "moderator": [self.moderator]}
        told = await self.owner.submit_modal(asked, {**chosen, "zone": "Europe/Berlin"})
        await self.done()
        return told

    async def post_prompt(self, title: str = "Night bus") -> simcord.InteractionResult:
        asked = await self.dora.slash(self.studio, "prompt new")
        told = await self.dora.submit_modal(asked, {"title": title, "brief": "Who rides the last bus?"})
        await self.done()
        return told

    def thread(self, name: str = "Night bus") -> simcord.ChannelHandle:
        return next(thread for thread in self.studio.threads if thread.name == name)


def words(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """What a message says, in a card or plainly."""
    assert message is not None
    return "\n".join(filter(None, [message.content, *(part.get("content", "") for part in parts(message))]))


def parts(message: discord.Message | simcord.ResponseMessage) -> Iterator[Json]:
    """Every component of a message, however deep, as it was sent."""
    waiting = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    while waiting:
        found = waiting.pop(0)
        yield found
        waiting[:0] = found.get("components", ())


def last(channel: simcord.ChannelHandle, saying: str) -> discord.Message:
    """The newest message whose text holds this."""
    return next(message for message in reversed(channel.history()) if saying in words(message))


@contextlib.asynccontextmanager
async def on_simcord(state_dir: Path) -> AsyncIterator[SimcordStage]:
    settings = Settings.load(
        {
            "DISCORD_TOKEN": "simcord",
            "DISCORD_API": f"http://{NOBODY}/api/v10",
            "DISCORD_GATEWAY": f"ws://{NOBODY}/",
            "STATE_DIR": str(state_dir),
        },
        None,
    )
    async with build(settings) as house:
        house.app.services.works._keeping._fetcher = Cdn(house.app)
        env = simcord.Env(house.app, settle_timeout=PATIENCE_SECONDS)
        await env.start()
        house.clock.heard(from_datetime(env.now()))
        with env.time_context():
            loops = [asyncio.create_task(loop()) for loop in house.loops]
        try:
            stage = SimcordStage(env, house)
            await stage.advance(1)
            yield stage
            env.raise_errors()
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await env.shutdown()
