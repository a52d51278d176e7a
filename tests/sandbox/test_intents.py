"""Gateway intents: which events a session gets, and what of a message. Most sources: events/gateway.mdx."""

from typing import Any

import discord
import pytest
from discord.ext import commands

from bot.sandbox import Sandbox

from .clients import (
    GUILDS,
    MESSAGES,
    REACTIONS,
    TYPING,
    Control,
    Json,
    PlainBot,
)

# The list of intents, as Discord documents it. One session a row must get these events and no other of the list.
LISTED = {
    "GUILDS": (
        1 << 0,
        "GUILD_CREATE GUILD_UPDATE GUILD_DELETE GUILD_ROLE_CREATE GUILD_ROLE_UPDATE GUILD_ROLE_DELETE CHANNEL_CREATE "
        "CHANNEL_UPDATE CHANNEL_DELETE CHANNEL_PINS_UPDATE THREAD_CREATE THREAD_UPDATE THREAD_DELETE THREAD_LIST_SYNC "
        "THREAD_MEMBER_UPDATE STAGE_INSTANCE_CREATE STAGE_INSTANCE_UPDATE STAGE_INSTANCE_DELETE "
        "VOICE_CHANNEL_STATUS_UPDATE VOICE_CHANNEL_START_TIME_UPDATE",
    ),
    "GUILD_MEMBERS": (
        1 << 1,
        "GUILD_MEMBER_ADD GUILD_MEMBER_UPDATE GUILD_MEMBER_REMOVE THREAD_MEMBERS_UPDATE",
    ),
    "GUILD_MODERATION": (1 << 2, "GUILD_AUDIT_LOG_ENTRY_CREATE GUILD_BAN_ADD GUILD_BAN_REMOVE"),
    "GUILD_EXPRESSIONS": (
        1 << 3,
        "GUILD_EMOJIS_UPDATE GUILD_STICKERS_UPDATE GUILD_SOUNDBOARD_SOUND_CREATE GUILD_SOUNDBOARD_SOUND_UPDATE "
        "GUILD_SOUNDBOARD_SOUND_DELETE GUILD_SOUNDBOARD_SOUNDS_UPDATE",
    ),
    "GUILD_INTEGRATIONS": (
        1 << 4,
        "GUILD_INTEGRATIONS_UPDATE INTEGRATION_CREATE INTEGRATION_UPDATE INTEGRATION_DELETE",
    ),
    "GUILD_WEBHOOKS": (1 << 5, "WEBHOOKS_UPDATE"),
    "GUILD_INVITES": (1 << 6, "INVITE_CREATE INVITE_DELETE"),
    "GUILD_VOICE_STATES": (1 << 7, "VOICE_CHANNEL_EFFECT_SEND VOICE_STATE_UPDATE"),
    "GUILD_PRESENCES": (1 << 8, "PRESENCE_UPDATE"),
    "GUILD_MESSAGES": (1 << 9, "MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE MESSAGE_DELETE_BULK"),
    "GUILD_MESSAGE_REACTIONS": (
        1 << 10,
        "MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE MESSAGE_REACTION_REMOVE_ALL MESSAGE_REACTION_REMOVE_EMOJI",
    ),
    "GUILD_MESSAGE_TYPING": (1 << 11, "TYPING_START"),
    "MESSAGE_CONTENT": (1 << 15, ""),
    "GUILD_SCHEDULED_EVENTS": (
        1 << 16,
        "GUILD_SCHEDULED_EVENT_CREATE GUILD_SCHEDULED_EVENT_UPDATE GUILD_SCHEDULED_EVENT_DELETE "
        "GUILD_SCHEDULED_EVENT_USER_ADD GUILD_SCHEDULED_EVENT_USER_REMOVE",
    ),
    "AUTO_MODERATION_CONFIGURATION": (
        1 << 20,
        "AUTO_MODERATION_RULE_CREATE AUTO_MODERATION_RULE_UPDATE AUTO_MODERATION_RULE_DELETE",
    ),
    "AUTO_MODERATION_EXECUTION": (1 << 21, "AUTO_MODERATION_ACTION_EXECUTION"),
    "GUILD_MESSAGE_POLLS": (1 << 24, "MESSAGE_POLL_VOTE_ADD MESSAGE_POLL_VOTE_REMOVE"),
}
IN_DIRECT_MESSAGES = {
    "DIRECT_MESSAGES": (1 << 12, "MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE CHANNEL_PINS_UPDATE"),
    "DIRECT_MESSAGE_REACTIONS": (
        1 << 13,
        "MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE MESSAGE_REACTION_REMOVE_ALL MESSAGE_REACTION_REMOVE_EMOJI",
    ),
    "DIRECT_MESSAGE_TYPING": (1 << 14, "TYPING_START"),
    "DIRECT_MESSAGE_POLLS": (1 << 25, "MESSAGE_POLL_VOTE_ADD MESSAGE_POLL_VOTE_REMOVE"),
}
SOMEBODY: Json = {
    "user": {"id": "1"},
    "author": {"id": "1"},
    "mentions": [],
    "added_members": [{"user_id": "1"}],
    "removed_member_ids": ["2"],
}


