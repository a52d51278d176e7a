"""Several shards. Source: discord-api-docs events/gateway.mdx, "Sharding"."""

import asyncio

import discord
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.gateway import Terms

from .clients import EVERYTHING, Control, Json, PlainBot

SHARDS = 2
SHARDED = pytest.mark.parametrize("arguments", [{"terms": Terms(shards=SHARDS, identify_seconds=0)}], ids=[""])


def shard_of(server: Json) -> int:
    return (int(server["id"]) >> 22) % SHARDS


@pytest.fixture
async def servers(control: Control, film: Json) -> list[Json]:
    """Servers on every shard, "film" among them."""
    made = [film]
    while len({shard_of(server) for server in made}) < SHARDS:
        body = {"name": f"server {len(made)}", "channels": ["lobby"]}
        made.append(await control.call("POST", "/servers", body))
    return made


@pytest.fixture
async def shards(session, sandbox: Sandbox, servers: list[Json]) -> list[PlainBot]:
    """A plain bot a shard, in order."""
    bots = [PlainBot(session, sandbox) for _ in range(SHARDS)]
    for index, bot in enumerate(bots):
        await bot.connect(shard=[index, SHARDS])
        await bot.told_so_far()
    return bots


async def test_each_shard_is_sent_its_servers(shards: list[PlainBot], servers: list[Json]):
    """READY and GUILD_CREATE name a shard's servers only: (guild_id >> 22) % num_shards.

    Source: discord-api-docs events/gateway.mdx, "Sharding Formula"
    """
    for index, shard in enumerate(shards):
        own = [server["id"] for server in servers if shard_of(server) == index]
        ready = next(payload["d"] for payload in shard.heard if payload.get("t") == "READY")
        assert [server["id"] for server in ready["guilds"]] == own
        assert ready["shard"] == [index, SHARDS]
        assert [server["id"] for server in await shard.told_so_far("GUILD_CREATE")] == own


async def test_a_session_that_names_no_shard_is_told_none(bot: PlainBot):
    """READY carries `shard` only if it was sent when identifying.

    Source: discord-api-docs events/gateway-events.mdx, "Ready"
    """
    assert [ready.get("shard") for ready in await bot.told_so_far("READY")] == [None]


async def test_events_go_to_the_shard_of_their_server(shards: list[PlainBot], servers: list[Json], control: Control):
    """An event of a server goes to the shard that has it.

    Source: discord-api-docs events/gateway.mdx, "Sharding"
    """
    for server in servers:
        channel = server["channels"][0]["id"]
        path = f"/servers/{server['id']}/people/owner/messages"
        await control.call("POST", path, {"channel": channel, "content": server["name"]})
    for index, shard in enumerate(shards):
        said = [message["content"] for message in await shard.told_so_far("MESSAGE_CREATE")]
        assert said == [server["name"] for server in servers if shard_of(server) == index]


async def test_direct_messages_go_to_shard_0(shards: list[PlainBot], film: Json):
    """Events without a guild_id, direct messages among them, go to shard 0 only.

    Source: discord-api-docs events/gateway.mdx, "Sharding"
    """
    first, second = shards
    _, direct = await first.rest("POST", "/users/@me/channels", {"recipient_id": film["owner"]["id"]})
    await first.send(direct["id"], {"content": "to you alone"})
    assert (await first.event("MESSAGE_CREATE"))["content"] == "to you alone"
    assert await second.told_so_far("MESSAGE_CREATE") == []


async def test_sessions_of_the_same_shard_get_the_same(session, sandbox: Sandbox, control: Control, film: Json):
    """Several sessions may have the same shard, or another count of shards.

    Source: discord-api-docs events/gateway.mdx, "Sharding"
    """
    shard = shard_of(film)
    twins = [PlainBot(session, sandbox) for _ in range(3)]
    await twins[0].connect(shard=[shard, SHARDS])
    await twins[1].connect(shard=[shard, SHARDS])
    await twins[2].connect(shard=[0, 1])
    await control.say("to all three")
    for twin in twins:
        assert (await twin.event("MESSAGE_CREATE"))["content"] == "to all three"


@SHARDED
async def test_get_gateway_bot_recommends_a_number_of_shards(plain: PlainBot):
    """Get Gateway Bot's `shards` is the recommended number.

    Source: discord-api-docs events/gateway.mdx, "Get Gateway Bot"
    """
    _, answer = await plain.rest("GET", "/gateway/bot")
    assert answer["shards"] == SHARDS


class Sharded(discord.AutoShardedClient):
    """discord.py's own client of several shards; it asks how many. It need not wait between identifying."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        pass


@SHARDED
async def test_discord_py_runs_on_several_shards(
    pointed: Sandbox, servers: list[Json], control: Control, film: Json
) -> None:
    """AutoShardedClient has every server on its shard, hears of each, and gets its direct messages."""
    client = Sharded(intents=discord.Intents(EVERYTHING), chunk_guilds_at_startup=False)
    known: set[int] = set()
    heard: asyncio.Queue[discord.Message] = asyncio.Queue()
    everyone = asyncio.Event()

    @client.event
    async def on_guild_available(guild: discord.Guild) -> None:
        known.add(guild.id)
        if len(known) == len(servers):
            everyone.set()

    @client.event
    async def on_message(message: discord.Message) -> None:
        heard.put_nowait(message)

    running = asyncio.create_task(client.start("sandbox-token"))
    async with asyncio.timeout(10):
        await everyone.wait()
        assert sorted(client.shards) == list(range(SHARDS))
        for server in servers:
            path = f"/servers/{server['id']}/people/owner/messages"
            await control.call("POST", path, {"channel": server["channels"][0]["id"], "content": "here"})
            message = await heard.get()
            assert message.guild is not None
            assert (message.guild.id, message.guild.shard_id) == (int(server["id"]), shard_of(server))
        owner = await client.fetch_user(int(film["owner"]["id"]))
        await owner.send("to you alone")
        assert (await heard.get()).guild is None
    await client.close()
    await running
