"""What a person sees through the control API, which the page and the tests act by."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused, button, row

EPHEMERAL = 64


async def look(control: Control, query: str, who: str = "ann") -> dict[str, Any]:
    return await control.as_person("GET", f"view?{query}", who=who)


async def test_older_messages_are_seen_page_by_page(control: Control, film: dict[str, Any]):
    """view: `before` gives the page before a message, `more` whether there are older ones."""
    said = [(await control.say(str(number)))["id"] for number in range(5)]
    page = await look(control, "channel=general&limit=2")
    assert ([message["id"] for message in page["messages"]], page["more"]) == (said[3:], True)
    page = await look(control, f"channel=general&limit=2&before={said[3]}")
    assert ([message["id"] for message in page["messages"]], page["more"]) == (said[1:3], True)
    page = await look(control, f"channel=general&limit=2&before={said[1]}")
    assert ([message["id"] for message in page["messages"]], page["more"]) == (said[:1], False)
    with pytest.raises(Refused, match="before"):
        await look(control, "channel=general&before=yesterday")


async def test_a_view_says_who_reacted(plain: PlainBot, control: Control, film: dict[str, Any], general: str):
    """view.reactions: by message, by emoji, the ids of who."""
    said = await control.say("x")
    await control.as_person("PUT", "reactions", {"message": said["id"], "emoji": "👍"}, who="ben")
    await plain.rest("PUT", f"/channels/{general}/messages/{said['id']}/reactions/%F0%9F%91%8D/@me")
    await control.say("y")
    people = {
        person["name"]: person["id"] for person in (await control.call("GET", "/servers"))["servers"][0]["people"]
    }
    assert (await control.see())["reactions"] == {said["id"]: {"👍": [people["ben"], plain.id]}}


async def test_a_person_is_shown_the_channels_they_see(control: Control, film: dict[str, Any]):
    """channels.seen: visible channels and threads with the person's permissions in them."""
    await control.as_person("POST", "threads", {"channel": "general", "name": "secret", "private": True})
    await control.as_person("POST", "threads", {"channel": "general", "name": "open"})
    seen = await control.as_person("GET", "channels", who="ben")
    assert [channel["name"] for channel in seen["channels"]] == ["general", "forum"]
    assert [channel["name"] for channel in seen["threads"]] == ["open"]
    assert int(seen["channels"][0]["permissions"]) & 1 << 11
    assert seen["dm"] is None
    seen = await control.as_person("GET", "channels")
    assert [channel["name"] for channel in seen["channels"]] == ["general", "forum", "backstage"]
    assert [channel["name"] for channel in seen["threads"]] == ["secret", "open"]


async def test_direct_messages_are_among_the_channels(control: Control, film: dict[str, Any]):
    """channels.seen: `dm` once the person and the bot have written."""
    said = await control.say("hello", channel="dm")
    assert (await control.as_person("GET", "channels"))["dm"]["id"] == said["channel_id"]
    assert (await control.as_person("GET", "channels", who="ben"))["dm"] is None


async def test_an_answer_to_a_private_panel_refers_to_it(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A whisper that follows from a whisper shows what it answers, to its person."""
    await bot.register({"name": "panel", "description": "A panel"})
    use = control.as_person("POST", "commands", {"channel": "general", "command": "panel"})
    panel = {"content": "choose", "flags": EPHEMERAL, "components": [row(button())]}
    seen, _ = await bot.answer(use, 4, panel)
    press = {"message": seen["ephemeral"][0]["id"], "custom_id": "go"}
    seen, _ = await bot.answer(
        control.as_person("POST", "presses", press), 4, {"content": "chosen", "flags": EPHEMERAL}
    )
    answer = seen["ephemeral"][-1]
    assert (answer["content"], answer["referenced_message"]["content"]) == ("chosen", "choose")
    await control.as_person("DELETE", f"messages/{press['message']}")
    answer = (await control.see())["ephemeral"][-1]
    assert answer["referenced_message"] is None


async def test_what_is_a_persons_own_is_changed(bot: PlainBot, control: Control, film: dict[str, Any]):
    """people.change: nickname, language, upload limit, direct messages, with or without roles."""
    changed = await control.call("PATCH", "/servers/film/people/ben", {"nick": "Benny", "locale": "de", "dm": False})
    assert (changed["nick"], changed["locale"], changed["dm"], changed["roles"]) == ("Benny", "de", False, [])
    assert (await bot.event("GUILD_MEMBER_UPDATE"))["nick"] == "Benny"
    changed = await control.call("PATCH", "/servers/film/people/ben", {"upload_limit": 500 * 1024 * 1024})
    assert (changed["nick"], changed["upload_limit"]) == ("Benny", 500 * 1024 * 1024)
    assert (await control.call("PATCH", "/servers/film/people/ben", {"nick": None}))["nick"] is None
    with pytest.raises(Refused, match="32 characters"):
        await control.call("PATCH", "/servers/film/people/ben", {"nick": "n" * 33})


async def test_an_interaction_speaks_the_persons_language(bot: PlainBot, control: Control, film: dict[str, Any]):
    """`locale` is the person's, `guild_locale` the server's."""
    await control.call("PATCH", "/servers/film/people/ann", {"locale": "fr"})
    await bot.register({"name": "panel", "description": "A panel"})
    use = control.as_person("POST", "commands", {"channel": "general", "command": "panel"})
    _, interaction = await bot.answer(use, 4, {"content": "oui"})
    assert (interaction["locale"], interaction["guild_locale"]) == ("fr", "en-US")


async def test_a_person_describes_their_files(bot: PlainBot, control: Control, film: dict[str, Any]):
    """messages.post: `attachments` gives alt text and spoiler marks, by the number in `files[n]`."""
    described = [{"id": 0, "description": "a sea", "is_spoiler": True}]
    files = [("files[0]", "a.png", b"x"), ("files[1]", "b.png", b"y")]
    said = await control.say("look", files=files, attachments=described)
    first, second = said["attachments"]
    assert (first["description"], first["flags"], "flags" in second) == ("a sea", 8, False)