async def names_heard(bot: PlainBot, intents: int, names: set[str], guild_id: int | None) -> set[str]:
    """Of the events of these names, those a session with `intents` is sent."""
    await bot.connect(intents=intents)
    await bot.told_so_far()
    bot.heard.clear()
    for name in sorted(names):
        bot.sandbox.state.gateway.dispatch(name, SOMEBODY, guild_id)
    await bot.told_so_far()
    return {payload["t"] for payload in bot.heard if payload["op"] == 0}


@pytest.mark.parametrize("arguments", [{"privileged": ("members", "presences", "message_content")}], ids=[""])
@pytest.mark.parametrize("intent", LISTED)
async def test_an_intent_brings_the_events_listed_under_it(intent: str, plain: PlainBot, film: Json):
    """A session gets those events of a server that are listed under its intents, and no others of the list.

    Source: discord-api-docs events/gateway.mdx, "List of Intents"
    """
    bit, events = LISTED[intent]
    every = {name for _, names in LISTED.values() for name in names.split()}
    assert await names_heard(plain, bit, every, int(film["id"])) == set(events.split())


@pytest.mark.parametrize("intent", IN_DIRECT_MESSAGES)
async def test_a_direct_message_intent_brings_the_events_listed_under_it(intent: str, plain: PlainBot):
    """Events in direct messages come with the direct message intents, not with those of servers.

    Source: discord-api-docs events/gateway.mdx, "List of Intents"
    """
    bit, events = IN_DIRECT_MESSAGES[intent]
    every = {name for _, names in IN_DIRECT_MESSAGES.values() for name in names.split()}
    assert await names_heard(plain, bit, every, None) == set(events.split())


async def test_server_intents_bring_nothing_of_direct_messages(plain: PlainBot):
    """The intents of servers bring no event of direct messages.

    Source: discord-api-docs events/gateway.mdx, "List of Intents"
    """
    every = {name for _, names in IN_DIRECT_MESSAGES.values() for name in names.split()}
    assert await names_heard(plain, GUILDS | MESSAGES | REACTIONS | TYPING, every, None) == set()


async def test_an_opened_direct_message_is_not_announced(bot: PlainBot, film: Json):
    """Bots are not sent CHANNEL_CREATE for direct messages.

    Source: discord-api-docs change-log.mdx, "API and Gateway V8" (bots no longer receive Channel Create for DMs)
    """
    await bot.rest("POST", "/users/@me/channels", {"recipient_id": film["owner"]["id"]})
    assert await bot.told_so_far("CHANNEL_CREATE") == []


async def test_interactions_need_no_intent(plain: PlainBot, control: Control):
    """INTERACTION_CREATE is listed under no intent: every session gets it.

    Source: discord-api-docs events/gateway.mdx, "List of Intents"
    """
    await plain.connect(intents=0)
    await plain.register({"name": "ping", "description": "Says pong"})
    seen, _ = await plain.answer(
        control.as_person("POST", "commands", {"channel": "general", "command": "ping"}), 4, {"content": "pong"}
    )
    assert seen["messages"][-1]["content"] == "pong"


async def test_servers_are_not_sent_without_the_intent(plain: PlainBot, film: Json):
    """Without GUILDS, READY names the servers and no GUILD_CREATE follows.

    Source: discord-api-docs events/gateway.mdx, "List of Intents"
    """
    ready = await plain.connect(intents=MESSAGES)
    assert ready["guilds"] == [{"id": film["id"], "unavailable": True}]
    assert await plain.told_so_far("GUILD_CREATE") == []


async def test_a_bots_own_member_is_always_announced(plain: PlainBot, sandbox: Sandbox, film: Json):
    """GUILD_MEMBER_UPDATE of the bot itself comes without the members intent; of others it does not.

    Source: discord-api-docs events/gateway.mdx, "Caveats"
    """
    await plain.connect(intents=GUILDS)
    for person in ("1", plain.id):
        sandbox.state.gateway.dispatch("GUILD_MEMBER_UPDATE", {"user": {"id": person}}, int(film["id"]))
    assert await plain.told_so_far("GUILD_MEMBER_UPDATE") == [{"user": {"id": plain.id}}]


async def test_without_members_a_thread_tells_only_of_the_bot(plain: PlainBot, sandbox: Sandbox, film: Json):
    """THREAD_MEMBERS_UPDATE without the members intent tells only that the bot was added or removed.

    Source: discord-api-docs events/gateway-events.mdx, "Thread Members Update"
    """
    await plain.connect(intents=GUILDS)
    shared = {"id": "5", "guild_id": film["id"], "member_count": 3}
    for added in ([{"user_id": "1"}], [{"user_id": "1"}, {"user_id": plain.id}]):
        event = {**shared, "added_members": added}
        sandbox.state.gateway.dispatch("THREAD_MEMBERS_UPDATE", event, int(film["id"]))
    told = await plain.told_so_far("THREAD_MEMBERS_UPDATE")
    assert told == [{**shared, "added_members": [{"user_id": plain.id}]}]


