"""Links that unfurl a moment after they were posted."""

from .clients import Control, PlainBot

GIF = "https://tenor.com/view/rain-1"


async def test_an_unfurled_link_is_no_edit(bot: PlainBot, control: Control):
    """A link's embed comes after the message, in a MESSAGE_UPDATE whose `edited_timestamp` stays null.

    Source: discord.py events.rst, on_message_edit ("the message has received an embed")
    """
    said = await control.say(GIF)
    assert (await bot.event("MESSAGE_CREATE"))["embeds"] == []
    told = await bot.event("MESSAGE_UPDATE")
    assert (told["id"], told["edited_timestamp"]) == (said["id"], None)
    assert [(embed["type"], embed["url"]) for embed in told["embeds"]] == [("gifv", GIF)]


async def test_an_embed_goes_with_its_link(bot: PlainBot, control: Control):
    """An edit that takes the link out takes its embed with it."""
    said = await control.say(f"look: {GIF}")
    await control.as_person("PATCH", f"messages/{said['id']}", {"content": "never mind"})
    assert (await control.see())["messages"][-1]["embeds"] == []


async def test_who_may_not_embed_links_sees_none_unfurled(bot: PlainBot, control: Control):
    """Only links of who has EMBED_LINKS unfurl.

    Source: discord-api-docs topics/permissions.mdx, "Bitwise Permission Flags"
    """
    bare = [{"role": "@everyone", "deny": ["EMBED_LINKS"]}]
    await control.call("POST", "/servers/film/channels", {"name": "bare", "overwrites": bare})
    await control.say(GIF, channel="bare")
    await bot.event("MESSAGE_CREATE")
    assert await bot.told_so_far("MESSAGE_UPDATE") == []
