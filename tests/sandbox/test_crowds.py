"""Servers of tens of thousands. Most sources: events/gateway-events.mdx, "Request Guild Members"."""

import asyncio
from typing import Any

import discord
import pytest

from bot.sandbox import Sandbox

from .clients import EVERYTHING, GUILDS, MEMBERS, PRESENCES, Control, Json, PlainBot, Refused

SECOND = 1_000_000
ALL_GRANTED = pytest.mark.parametrize(
    "arguments", [{"privileged": ("members", "presences", "message_content")}], ids=["presences granted"]
)


@pytest.fixture
async def crowd(control: Control, film: Json) -> Json:
    """Film with 2,500 people besides."""
    return await control.call("POST", "/servers/film/crowd", {"count": 2_500})


def names(members: list[Json]) -> list[str]:
    return [member["user"]["username"] for member in members]


async def ask(bot: PlainBot, film: Json, **asked: Any) -> list[Json]:
    """The chunks that answer a request for members."""
    await bot.op(8, {"guild_id": film["id"], **asked})
    await bot.event("GUILD_MEMBERS_CHUNK")
    return await bot.told_so_far("GUILD_MEMBERS_CHUNK")


async def unanswered(bot: PlainBot, film: Json, **asked: Any) -> bool:
    await bot.op(8, {"guild_id": film["id"], **asked})
    return await bot.told_so_far("GUILD_MEMBERS_CHUNK", "RATE_LIMITED") == []


async def test_a_crowd_is_named_after_a_pattern(control: Control, film: Json):
    """Filling a server tells nobody of each, and keeps ids and names unique."""
    first = await control.call("POST", "/servers/film/crowd", {"count": 3, "name": "fan"})
    assert first["people_count"] == 6
    assert [person["name"] for person in first["people"]] == ["owner", "ann", "ben", "fan 1", "fan 2", "fan 3"]
    second = await control.call("POST", "/servers/film/crowd", {"count": 2, "name": "fan"})
    assert [person["name"] for person in second["people"]][-2:] == ["fan 4", "fan 5"]
    assert len({person["id"] for person in second["people"]}) == 8
    await control.say("one of many", who="fan 5")


async def test_a_server_is_not_listed_whole(control: Control, crowd: Json):
    """GET /servers shows a hundred people of a server, those of a crowd last; people.list finds the others."""
    await control.call("POST", "/servers/film/people", {"name": "late"})
    [shown] = (await control.call("GET", "/servers"))["servers"]
    assert (len(shown["people"]), shown["people_count"]) == (100, 2_504)
    assert [person["name"] for person in shown["people"][:4]] == ["owner", "ann", "ben", "late"]
    found = await control.call("GET", "/servers/film/people?query=EXTRA%202499")
    assert [person["name"] for person in found["people"]] == ["extra 2499"]
    assert len((await control.call("GET", "/servers/film/people"))["people"]) == 25
    assert len((await control.call("GET", "/servers/film/people?limit=1000"))["people"]) == 1_000


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/servers/film/people?limit=0", None),
        ("GET", "/servers/film/people?limit=many", None),
        ("POST", "/servers/film/crowd", {"count": 0}),
        ("POST", "/servers/film/crowd", {"count": 1, "name": "x" * 25}),
    ],
)
async def test_a_crowd_asked_for_wrongly_is_a_mistake(control: Control, film: Json, method: str, path: str, body: Any):
    """The sentence says what may be given."""
    with pytest.raises(Refused, match="Give"):
        await control.call(method, path, body)


async def test_without_presences_only_the_bot_is_sent(plain: PlainBot, film: Json):
    """GUILD_CREATE without the presences intent has no members but the bot (and who is in voice).

    Source: discord-api-docs events/gateway-events.mdx, "Guild Create" (the warning)
    """
    await plain.connect()
    created = await plain.event("GUILD_CREATE")
    assert (names(created["members"]), created["member_count"]) == (["Callsheet"], 4)


@ALL_GRANTED
async def test_a_small_server_is_sent_whole_with_presences(plain: PlainBot, film: Json):
    """With the presences intent a server of at most large_threshold members is sent with all of them.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members"
    """
    await plain.connect(intents=GUILDS | PRESENCES)
    created = await plain.event("GUILD_CREATE")
    assert sorted(names(created["members"])) == ["Callsheet", "ann", "ben", "owner"]
    assert created["large"] is False


