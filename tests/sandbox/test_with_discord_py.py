"""discord.py itself at what is new: forwards, webhooks, pins, threads, uploads and overwrites."""

import asyncio
import io
from typing import Any

import discord
import pytest
from discord.ext import commands

from bot.sandbox import Sandbox

from .clients import Control


async def ready(client: commands.Bot, sandbox: Sandbox) -> "asyncio.Task[None]":
    await client.login(sandbox.token)
    running = asyncio.create_task(client.connect())
    async with asyncio.timeout(10):
        await client.wait_until_ready()
    return running


async def test_discord_py_meets_it_all(client: commands.Bot, pointed: Sandbox, control: Control, film: dict[str, Any]):
    """One walk through the routes, as a bot's author would write it."""
    heard: asyncio.Queue[discord.Message] = asyncio.Queue()
    archived = asyncio.Event()

    @client.event
    async def on_message(message: discord.Message) -> None:
        heard.put_nowait(message)

    @client.event
    async def on_thread_update(before: discord.Thread, after: discord.Thread) -> None:
        if after.archived:
            archived.set()

    running = await ready(client, pointed)
    guild = client.guilds[0]
    general = discord.utils.get(guild.text_channels, name="general")
    assert general is not None

    said = await control.say("my still", files=[("f", "SPOILER_a.png", b"x")])
    message = await general.fetch_message(int(said["id"]))
    assert message.attachments[0].is_spoiler()
    forward = await message.forward(general)
    assert forward.message_snapshots[0].content == "my still"
    assert await forward.message_snapshots[0].attachments[0].read() == b"x"

    await message.pin()
    assert [pinned.id async for pinned in general.pins()] == [message.id]

    thread = await message.create_thread(name="talk", auto_archive_duration=60)
    await thread.send("in here", file=discord.File(io.BytesIO(b"abc"), "a.txt", description="letters"))
    pointed.clock.advance(61 * 60 * 1_000_000)
    async with asyncio.timeout(5):
        await archived.wait()
    assert [found.name async for found in general.archived_threads()] == ["talk"]

    reposted = await control.as_person("POST", "reposts", {"message": said["id"], "name": "Snee"})
    async with asyncio.timeout(5):
        while (again := await heard.get()).webhook_id is None:
            pass
    assert (again.id, again.author.display_name) == (int(reposted["message"]["id"]), "Snee")
    assert again.webhook_id != client.application_id

    await control.call("POST", "/servers/film/roles", {"name": "hooks", "permissions": ["MANAGE_WEBHOOKS"]})
    bot_roles = [role.name for role in guild.me.roles if not role.is_default()]
    await control.call("PATCH", f"/servers/film/people/{guild.me.id}", {"roles": [*bot_roles, "hooks"]})
    webhook = await general.create_webhook(name="press")
    sent = await webhook.send("extra", username="Daily", wait=True)
    assert (sent.author.name, sent.webhook_id) == ("Daily", webhook.id)
    assert (await sent.edit(content="late edition")).content == "late edition"
    await sent.delete()
    assert [hook.name for hook in await general.webhooks() if hook.user == client.user] == ["press"]
    await webhook.delete()

    await general.set_permissions(guild.default_role, send_messages=False)
    await control.call("PATCH", "/servers/film/people/ann", {"dm": False})
    ann = await guild.fetch_member(int(said["author"]["id"]))
    with pytest.raises(discord.Forbidden) as refused:
        await ann.send("psst")
    assert refused.value.code == 50007
    await client.close()
    await running
