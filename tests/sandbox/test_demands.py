"""What discord.py demands of a server.

Nine things, each once seen to break discord.py 2.7.1.
"""

import asyncio
import logging
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.sandbox import Sandbox
from bot.sandbox.gateway import Terms

from .clients import Control, PlainBot


async def start(client: commands.Bot) -> None:
    """Log in, sync, connect, and wait until the server is known."""
    await client.login("sandbox-token")
    await client.tree.sync()
    known = asyncio.Event()

    @client.listen()
    async def on_guild_available(_: discord.Guild) -> None:
        known.set()

    client.running = asyncio.create_task(client.connect())  # type: ignore[attr-defined]
    async with asyncio.timeout(5):
        await known.wait()


def pong(client: commands.Bot) -> None:
    @client.tree.command(description="Says pong")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong")


async def ping(control: Control) -> str:
    seen = await control.as_person("POST", "commands", {"channel": "general", "command": "ping"})
    return seen["messages"][-1]["content"]


async def test_every_json_answer_is_plain_application_json(plain: PlainBot, general: str):
    """The content type of an answer is exactly `application/json`, else discord.py takes it for text.

    Source: discord.py http.py, json_or_text
    """
    headers = {"Authorization": "Bot sandbox-token"}
    for path in ("/users/@me", f"/channels/{general}", "/channels/1", "/nothing"):
        async with plain.session.get(plain.sandbox.api + path, headers=headers) as response:
            assert response.headers["Content-Type"] == "application/json"


async def test_a_callback_with_response_is_answered_with_what_it_made(bot: PlainBot, control: Control):
    """With with_response a callback is answered with the interaction and the message it made.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Create Interaction Response"
    """
    await bot.register({"name": "ping", "description": "Says pong"})
    use = control.as_person("POST", "commands", {"channel": "general", "command": "ping"})
    acting, interaction = await bot.begin(use)
    status, body = await bot.callback(interaction, 4, {"content": "pong"})
    await acting
    assert status == 200
    assert body["interaction"]["id"] == interaction["id"]
    assert body["interaction"]["response_message_id"] == body["resource"]["message"]["id"]
    assert body["resource"]["message"]["content"] == "pong"


async def test_registered_menus_carry_an_empty_description(plain: PlainBot):
    """A registered menu has an empty description, which discord.py reads of every command.

    Source: discord-api-docs interactions/application-commands.mdx, "Application Command Structure"
    """
    [menu] = await plain.register({"name": "Submit this", "type": 3})
    assert menu["description"] == ""


async def test_resumed_carries_an_object(bot: PlainBot):
    """The data of RESUMED is an object: discord.py crashes over null.

    Source: discord.py gateway.py, DiscordWebSocket.received_message
    """
    await bot.socket.close(code=4000)
    await bot.resume()
    assert isinstance(await bot.event("RESUMED"), dict)


async def test_a_real_client_resumes_after_it_is_asked_to_reconnect(
    client: commands.Bot, sandbox: Sandbox, control: Control
):
    """Asked to reconnect (opcode 7), discord.py closes with 4000 and resumes, and commands go on working.

    Source: discord-api-docs events/gateway-events.mdx, "Reconnect"
    """
    pong(client)
    resumed = asyncio.Event()

    @client.listen()
    async def on_resumed() -> None:
        resumed.set()

    await start(client)
    sandbox.state.gateway.ask_to_reconnect()
    async with asyncio.timeout(10):
        await resumed.wait()
    assert await ping(control) == "pong"


async def test_every_refusal_for_haste_has_a_via_and_a_json_body(plain: PlainBot, general: str):
    """Demands 5 and 6: a 429 without `Via`, or without JSON, is a ban to discord.py (see also test_rates)."""
    plain.sandbox.faults.add("limited_user", times=1)
    headers = {"Authorization": "Bot sandbox-token"}
    async with plain.session.get(f"{plain.sandbox.api}/channels/{general}", headers=headers) as response:
        assert (response.status, bool(response.headers["Via"])) == (429, True)
        assert (await response.json())["retry_after"] == 1.0


async def test_the_server_is_sent_right_after_ready(bot: PlainBot, film: dict[str, Any]):
    """After READY each server is sent as GUILD_CREATE, with its channels and roles.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Create"
    """
    server = await bot.event("GUILD_CREATE")
    assert [payload.get("t") for payload in bot.heard] == [None, "READY", "GUILD_CREATE"]
    assert server["id"] == film["id"]
    assert [channel["name"] for channel in server["channels"]] == ["general", "forum", "___hidden___"]
    assert {role["name"] for role in server["roles"]} == {"@everyone", "director", "Callsheet"}
    assert [member["user"]["username"] for member in server["members"]] == ["Callsheet"]  # without presences


