"""How large files may be, for whom, and how long what was uploaded can be fetched."""

import asyncio
import io
from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.files import LOOSE_LIFETIME

from .clients import Control, PlainBot, Refused

SAVE = {
    "name": "save",
    "description": "Keeps a file",
    "options": [{"type": 11, "name": "file", "description": "the file", "required": True}],
}
MIB = 1024 * 1024


@pytest.fixture
async def small(control: Control, plain: PlainBot) -> str:
    """A channel of a server that takes 10 bytes a file; nina there has Nitro for 20, omar has none."""
    server = await control.call("POST", "/servers", {"name": "small", "channels": ["tiny"], "upload_limit": 10})
    await control.call("POST", "/servers/small/people", {"name": "nina", "upload_limit": 20})
    await control.call("POST", "/servers/small/people", {"name": "omar"})
    return server["channels"][0]["id"]


async def post(control: Control, who: str, size: int) -> Any:
    path = f"/servers/small/people/{who}/messages"
    return await control.call("POST", path, {"channel": "tiny"}, [("f", "a.bin", b"x" * size)])


async def use(control: Control, who: str, size: int) -> Any:
    path, body = f"/servers/small/people/{who}/commands", {"channel": "tiny", "command": "save"}
    return await control.call("POST", path, body, [("file", "a.bin", b"x" * size)])


async def test_nitro_raises_a_persons_limit(control: Control, small: str):
    """A person may upload what their Nitro or the server allows, whichever is more: else 40005.

    Source: discord-api-docs reference.mdx, "Uploading Files"
    """
    assert (await post(control, "nina", 20))["message"]["attachments"][0]["size"] == 20
    for who, size in (("nina", 21), ("omar", 11)):
        with pytest.raises(Refused) as refused:
            await post(control, who, size)
        assert refused.value.status == 413


async def test_the_bot_has_the_servers_limit(plain: PlainBot, control: Control, small: str):
    """A bot has no Nitro: what a person could post it may not be able to post again: 40005.

    Source: discord-api-docs reference.mdx, "Uploading Files"
    """
    await post(control, "nina", 20)
    status, answer = await plain.send(small, {}, [("a.bin", b"x" * 20)])
    assert (status, answer["code"]) == (413, 40005)


async def test_an_interaction_tells_the_persons_limit(bot: PlainBot, control: Control, small: str):
    """`attachment_size_limit` is the larger of the person's limit and the server's.

    Source: discord-api-docs reference.mdx, "Uploading Files"
    """
    await bot.register(SAVE)
    _, interaction = await bot.answer(use(control, "nina", 20), 4, {"content": "kept"})
    assert interaction["attachment_size_limit"] == 20
    with pytest.raises(Refused) as refused:
        await use(control, "omar", 11)
    assert refused.value.status == 413


async def test_a_modals_files_have_the_persons_limit(bot: PlainBot, control: Control, small: str):
    """A file put into a modal obeys the person's limit, not the bot's.

    Source: discord-api-docs components/reference.mdx, "File Upload"
    """
    await bot.register({"name": "hand-in", "description": "Opens a modal"})
    upload = {"type": 18, "label": "Work", "component": {"type": 19, "custom_id": "work"}}
    path, body = "/servers/small/people/nina", {"channel": "tiny", "command": "hand-in"}
    modal = {"custom_id": "m", "title": "t", "components": [upload]}
    await bot.answer(control.call("POST", f"{path}/commands", body), 9, modal)
    with pytest.raises(Refused) as refused:
        await control.call("POST", f"{path}/modals", {}, [("work", "a.bin", b"x" * 21)])
    assert refused.value.status == 413
    files = [("work", "a.bin", b"x" * 20)]
    await bot.answer(control.call("POST", f"{path}/modals", {}, files), 4, {"content": "thanks"})


async def test_a_request_has_25_mib(plain: PlainBot, general: str):
    """A request of more than 25 MiB is refused, even of files that are small enough each: 40005.

    Source: discord-api-docs resources/message.mdx, Create Message, "Limitations"
    """
    files: list[Any] = [(f"{number}.bin", io.BytesIO(bytes(13 * MIB))) for number in range(2)]
    status, answer = await plain.send(general, {}, files)
    assert (status, answer["code"]) == (413, 40005)


