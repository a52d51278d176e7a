"""discord.js at the sandbox: everything a person can ask of a bot."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.clients import Control, Json

from .clients import DiscordJs, discord_js


@pytest.fixture
async def bot(sandbox: Sandbox, film: Json) -> AsyncIterator[DiscordJs]:
    async with discord_js("interactions.mjs", sandbox.url) as running:
        registered = await running.heard("registered")
        assert registered["names"] == ["echo", "slow", "board", "card", "find"]
        yield running


async def use(
    control: Control, command: str, files: list[tuple[str, str, bytes]] | None = None, **options: str
) -> Json:
    body = {"channel": "general", "command": command, "options": options}
    return await control.as_person("POST", "commands", body, files)


async def board(control: Control) -> Json:
    return (await use(control, "board"))["messages"][-1]


async def press(control: Control, message: Json, custom_id: str, **more: list[str]) -> Json:
    return await control.as_person("POST", "presses", {"message": message["id"], "custom_id": custom_id, **more})


async def test_discord_js_answers_a_slash_command(bot: DiscordJs, control: Control) -> None:
    assert (await use(control, "echo", words="roll it"))["messages"][-1]["content"] == "roll it"


async def test_discord_js_reads_a_file_given_to_a_command(bot: DiscordJs, control: Control) -> None:
    view = await use(control, "echo", [("file", "take.wav", b"RIFF")], words="roll it")
    assert view["messages"][-1]["content"] == "roll it with take.wav"


async def test_discord_js_defers_then_edits_then_follows_up(bot: DiscordJs, control: Control) -> None:
    view = await use(control, "slow")
    followed = await bot.heard("followed")
    assert (followed["ephemeral"], followed["original"]) == (True, "thought")
    assert view["messages"] == []
    shown = (await control.see())["ephemeral"]
    assert [message["content"] for message in shown] == ["thought", "and more"]


async def test_discord_js_answers_a_press_by_changing_the_message(bot: DiscordJs, control: Control) -> None:
    message = await board(control)
    assert (await bot.heard("board"))["id"] == message["id"], "the answer to the callback names the message it made"
    view = await press(control, message, "count")
    assert [shown["content"] for shown in view["messages"]] == ["counted"]


async def test_discord_js_answers_a_press_with_a_private_reply(bot: DiscordJs, control: Control) -> None:
    view = await press(control, await board(control), "whisper")
    assert [shown["content"] for shown in view["ephemeral"]] == ["only you"]
    assert (await control.see(who="ben"))["ephemeral"] == []


async def test_discord_js_reads_what_was_selected(bot: DiscordJs, control: Control) -> None:
    view = await press(control, await board(control), "films", values=["Night bus", "Morning tram"])
    assert view["ephemeral"][-1]["content"] == "Night bus + Morning tram"


async def test_discord_js_opens_a_modal_and_reads_what_was_written(bot: DiscordJs, control: Control) -> None:
    view = await press(control, await board(control), "ask")
    assert view["modal"]["title"] == "One question"
    view = await control.as_person("POST", "modals", {"fields": {"why": "it is night"}})
    assert view["messages"][-1]["content"] == "because it is night"


async def test_discord_js_completes_an_option(bot: DiscordJs, control: Control) -> None:
    body = {"channel": "general", "command": "find", "options": {"film": "night"}, "focused": "film"}
    offered = await control.as_person("POST", "autocomplete", body)
    assert [choice["name"] for choice in offered["choices"]] == ["Night bus", "Night train"]
    assert (await use(control, "find", film="Night bus"))["messages"][-1]["content"] == "found Night bus"


async def test_discord_js_sends_components_v2(bot: DiscordJs, control: Control) -> None:
    message = (await use(control, "card"))["messages"][-1]
    assert message["flags"] & 1 << 15
    [container] = message["components"]
    assert [part["type"] for part in container["components"]] == [10, 1]
    assert container["components"][0]["content"] == "## A card"