async def test_the_gateway_listens_before_start_returns(sandbox: Sandbox, plain: PlainBot):
    """The gateway listens before anybody is told its address: discord.py dies of a first refusal.

    Source: discord.py client.py, Client.connect
    """
    ready = await plain.connect()
    assert ready["resume_gateway_url"] == sandbox.gateway


async def test_the_application_names_its_owner(plain: PlainBot):
    """The application names its owner, which discord.py reads at every login.

    Source: discord.py client.py, Client.login
    """
    status, application = await plain.rest("GET", "/oauth2/applications/@me")
    assert status == 200
    assert application["owner"]["username"] == "developer"
    assert application["id"] == plain.id


async def test_a_real_bot_answers_a_command_and_reads_and_sends_files(
    client: commands.Bot, control: Control, caplog: pytest.LogCaptureFixture
):
    """The whole of discord.py at once; its silent failures show only in its log."""
    caplog.set_level(logging.WARNING, logger="discord")

    replied = asyncio.Event()

    @client.listen()
    async def on_message(message: discord.Message) -> None:
        if not message.author.bot:
            files = [await attachment.to_file() for attachment in message.attachments]
            await message.reply("got it", files=files, mention_author=False)
            replied.set()

    class Ask(discord.ui.Modal, title="Title"):
        words = discord.ui.TextInput(label="Words", custom_id="words")

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"read {self.words.value}", ephemeral=True)

    class Panel(discord.ui.View):
        @discord.ui.button(label="Ask", custom_id="ask")
        async def ask(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
            await interaction.response.send_modal(Ask())

        @discord.ui.select(cls=discord.ui.UserSelect, custom_id="who")
        async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect) -> None:
            await interaction.response.edit_message(content=f"chose {select.values[0].name}")

    @client.tree.command(description="A panel")
    @app_commands.describe(file="A file")
    async def panel(interaction: discord.Interaction, file: discord.Attachment, who: discord.Member) -> None:
        await interaction.response.defer()
        content = await file.read()
        await interaction.followup.send(f"{who.display_name} {content.decode()}", view=Panel())

    @client.tree.context_menu(name="Quote this")
    async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"> {message.content}")

    await start(client)
    said = await control.say("hello", files=[("file", "a b.txt", b"words")])
    async with asyncio.timeout(5):
        await replied.wait()
    reply = (await control.see())["messages"][1]
    assert (reply["content"], reply["attachments"][0]["filename"]) == ("got it", "a_b.txt")
    assert reply["referenced_message"]["id"] == said["id"]

    use = {"channel": "general", "command": "panel", "options": {"who": "ben"}}
    seen = await control.as_person("POST", "commands", use, files=[("file", "x.txt", b"bytes")])
    shown = seen["messages"][-1]
    assert shown["content"] == "ben bytes"
    seen = await control.as_person("POST", "presses", {"message": shown["id"], "custom_id": "ask"})
    assert seen["modal"]["title"] == "Title"
    seen = await control.as_person("POST", "modals", {"fields": {"words": "these"}})
    assert seen["ephemeral"][-1]["content"] == "read these"
    pressed = {"message": shown["id"], "custom_id": "who", "values": ["ann"]}
    seen = await control.as_person("POST", "presses", pressed)
    assert seen["messages"][-1]["content"] == "chose ann"
    seen = await control.as_person("POST", "menus", {"command": "Quote this", "message": said["id"]})
    assert seen["messages"][-1]["content"] == "> hello"
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("arguments", [{"terms": Terms(identify_seconds=0.05)}], ids=[""])
async def test_a_bot_restarted_at_once_waits_and_comes_again(pointed: Sandbox, film: dict[str, Any]):
    """Told opcode 9 because sessions start too fast, discord.py identifies again after its pause (five seconds).

    Source: discord.py client.py, Client.before_identify_hook
    """
    pauses: list[bool] = []

    class Hasty(discord.Client):
        async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
            pauses.append(not initial)
            if not initial:
                await asyncio.sleep(0.06)

    for _ in range(2):
        client, connected = Hasty(intents=discord.Intents.default()), asyncio.Event()
        client.event(notes(connected))
        running = asyncio.create_task(client.start("sandbox-token"))
        async with asyncio.timeout(5):
            await connected.wait()
        await client.close()
        await running
    assert pauses == [False, False, True]


def notes(connected: asyncio.Event) -> Any:
    async def on_connect() -> None:
        connected.set()

    return on_connect
