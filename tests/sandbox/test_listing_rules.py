"""Lists and their pages."""

from typing import Any

import pytest

from .clients import Control, PlainBot, faults
from .conformance import rule

MESSAGE, GUILD = "discord-api-docs resources/message.mdx", "discord-api-docs resources/guild.mdx"
REACTIONS = "channels/{channel}/messages/{message}/reactions/%F0%9F%91%8D"


@pytest.fixture
async def ids(control: Control, film: dict[str, Any], general: str) -> dict[str, str]:
    """What a path may name: the server, a channel and a message in it."""
    return {"guild": film["id"], "channel": general, "message": (await control.say("x"))["id"]}


@pytest.mark.parametrize(
    ("path", "most"),
    [
        rule(
            "A page of messages holds at most 100.", f'{MESSAGE}, "Get Channel Messages"',
            "channels/{channel}/messages", 100,
        ),
        rule(
            "A page of pins holds at most 50.", f'{MESSAGE}, "Get Channel Pins"',
            "channels/{channel}/messages/pins", 50,
        ),
        rule("A page of who reacted holds at most 100.", f'{MESSAGE}, "Get Reactions"', REACTIONS, 100),
        rule(
            "A page of members holds at most 1,000.", f'{GUILD}, "List Guild Members"',
            "guilds/{guild}/members", 1000,
        ),
        rule(
            "A search for members finds at most 1,000.", f'{GUILD}, "Search Guild Members"',
            "guilds/{guild}/members/search?query=a", 1000,
        ),
    ],
)  # fmt: skip
async def test_a_page_holds_so_many(plain: PlainBot, ids: dict[str, str], path: str, most: int):
    """The limit itself is taken; one more, none and words are refused."""
    where = "/" + path.format(**ids) + ("&" if "?" in path else "?")
    assert (await plain.rest("GET", f"{where}limit={most}"))[0] == 200
    for limit in (most + 1, 0, "x"):
        status, answer = await plain.rest("GET", f"{where}limit={limit}")
        assert (status, faults(answer)) == (400, ["limit: NUMBER_TYPE_MAX"])


@pytest.mark.parametrize(
    ("path", "usual"),
    [
        rule(
            "A page of messages holds 50 unless told otherwise.", f'{MESSAGE}, "Get Channel Messages"', "messages", 50
        ),
        rule("The old list of pins holds 50.", f'{MESSAGE}, "Get Pinned Messages (deprecated)"', "pins", 50),
    ],
)
async def test_a_page_usually_holds(plain: PlainBot, general: str, path: str, usual: int):
    """Of more than that."""
    for number in range(usual + 1):
        _, sent = await plain.send(general, {"content": str(number)})
        if path == "pins":
            await plain.rest("PUT", f"/channels/{general}/pins/{sent['id']}")
    assert len((await plain.rest("GET", f"/channels/{general}/{path}"))[1]) == usual


async def test_members_are_listed_one_a_page_unless_told_otherwise(plain: PlainBot, film: dict[str, Any]):
    """A page of members holds one unless told otherwise.

    Source: discord-api-docs resources/guild.mdx, "List Guild Members"
    """
    assert len((await plain.rest("GET", f"/guilds/{film['id']}/members"))[1]) == 1


async def test_members_are_listed_by_id(plain: PlainBot, film: dict[str, Any]):
    """Members are listed by id, from the one after `after`.

    Source: discord-api-docs resources/guild.mdx, "List Guild Members"
    """
    path = f"/guilds/{film['id']}/members?limit=1000"
    every = [member["user"]["id"] for member in (await plain.rest("GET", path))[1]]
    assert every == sorted(every, key=int)
    _, rest = await plain.rest("GET", f"{path}&after={every[0]}")
    assert [member["user"]["id"] for member in rest] == every[1:]


async def test_members_are_searched_by_the_start_of_their_names(plain: PlainBot, film: dict[str, Any]):
    """A search for members finds those whose name begins with the query, in any case.

    Source: discord-api-docs resources/guild.mdx, "Search Guild Members"
    """
    path = f"/guilds/{film['id']}/members/search?limit=10&query="
    for query, found in (("AN", ["ann"]), ("nn", [])):
        assert [member["user"]["username"] for member in (await plain.rest("GET", path + query))[1]] == found


async def test_those_who_reacted_are_listed_by_id(plain: PlainBot, control: Control, ids: dict[str, str]):
    """Those who reacted are listed by id, from the one after `after`.

    Source: discord-api-docs resources/message.mdx, "Get Reactions"
    """
    for who in ("ben", "ann", "owner"):
        await control.as_person("PUT", "reactions", {"message": ids["message"], "emoji": "👍"}, who=who)
    path = "/" + REACTIONS.format(**ids)
    every = [user["id"] for user in (await plain.rest("GET", path))[1]]
    assert every == sorted(every, key=int)
    assert [user["id"] for user in (await plain.rest("GET", f"{path}?limit=1&after={every[0]}"))[1]] == every[1:2]


async def test_a_channel_holds_250_pins(plain: PlainBot, general: str):
    """A channel holds at most 250 pinned messages: 30003.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    for number in range(251):
        _, sent = await plain.send(general, {"content": str(number)})
        status, answer = await plain.rest("PUT", f"/channels/{general}/messages/pins/{sent['id']}")
        assert status == (204 if number < 250 else 400)
    assert answer["code"] == 30003


async def test_ids_are_words(plain: PlainBot, control: Control, film: dict[str, Any], general: str):
    """Ids are answered as strings, never as numbers.

    Source: discord-api-docs reference.mdx, "ID Serialization"
    """

    def numbers(value: Any, key: str = "") -> list[str]:
        if isinstance(value, dict):
            return [found for name, part in value.items() for found in numbers(part, name)]
        if isinstance(value, list):
            return [found for part in value for found in numbers(part, key)]
        return [key] if isinstance(value, int) and (key == "id" or key.endswith("_id")) else []

    await control.say("x", files=[("file", "a.txt", b"x")])
    for path in (f"/channels/{general}/messages", f"/channels/{general}", f"/guilds/{film['id']}", "/users/@me"):
        status, answer = await plain.rest("GET", path)
        assert (status, numbers(answer)) == (200, [])