@pytest.mark.parametrize(("mib", "tier"), [(20, 0), (50, 2), (100, 3)])
async def test_boosts_raise_a_servers_limit(bot: PlainBot, control: Control, mib: int, tier: int):
    """Boost tiers 2 and 3 bring 50 and 100 MiB a file; a client reads the limit from `premium_tier`.

    Source: https://support.discord.com/hc/en-us/articles/360028038352-Server-Boosting-FAQ
    """
    await control.call("POST", "/servers", {"name": "boosted", "upload_limit": mib * MIB})
    while (guild := await bot.event("GUILD_CREATE"))["name"] != "boosted":
        pass
    assert guild["premium_tier"] == tier


async def fetched(plain: PlainBot, url: str) -> int:
    async with plain.session.get(url) as response:
        return response.status


async def test_a_file_in_an_option_vanishes(bot: PlainBot, control: Control, sandbox: Sandbox, general: str):
    """What was uploaded into an option is ephemeral: its link is dead after a while.

    Source: discord-api-docs resources/message.mdx, "Attachment Structure"; the time is not published
    """
    await bot.register(SAVE)
    body = {"channel": "general", "command": "save"}
    acting = asyncio.ensure_future(control.as_person("POST", "commands", body, [("file", "a.txt", b"x")]))
    interaction = await bot.event("INTERACTION_CREATE")
    await bot.callback(interaction, 4, {"content": "kept"})
    await acting
    [file] = interaction["data"]["resolved"]["attachments"].values()
    assert (file["ephemeral"], await fetched(bot, file["url"])) == (True, 200)
    sandbox.clock.advance(LOOSE_LIFETIME)
    assert await fetched(bot, file["url"]) == 404


async def test_a_file_in_an_ephemeral_answer_lasts_as_its_message(
    bot: PlainBot, control: Control, sandbox: Sandbox, general: str
):
    """A file on an ephemeral message stays as long as the message.

    Source: discord-api-docs resources/message.mdx, "Attachment Structure"
    """
    await bot.register({"name": "look", "description": "Shows a file"})
    acting = asyncio.ensure_future(control.as_person("POST", "commands", {"channel": "general", "command": "look"}))
    interaction = await bot.event("INTERACTION_CREATE")
    await bot.callback(interaction, 4, {"content": "x", "flags": 64}, [("a.txt", b"x")])
    file = (await acting)["ephemeral"][0]["attachments"][0]
    assert file["ephemeral"] is True
    sandbox.clock.advance(2 * LOOSE_LIFETIME)
    assert await fetched(bot, file["url"]) == 200


async def test_what_an_attachment_says_can_be_edited(plain: PlainBot, general: str):
    """An edit changes the description and the spoiler mark of a file that stays.

    Source: discord-api-docs reference.mdx, "Editing Message Attachments"
    """
    _, sent = await plain.send(general, {}, [("a.png", b"x")])
    [file] = sent["attachments"]
    assert "flags" not in file
    path = f"/channels/{general}/messages/{sent['id']}"
    body = {"attachments": [{"id": file["id"], "description": "a sea", "is_spoiler": True}]}
    _, edited = await plain.rest("PATCH", path, body)
    [again] = edited["attachments"]
    assert (again["id"], again["description"], again["flags"]) == (file["id"], "a sea", 1 << 3)


async def test_a_new_file_that_the_edit_does_not_list_is_not_added(plain: PlainBot, general: str):
    """With `attachments` in an edit only the files it lists are on the message.

    Source: discord-api-docs reference.mdx, "Editing Message Attachments"
    """
    _, sent = await plain.send(general, {}, [("a.txt", b"a")])
    path = f"/channels/{general}/messages/{sent['id']}"
    body = {"attachments": [{"id": sent["attachments"][0]["id"]}]}
    _, edited = await plain.rest("PATCH", path, body, [("b.txt", b"b")])
    assert [file["filename"] for file in edited["attachments"]] == ["a.txt"]


async def test_a_files_description_has_1024_characters(plain: PlainBot, general: str):
    """An attachment's description has at most 1,024 characters.

    Source: discord-api-docs resources/message.mdx, "Attachment Structure"
    """
    body = {"attachments": [{"id": 0, "description": "d" * 1025}]}
    status, _ = await plain.send(general, body, [("a.txt", b"a")])
    assert status == 400
    body["attachments"][0]["description"] = "d" * 1024
    assert (await plain.send(general, body, [("a.txt", b"a")]))[0] == 200


async def test_a_spoiler_is_marked(plain: PlainBot, general: str):
    """A file sent with `is_spoiler` carries the IS_SPOILER flag.

    Source: discord-api-docs resources/message.mdx, "Attachment Flags"
    """
    _, sent = await plain.send(general, {"attachments": [{"id": 0, "is_spoiler": True}]}, [("a.png", b"x")])
    assert sent["attachments"][0]["flags"] == 1 << 3
