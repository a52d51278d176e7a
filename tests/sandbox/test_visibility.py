"""Channels the bot cannot view."""

from typing import Any

from bot.sandbox import Sandbox

from .clients import Control, PlainBot

VIEW = 1 << 10


async def test_a_hidden_channel_is_dispatched_obfuscated(plain: PlainBot, film: dict[str, Any]):
    """A channel the bot cannot view is dispatched without its name, topic and overwrites, flagged CHANNEL_OBFUSCATED.

    Source: discord-api-docs change-log.mdx, "Channel Obfuscation for Users and Bots"
    """
    await plain.connect()
    channels = (await plain.event("GUILD_CREATE"))["channels"]
    assert [(one["name"], one["flags"]) for one in channels] == [
        ("general", 0),
        ("forum", 0),
        ("___hidden___", 1 << 17),
    ]
    known, hidden = film["channels"][2], channels[2]
    assert {key: hidden[key] for key in ("id", "type", "position", "parent_id")} == {
        key: known[key] for key in ("id", "type", "position", "parent_id")
    }
    assert hidden["permission_overwrites"] == [{"id": film["id"], "type": 0, "allow": "0", "deny": str(VIEW)}]


async def test_a_new_hidden_channel_is_announced_obfuscated(bot: PlainBot, control: Control):
    """That a channel is made which the bot cannot view is dispatched, without its name.

    Source: discord-api-docs topics/permissions.mdx, "Channel Visibility"
    """
    hidden = [{"role": "@everyone", "deny": ["VIEW_CHANNEL"]}]
    made = await control.call("POST", "/servers/film/channels", {"name": "vault", "topic": "t", "overwrites": hidden})
    told = await bot.event("CHANNEL_CREATE")
    assert (told["id"], told["name"], told["topic"]) == (made["id"], "___hidden___", None)


async def test_hidden_channels_are_not_listed(plain: PlainBot, film: dict[str, Any]):
    """The list of a server's channels leaves out those the bot cannot view.

    Source: discord-api-docs change-log.mdx, "Channel Obfuscation for Users and Bots"
    """
    _, listed = await plain.rest("GET", f"/guilds/{film['id']}/channels")
    assert [channel["name"] for channel in listed] == ["general", "forum"]


async def test_threads_of_hidden_channels_are_not_listed(
    plain: PlainBot, control: Control, film: dict[str, Any], general: str
):
    """The list of active threads leaves out those of channels the bot cannot view.

    Source: discord-api-docs topics/threads.mdx, "Enumerating threads"
    """
    await control.as_person("POST", "threads", {"name": "secret", "channel": "backstage"})
    await plain.rest("POST", f"/channels/{general}/threads", {"name": "open", "type": 11})
    _, listed = await plain.rest("GET", f"/guilds/{film['id']}/threads/active")
    assert [thread["name"] for thread in listed["threads"]] == ["open"]


async def test_a_category_is_viewable_with_a_channel_in_it(plain: PlainBot, control: Control):
    """A category is viewable if any channel in it is.

    Source: discord-api-docs topics/permissions.mdx, "Channel Visibility"
    """
    shut = [{"role": "@everyone", "deny": ["VIEW_CHANNEL"]}]
    named = {"name": "acts", "type": "category", "overwrites": shut}
    server = await control.call("POST", "/servers", {"name": "second", "channels": [named]})
    where = f"/guilds/{server['id']}/channels"
    assert (await plain.rest("GET", where))[1] == []
    await control.call("POST", "/servers/second/channels", {"name": "act one", "parent": "acts"})
    assert [channel["name"] for channel in (await plain.rest("GET", where))[1]] == ["acts", "act-one"]


async def test_losing_sight_of_a_channel_is_told(bot: PlainBot, film: dict[str, Any], general: str, sandbox: Sandbox):
    """An overwrite that takes View Channel from the bot is dispatched as CHANNEL_UPDATE, obfuscated.

    Source: discord-api-docs topics/permissions.mdx, "Channel Visibility"
    """
    path, denied = f"/channels/{general}/permissions/{bot.id}", {"type": 1, "deny": str(VIEW)}
    assert (await bot.rest("PUT", path, denied))[0] == 204
    told = await bot.event("CHANNEL_UPDATE")
    assert (told["id"], told["name"]) == (general, "___hidden___")
    assert (await bot.rest("GET", f"/channels/{general}"))[1]["code"] == 50001


async def test_gaining_sight_of_a_channel_is_told(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A role by which the bot comes to view a channel brings CHANNEL_UPDATE, whole, and the channel's active threads.

    Source: discord-api-docs topics/threads.mdx, "Gaining Access to Channels"
    """
    await control.as_person("POST", "threads", {"name": "secret", "channel": "backstage"})
    director = next(role["id"] for role in film["roles"] if role["name"] == "director")
    assert (await bot.rest("PUT", f"/guilds/{film['id']}/members/{bot.id}/roles/{director}"))[0] == 204
    told = await bot.event("CHANNEL_UPDATE")
    assert (told["name"], told["flags"]) == ("backstage", 0)
    synced = await bot.event("THREAD_LIST_SYNC")
    assert synced["channel_ids"] == [told["id"]]
    assert [(thread["name"], thread["parent_id"]) for thread in synced["threads"]] == [("secret", told["id"])]
    await control.say("now heard", channel="backstage")
    assert (await bot.event("MESSAGE_CREATE"))["content"] == "now heard"
