"""Discord's OpenAPI description, held against both sides. (The `sandbox` fixture checks every answer of every test.)"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.sandbox import Sandbox
from bot.sandbox.openapi import OpenApi
from bot.sandbox.rest import ROUTES

from .clients import Control, PlainBot, button, row
from .test_demands import start

Json = dict[str, Any]


@pytest.fixture
async def sandbox(openapi: Path, discords_words: OpenApi) -> AsyncIterator[Sandbox]:
    """A sandbox that checks; what a test breaks on purpose it names itself."""
    running = Sandbox(openapi=discords_words)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture(scope="session")
def described(openapi: Path) -> Json:
    """The paths of Discord's description."""
    return json.loads(openapi.read_text(encoding="utf-8"))["paths"]


async def violations(control: Control) -> list[str]:
    requests = (await control.call("GET", "/log"))["requests"]
    return [
        f"{request['method']} {request['route']}: {violation}"
        for request in requests
        for violation in request["violations"]
    ]


# Routes of Discord's that its description does not have, each with where it is documented.
UNDESCRIBED: dict[tuple[str, str], str] = {}


def test_every_route_is_described(described: Json):
    """Routes are written as in the description, or stand on the short list with where they are documented."""
    absent = {
        (route.method, route.path) for route in ROUTES if route.method.lower() not in described.get(route.path, {})
    }
    assert absent == set(UNDESCRIBED)


def test_every_answer_of_every_route_is_held_against_the_description(discords_words: OpenApi, described: Json):
    """What it answers when it succeeds, what when it refuses, and what it is sent: nonsense is noticed in each."""
    unheld, nonsense = [], {"no_such_key": 1}
    for method, path, status in [(route.method, route.path, route.status) for route in ROUTES]:
        if (method, path) in UNDESCRIBED:
            continue
        held = [discords_words.answer_faults(method, path, each, nonsense) for each in (status, 403)]
        if "requestBody" in described[path][method.lower()]:
            held.append(discords_words.request_faults(method, path, nonsense))
        if not all(held):
            unheld.append(f"{method} {path}")
    assert unheld == []


@pytest.mark.parametrize(
    ("status", "answer", "sentence"),
    [
        (404, {"message": "Unknown Channel", "code": 10003, "errors": {"name": {"_errors": []}}}, ""),
        (404, {"message": "Unknown Channel", "code": 10003, "hint": "x"}, "answer: body: Additional properties"),
        (404, {"message": "Unknown Channel", "code": "10003"}, "answer: code: "),
        (400, {"message": "x", "code": 50035, "errors": {"name": [{"code": "X"}]}}, "answer: errors"),
        (429, {"message": "x", "retry_after": 0.5, "global": False}, ""),
        (429, {"message": "x", "code": 0}, 'answer: body: "retry_after" is a required property'),
        (204, None, "answer: body: "),
        (202, {}, "answer: body: "),
        (502, "<html>", ""),
    ],
)
def test_refusals_and_statuses_are_held_against_the_description(
    openapi: Path, discords_words: OpenApi, status: int, answer: Any, sentence: str
):
    """Of Get Channel: its refusals have their form, and it never answers with nothing."""
    noted = discords_words.answer_faults("GET", "/channels/{channel_id}", status, answer)
    assert bool(noted) == bool(sentence)
    assert all(each.startswith(sentence) for each in noted[:1])