@ALL_GRANTED
@pytest.mark.parametrize(("threshold", "large"), [(None, True), (250, False), (10_000, False), (1, True)])
async def test_large_is_what_exceeds_the_threshold(
    plain: PlainBot, control: Control, film: Json, threshold: int | None, large: bool
):
    """Of a server above large_threshold (50 to 250, 50 by default) only members with a role or nickname are sent.

    Source: discord-api-docs events/gateway-events.mdx, "Identify Structure" and "Request Guild Members"
    """
    await control.call("POST", "/servers/film/crowd", {"count": 100})
    given = {} if threshold is None else {"large_threshold": threshold}
    await plain.connect(intents=GUILDS | PRESENCES, **given)
    created = await plain.event("GUILD_CREATE")
    assert created["large"] is large
    assert (sorted(names(created["members"])) == ["Callsheet", "ann"]) is large


async def test_all_members_come_a_thousand_at_a_time(bot: PlainBot, crowd: Json):
    """The whole list is sent in chunks of at most 1,000 members, numbered.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members" and "Guild Members Chunk"
    """
    chunks = await ask(bot, crowd, query="", limit=0, nonce="all")
    assert [len(chunk["members"]) for chunk in chunks] == [1_000, 1_000, 504]
    assert [(chunk["chunk_index"], chunk["chunk_count"], chunk["nonce"]) for chunk in chunks] == [
        (0, 3, "all"),
        (1, 3, "all"),
        (2, 3, "all"),
    ]
    assert len({member["user"]["id"] for chunk in chunks for member in chunk["members"]}) == 2_504


@pytest.mark.parametrize("limit", [0, 5])
async def test_all_members_need_the_intent(plain: PlainBot, film: Json, limit: int):
    """An empty query needs the members intent: without it nothing comes.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members" (silence: issue 5855)
    """
    await plain.connect(intents=EVERYTHING & ~MEMBERS)
    assert await unanswered(plain, film, query="", limit=limit)


async def test_a_name_is_looked_for_without_the_intent(plain: PlainBot, film: Json):
    """A query that is not empty needs no privileged intent.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members"
    """
    await plain.connect(intents=GUILDS)
    [chunk] = await ask(plain, film, query="AN", limit=5)
    assert names(chunk["members"]) == ["ann"]


@pytest.mark.parametrize(("limit", "found"), [(0, 100), (7, 7), (2_000, 100)])
async def test_a_name_finds_at_most_a_hundred(bot: PlainBot, crowd: Json, limit: int, found: int):
    """A query by prefix returns at most 100 members.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members"
    """
    [chunk] = await ask(bot, crowd, query="extra", limit=limit)
    assert len(chunk["members"]) == found


async def test_ids_find_at_most_a_hundred(bot: PlainBot, crowd: Json):
    """A request by user_ids returns at most 100 members.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members"
    """
    ids = [str(number) for number in list(bot.sandbox.world.people)[-150:]]
    [chunk] = await ask(bot, crowd, user_ids=ids)
    assert len(chunk["members"]) == 100


async def test_all_members_are_told_once_in_30_seconds(bot: PlainBot, sandbox: Sandbox, control: Control, film: Json):
    """All members of a server can be asked for once in 30 seconds; sooner RATE_LIMITED comes instead.

    Source: discord-api-docs change-log.mdx, August 14, 2025; events/gateway-events.mdx, "Rate Limited"
    """
    other = await control.call("POST", "/servers", {"name": "other"})
    await ask(bot, film, query="", limit=0)
    await bot.op(8, {"guild_id": film["id"], "query": "", "limit": 0, "nonce": "again"})
    limited = await bot.event("RATE_LIMITED")
    assert (limited["opcode"], limited["meta"]) == (8, {"guild_id": film["id"], "nonce": "again"})
    assert 0 < limited["retry_after"] <= 30
    bot.heard.clear()
    assert len(await ask(bot, other, query="", limit=0)) == 1, "each server has its own limit"
    bot.heard.clear()
    assert len(await ask(bot, film, query="an", limit=1)) == 1, "a search is not limited"
    sandbox.clock.advance(30 * SECOND)
    bot.heard.clear()
    assert len(await ask(bot, film, query="", limit=0)) == 1