@pytest.mark.parametrize("arguments", [{"privileged": ()}], ids=["nothing granted"])
@pytest.mark.parametrize("bit", [1 << 1, 1 << 8, 1 << 15], ids=["members", "presences", "content"])
async def test_a_privileged_intent_must_have_been_granted(plain: PlainBot, bit: int):
    """A privileged intent the app was not granted closes with 4014 Disallowed intent(s).

    Source: discord-api-docs events/gateway.mdx, "Gateway Restrictions"
    """
    await plain.open_socket()
    await plain.identify(intents=GUILDS | bit)
    assert await plain.closed_with() == 4014


@pytest.mark.parametrize("asked", [1 << 17, 1 << 26, -1, "513", None, True])
async def test_unknown_intents_are_refused(plain: PlainBot, asked: Any):
    """Bits that are no intent, or no number at all, close with 4013 Invalid intent(s).

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    await plain.open_socket()
    await plain.identify(intents=asked)
    assert await plain.closed_with() == 4013


@pytest.mark.parametrize(
    ("arguments", "flags"),
    [
        ({"privileged": ()}, 0),
        ({}, 1 << 15 | 1 << 19),
        ({"privileged": ("presences", "members", "message_content")}, 1 << 13 | 1 << 15 | 1 << 19),
    ],
    ids=["none", "as usual", "all"],
)
async def test_the_applications_flags_say_what_it_was_granted(plain: PlainBot, flags: int):
    """The flags GATEWAY_…_LIMITED of the application tell which privileged intents it was granted.

    Source: discord-api-docs resources/application.mdx, "Application Flags"
    """
    ready = await plain.connect(intents=GUILDS)
    _, application = await plain.rest("GET", "/applications/@me")
    assert ready["application"]["flags"] == application["flags"] == flags


def test_a_grant_that_does_not_exist_is_a_mistake():
    """`privileged` takes the three there are."""
    with pytest.raises(ValueError, match="no privileged intent"):
        Sandbox(privileged=("voices",))


@pytest.mark.parametrize("arguments", [{"privileged": ()}], ids=["nothing granted"])
async def test_members_are_listed_only_with_the_grant(plain: PlainBot, film: Json):
    """List Guild Members needs the members intent granted; else 403 Missing Access (50001).

    Source: discord-api-docs resources/guild.mdx, "List Guild Members" (the code: discordgo issue 820)
    """
    status, refused = await plain.rest("GET", f"/guilds/{film['id']}/members?limit=10")
    assert (status, refused["code"]) == (403, 50001)


@pytest.mark.parametrize("arguments", [{"privileged": ()}], ids=["nothing granted"])
async def test_a_threads_members_are_listed_only_with_the_grant(plain: PlainBot, general: str):
    """List Thread Members needs the members intent granted; one member can be read without.

    Source: discord-api-docs topics/threads.mdx, "Syncing for other users" (the code as in List Guild Members)
    """
    _, thread = await plain.rest("POST", f"/channels/{general}/threads", {"name": "t", "type": 11})
    status, refused = await plain.rest("GET", f"/channels/{thread['id']}/thread-members")
    assert (status, refused["code"]) == (403, 50001)
    assert (await plain.rest("GET", f"/channels/{thread['id']}/thread-members/{plain.id}"))[0] == 200


@pytest.mark.parametrize("arguments", [{"privileged": ()}], ids=["nothing granted"])
async def test_single_members_are_found_without_the_grant(plain: PlainBot, film: Json):
    """Get Guild Member and Search Guild Members work without the members intent.

    Source: discord-api-docs gateway/you-might-not-need-a-privileged-intent.mdx, "Guild Members Intent"
    """
    status, found = await plain.rest("GET", f"/guilds/{film['id']}/members/search?query=an")
    assert (status, [member["user"]["username"] for member in found]) == (200, ["ann"])
    status, _ = await plain.rest("GET", f"/guilds/{film['id']}/members/{found[0]['user']['id']}")
    assert status == 200


async def test_a_search_without_a_query_is_refused(plain: PlainBot, film: Json):
    """Search Guild Members needs a query of 1 to 100 characters.

    Source: OpenAPI description, /guilds/{guild_id}/members/search
    """
    for query in ("", "?query=", f"?query={'a' * 101}"):
        status, refused = await plain.rest("GET", f"/guilds/{film['id']}/members/search{query}")
        assert (status, refused["code"]) == (400, 50035)


@pytest.mark.parametrize("arguments", [{"privileged": ()}], ids=["nothing granted"])
async def test_discord_py_is_told_which_grant_it_lacks(pointed: Sandbox):
    """discord.py turns 4014 into PrivilegedIntentsRequired."""
    intents = discord.Intents.default()
    intents.message_content = True
    client = commands.Bot("!", intents=intents)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start("sandbox-token")
    await client.close()