BROKEN: dict[str, tuple[Json, str]] = {
    "a misspelt key": (
        {"content": "x", "embed": {}},
        "body: Additional properties are not allowed ('embed' was unexpected)",
    ),
    "a wrong type": ({"content": "x", "tts": "no"}, 'tts: "no" is not of types'),
    "a key in a button": (
        {"content": "x", "components": [row(button(colour="red"))]},
        "components.0.components.0: Additional properties are not allowed ('colour' was unexpected)",
    ),
    "6 buttons": (
        {"content": "x", "components": [row(*(button(str(n)) for n in range(6)))]},
        "components.0.components: ",
    ),
    "26 fields": (
        {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]},
        "embeds.0.fields: ",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
async def test_what_breaks_the_description_is_noted(plain: PlainBot, control: Control, general: str, case: str):
    """Unknown keys, wrong types and sizes: a short sentence that says where."""
    body, sentence = BROKEN[case]
    await plain.send(general, body)
    noted = await violations(control)
    assert noted[0].startswith(f"POST /channels/{{channel_id}}/messages: {sentence}")


async def test_the_known_exceptions_are_no_violations(plain: PlainBot, control: Control, general: str):
    """Real traffic the description does not know: embed flags, command nsfw, whole-number ids."""
    body = {
        "embeds": [{"title": "x", "flags": 0}],
        "attachments": [{"id": 0, "filename": "a.txt"}],
    }
    _, sent = await plain.send(general, body, [("a.txt", b"x")])
    await plain.send(general, {"content": "x", "message_reference": {"message_id": int(sent["id"])}})
    await plain.register({"name": "ping", "description": "x", "nsfw": False, "default_member_permissions": None})
    assert await violations(control) == []


async def test_what_no_library_sends_is_no_exception(plain: PlainBot, control: Control, film: Json):
    """The exceptions are as narrow as can be: of the values that are sent, and nowhere else."""
    posts = f"/channels/{film['channels'][1]['id']}/threads"
    body = {"name": "post", "type": 11, "message": {"content": "x", "tts": False}}
    await plain.rest("POST", posts, body)
    assert await violations(control) == []
    await plain.rest("POST", posts, {**body, "type": 12})
    await plain.rest("POST", posts, {**body, "message": {"content": "x", "tts": "no"}})
    await plain.rest("PATCH", f"/channels/{film['channels'][0]['id']}", {"topic": "x", "tts": False})
    assert len(await violations(control)) == 3


async def test_the_log_shows_both_sides_of_every_request(plain: PlainBot, control: Control, general: str):
    """n, at, method, path, route, status, request, answer, violations; `after` reads on."""
    await plain.send(general, {"content": "first"})
    await plain.send(general, {"content": ""})
    taken, refused = (await control.call("GET", "/log"))["requests"]
    assert (taken["method"], taken["path"]) == ("POST", f"/channels/{general}/messages")
    assert taken["route"] == "/channels/{channel_id}/messages"
    assert (taken["status"], taken["request"], taken["answer"]["content"]) == (200, {"content": "first"}, "first")
    assert (refused["status"], refused["answer"]["message"]) == (400, "Cannot send an empty message")
    assert (await control.call("GET", f"/log?after={taken['n']}"))["requests"] == [refused]


async def test_a_real_bots_whole_traffic_keeps_to_the_description(client: commands.Bot, control: Control):
    """discord.py's own payloads, and our answers to them: no violation on either side."""

    class Ask(discord.ui.Modal, title="Ask"):
        words = discord.ui.Label(text="Words", component=discord.ui.TextInput(custom_id="words"))
        file = discord.ui.Label(text="File", component=discord.ui.FileUpload(custom_id="file", required=False))

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.edit_original_response(content="read")

    class Panel(discord.ui.LayoutView):
        text = discord.ui.TextDisplay("# Panel")
        buttons = discord.ui.ActionRow()
        box = discord.ui.Container(
            discord.ui.Section("words", accessory=discord.ui.Thumbnail("https://a.b/c.png")),
            discord.ui.Separator(),
            discord.ui.MediaGallery(discord.MediaGalleryItem("https://a.b/c.png")),
        )

        @buttons.button(label="Ask", custom_id="ask")
        async def ask(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
            await interaction.response.send_modal(Ask())

        @buttons.button(label="Later", custom_id="later")
        async def later(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
            await interaction.response.defer()
            await interaction.followup.send("later", ephemeral=True, suppress_embeds=True)

    group = app_commands.Group(name="prompt", description="Prompts")

    @group.command(description="A panel")
    @app_commands.choices(kind=[app_commands.Choice(name="Still", value="still")])
    async def new(interaction: discord.Interaction, title: str, kind: str = "still") -> None:
        await interaction.response.send_message(view=Panel())

    @new.autocomplete("title")
    async def titles(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=typed.upper(), value=typed)]

    @client.tree.context_menu(name="Submit this")
    async def submit(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(embed=discord.Embed(title=message.content), silent=True)

    client.tree.add_command(group)
    await start(client)
    options: Json = {"channel": "general", "command": "prompt new", "options": {"title": "t"}}
    choices = await control.as_person("POST", "autocomplete", {**options, "focused": "title"})
    assert choices["choices"] == [{"name": "T", "value": "t"}]
    panel = (await control.as_person("POST", "commands", options))["messages"][-1]["id"]
    await control.as_person("POST", "presses", {"message": panel, "custom_id": "ask"})
    answered = {"fields": {"words": "x"}}
    await control.as_person("POST", "modals", answered, files=[("file", "a.txt", b"x")])
    await control.as_person("POST", "presses", {"message": panel, "custom_id": "later"})
    said = await control.say("hello")
    await control.as_person("POST", "menus", {"message": said["id"], "command": "Submit this"})

    [server] = client.guilds
    general = discord.utils.get(server.text_channels, name="general")
    forum = discord.utils.get(server.forums, name="forum")
    assert general is not None
    assert forum is not None
    message = await general.send("words", file=discord.File(__file__, "a.py"), nonce="n", silent=True)
    await message.edit(content="other words", attachments=[])
    await message.reply("reply", mention_author=False)
    await message.add_reaction("👍")
    await message.pin()
    assert [pin.id async for pin in general.pins()] == [message.id]
    thread = await message.create_thread(name="talk")
    await thread.send("in it")
    await thread.edit(archived=True, locked=True)
    opened = await forum.create_thread(name="post", content="first", applied_tags=[forum.available_tags[0]])
    assert opened.message.content == "first"
    assert len([found async for found in general.history(limit=10)]) == 6
    assert [found.name async for found in general.archived_threads()] == ["talk"]
    ann = await server.fetch_member(next(m.id for m in server.members if m.name == "ann"))
    await ann.send("a direct message")
    await message.delete()
    assert await violations(control) == []