@pytest.mark.parametrize(("nonce", "kept"), [("n" * 32, True), ("n" * 33, False), ("é" * 17, False)])
async def test_a_nonce_has_at_most_32_bytes(bot: PlainBot, film: Json, nonce: str, kept: bool):
    """A nonce of more than 32 bytes is ignored.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members Structure"
    """
    [chunk] = await ask(bot, film, query="an", limit=1, nonce=nonce)
    assert ("nonce" in chunk) is kept


async def test_presences_need_their_intent(bot: PlainBot, film: Json):
    """`presences` is ignored without the presences intent.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members"
    """
    [chunk] = await ask(bot, film, query="an", limit=1, presences=True)
    assert "presences" not in chunk


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"query": "an"},
        {"query": "an", "limit": -1},
        {"query": 5, "limit": 1},
        {"query": "an", "limit": 1, "user_ids": ["1"]},
        {"user_ids": ["ann"]},
        {"guild_id": ["1", "2"], "query": "an", "limit": 1},
        {"guild_id": None, "query": "an", "limit": 1},
    ],
    ids=repr,
)
async def test_a_request_of_the_wrong_shape_is_closed_with_4002(bot: PlainBot, film: Json, asked: Json):
    """A request names one server and either a query with its limit or user_ids; else 4002 Decode error.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members Structure" (the code is chosen here)
    """
    await bot.op(8, {"guild_id": film["id"], **asked})
    assert await bot.closed_with() == 4002


async def test_a_strangers_server_is_not_told(bot: PlainBot, control: Control, film: Json):
    """A request for a server the bot is not in gets no answer.

    Source: not published; chosen here
    """
    other = await control.call("POST", "/servers", {"name": "other", "bot": False})
    assert await unanswered(bot, other, query="ow", limit=1)


async def test_members_are_listed_a_thousand_a_page(plain: PlainBot, crowd: Json):
    """List Guild Members has pages of 1 to 1,000, by id, after the highest of the page before.

    Source: discord-api-docs resources/guild.mdx, "List Guild Members"
    """
    path, last, sizes = f"/guilds/{crowd['id']}/members?limit=1000&after=", "0", []
    while True:
        status, page = await plain.rest("GET", path + last)
        assert status == 200
        sizes.append(len(page))
        if len(page) < 1_000:
            break
        last = page[-1]["user"]["id"]
    assert sizes == [1_000, 1_000, 504]
    status, refused = await plain.rest("GET", f"/guilds/{crowd['id']}/members?limit=1001")
    assert (status, refused["code"]) == (400, 50035)


async def test_eighty_thousand_are_never_sent_whole(pointed: Sandbox, control: Control, film: Json):
    """A bot logs in to a server of 80,000 at once: above 75,000 nobody but the bot is sent unasked.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Create" (the warning)
    """
    server = await control.call("POST", "/servers/film/crowd", {"count": 80_000})
    assert server["people_count"] == 80_003
    client = discord.Client(intents=discord.Intents(EVERYTHING), chunk_guilds_at_startup=False)
    there: asyncio.Future[discord.Guild] = asyncio.get_running_loop().create_future()

    @client.event
    async def on_guild_available(guild: discord.Guild) -> None:
        there.set_result(guild)

    running = asyncio.create_task(client.start("sandbox-token"))
    async with asyncio.timeout(10):
        guild = await there
        [last] = await guild.query_members("extra 79999", limit=1)
    assert (guild.member_count, guild.large, guild.chunked) == (80_004, True, False)
    assert last.name == "extra 79999"
    assert len(guild.members) == 2
    await client.close()
    await running


async def test_one_of_a_crowd_is_found_by_id(control: Control, sandbox: Sandbox, film: Json):
    """A page that knows only an id learns who that is; the bot is nobody to be."""
    await control.call("POST", "/servers/film/crowd", {"count": 300})
    last = list(sandbox.world.named_server("film").members.values())[-1].person
    found = await control.call("GET", f"/servers/film/people/{last.id}")
    assert (found["id"], found["name"]) == (str(last.id), "extra 300")
    for nobody in (sandbox.world.bot.id, 1):
        with pytest.raises(Refused) as refused:
            await control.call("GET", f"/servers/film/people/{nobody}")
        assert refused.value.status == 404
