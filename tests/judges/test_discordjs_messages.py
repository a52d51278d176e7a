"""discord.js at the sandbox: the gateway, messages, files, threads."""

import base64

from bot.sandbox import Sandbox
from tests.sandbox.clients import Control, Json

from .clients import discord_js

FRAME = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


async def test_discord_js_logs_in(sandbox: Sandbox, film: Json) -> None:
    async with discord_js("messages.mjs", sandbox.url) as bot:
        ready = await bot.heard("ready")
        assert ready["tag"].startswith("Callsheet")
        assert ready["servers"] == ["film"]


async def test_discord_js_receives_a_message_with_a_file_and_downloads_it(
    sandbox: Sandbox, film: Json, control: Control
) -> None:
    async with discord_js("messages.mjs", sandbox.url) as bot:
        await bot.heard("ready")
        await control.say("a still", files=[("files", "still.png", FRAME)])
        heard = await bot.heard("message")
        assert (heard["content"], heard["author"], heard["member"]) == ("a still", "ann", "ann")
        [file] = heard["files"]
        assert (file["name"], file["size"], file["type"]) == ("still.png", len(FRAME), "image/png")
        assert base64.b64decode(file["bytes"]) == FRAME


async def test_discord_js_uploads_a_file_that_can_be_fetched_again(
    sandbox: Sandbox, film: Json, control: Control
) -> None:
    async with discord_js("messages.mjs", sandbox.url) as bot:
        await bot.heard("ready")
        asked = await control.say("send it back")
        sent = await bot.heard("sent")
        assert (sent["name"], base64.b64decode(sent["bytes"])) == ("back.txt", b"from discord.js")
        shown = (await control.see())["messages"][-1]
        assert shown["id"] == sent["id"]
        assert shown["referenced_message"]["id"] == asked["id"]
        assert shown["attachments"][0]["description"] == "words"


async def test_discord_js_opens_a_thread_and_hears_of_it(sandbox: Sandbox, film: Json, control: Control) -> None:
    async with discord_js("messages.mjs", sandbox.url) as bot:
        await bot.heard("ready")
        await control.say("open a thread")
        thread = await bot.heard("thread")
        assert (thread["name"], thread["parent"]) == ("Dailies", "general")


async def test_discord_js_hears_of_a_thread_a_person_made(sandbox: Sandbox, film: Json, control: Control) -> None:
    async with discord_js("messages.mjs", sandbox.url) as bot:
        await bot.heard("ready")
        await control.as_person("POST", "threads", {"channel": "general", "name": "Rushes"})
        assert await bot.heard("thread") == {"event": "thread", "name": "Rushes", "isNew": True, "parent": "general"}


async def test_discord_js_hears_of_edits_and_deletions(sandbox: Sandbox, film: Json, control: Control) -> None:
    async with discord_js("messages.mjs", sandbox.url) as bot:
        await bot.heard("ready")
        written = await control.say("frist")
        await control.as_person("PATCH", f"messages/{written['id']}", {"content": "first"})
        assert await bot.heard("edited") == {"event": "edited", "before": "frist", "after": "first"}
        await control.as_person("DELETE", f"messages/{written['id']}")
        assert (await bot.heard("deleted"))["id"] == written["id"]


async def test_discord_js_resumes_when_asked_to_reconnect(sandbox: Sandbox, film: Json, control: Control) -> None:
    async with discord_js("messages.mjs", sandbox.url) as bot:
        await bot.heard("ready")
        sandbox.state.gateway.ask_to_reconnect()
        await control.say("said meanwhile")
        heard = {(await bot.heard("message"))["content"]}
        await control.say("said after")
        while "said after" not in heard:
            heard.add((await bot.heard("message"))["content"])
        assert heard == {"said meanwhile", "said after"}
        assert [said["event"] for said in bot.said].count("ready") == 1
        assert "resumed" in [said["event"] for said in bot.said]
