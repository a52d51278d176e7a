"""Incoming webhooks, and the re-posts that proxy applications make with them."""

from typing import Any

import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused, button, faults, row

MANAGES = ["VIEW_CHANNEL", "SEND_MESSAGES", "READ_MESSAGE_HISTORY", "MANAGE_WEBHOOKS", "MANAGE_CHANNELS"]


@pytest.fixture
async def place(control: Control, plain: PlainBot) -> str:
    """A channel of a server where the bot manages webhooks; its owner is the only person."""
    body = {"name": "hooked", "channels": ["wall", {"name": "board", "type": "forum"}], "bot_permissions": MANAGES}
    return (await control.call("POST", "/servers", body))["channels"][0]["id"]


@pytest.fixture
async def board(control: Control, place: str) -> str:
    """The forum of the same server."""
    servers = (await control.call("GET", "/servers"))["servers"]
    return next(server for server in servers if server["name"] == "hooked")["channels"][1]["id"]


async def make(plain: PlainBot, channel: str, name: str = "press") -> dict[str, Any]:
    status, made = await plain.rest("POST", f"/channels/{channel}/webhooks", {"name": name})
    assert status == 200, made
    return made


async def execute(plain: PlainBot, hook: dict[str, Any], body: Any, query: str = "?wait=true") -> tuple[int, Any]:
    """Post with the webhook's token alone."""
    return await plain.rest("POST", f"/webhooks/{hook['id']}/{hook['token']}{query}", body, token="none")


async def of_a_person(control: Control) -> dict[str, Any]:
    """A webhook no application made."""
    path = "/servers/hooked/people/owner/webhooks"
    return (await control.call("POST", path, {"channel": "wall", "name": "mine"}))["webhook"]


async def seen(control: Control, channel: str = "wall") -> list[dict[str, Any]]:
    return (await control.call("GET", f"/servers/hooked/people/owner/view?channel={channel}"))["messages"]


async def test_a_webhook_is_made_listed_renamed_and_deleted(plain: PlainBot, place: str):
    """A deleted webhook is unknown: 10015.

    Source: discord-api-docs resources/webhook.mdx, "Delete Webhook"
    """
    made = await make(plain, place)
    assert (made["type"], made["channel_id"], made["application_id"]) == (1, place, plain.id)
    assert made["user"]["id"] == plain.id
    assert [hook["id"] for hook in (await plain.rest("GET", f"/channels/{place}/webhooks"))[1]] == [made["id"]]
    assert [hook["id"] for hook in (await plain.rest("GET", f"/guilds/{made['guild_id']}/webhooks"))[1]] == [made["id"]]
    path = f"/webhooks/{made['id']}"
    assert (await plain.rest("PATCH", path, {"name": "news"}))[1]["name"] == "news"
    assert "user" not in (await plain.rest("GET", f"{path}/{made['token']}"))[1]
    assert (await plain.rest("DELETE", path))[0] == 204
    assert (await plain.rest("GET", path))[1]["code"] == 10015


async def test_webhooks_need_manage_webhooks(plain: PlainBot, general: str):
    """Making and listing webhooks needs MANAGE_WEBHOOKS: 50013.

    Source: discord-api-docs resources/webhook.mdx, "Create Webhook"
    """
    assert (await plain.rest("POST", f"/channels/{general}/webhooks", {"name": "x"}))[1]["code"] == 50013
    assert (await plain.rest("GET", f"/channels/{general}/webhooks"))[1]["code"] == 50013


async def test_a_channel_has_at_most_15_webhooks(plain: PlainBot, place: str):
    """A channel takes 15 webhooks: 30007.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 30007
    """
    for number in range(15):
        await make(plain, place, f"hook {number}")
    status, answer = await plain.rest("POST", f"/channels/{place}/webhooks", {"name": "one more"})
    assert (status, answer["code"]) == (400, 30007)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "name: BASE_TYPE_BAD_LENGTH"),
        ("x" * 81, "name: BASE_TYPE_BAD_LENGTH"),
        ("My Discord", "name: USERNAME_INVALID_CONTAINS"),
        ("CLYDE", "name: USERNAME_INVALID_CONTAINS"),
    ],
)
async def test_a_webhooks_name_is_checked(plain: PlainBot, place: str, name: str, expected: str):
    """A webhook's name has 1 to 80 characters, without "clyde" and "discord".

    Source: discord-api-docs resources/webhook.mdx, "Create Webhook"
    """
    _, answer = await plain.rest("POST", f"/channels/{place}/webhooks", {"name": name})
    assert faults(answer) == [expected]


async def test_a_webhook_posts_under_any_name(bot: PlainBot, place: str):
    """A webhook's message has its id and the name given, and the author is no member.

    Source: discord-api-docs resources/message.mdx, "Message Structure", note 1
    """
    hook = await make(bot, place)
    status, sent = await execute(bot, hook, {"content": "extra", "username": "Daily"})
    assert status == 200
    assert sent["webhook_id"] == sent["author"]["id"] == hook["id"]
    assert (sent["author"]["username"], sent["author"]["bot"], sent["application_id"]) == ("Daily", True, bot.id)
    heard = await bot.event("MESSAGE_CREATE")
    assert (heard["webhook_id"], "member" in heard) == (hook["id"], False)


async def test_without_wait_nothing_is_told(plain: PlainBot, control: Control, place: str):
    """Execute Webhook answers 204 unless `wait` is true.

    Source: discord-api-docs resources/webhook.mdx, "Execute Webhook"
    """
    hook = await make(plain, place)
    assert (await execute(plain, hook, {"content": "x"}, query=""))[0] == 204
    assert [message["content"] for message in await seen(control)] == ["x"]


async def test_a_wrong_token_is_refused(plain: PlainBot, place: str):
    """A webhook's token opens it and nothing else does: 50027; an unknown webhook is 10015.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 50027 and 10015
    """
    hook = await make(plain, place)
    status, answer = await execute(plain, {**hook, "token": "wrong"}, {"content": "x"})
    assert (status, answer["code"]) == (401, 50027)
    assert (await execute(plain, {**hook, "id": "1"}, {"content": "x"}))[1]["code"] == 10015


async def test_a_webhook_mentions_people_only(plain: PlainBot, control: Control, place: str):
    """Without allowed_mentions a webhook's message notifies users, no roles and not everyone.

    Source: discord-api-docs resources/message.mdx, "Default Settings for Allowed Mentions"
    """
    hook = await make(plain, place)
    people = next(s for s in (await control.call("GET", "/servers"))["servers"] if s["name"] == "hooked")["people"]
    _, sent = await execute(plain, hook, {"content": f"@everyone <@{people[0]['id']}>"})
    assert (sent["mention_everyone"], [user["id"] for user in sent["mentions"]]) == (False, [people[0]["id"]])


async def test_a_webhook_edits_and_deletes_its_own_messages_only(plain: PlainBot, control: Control, place: str):
    """A webhook's token reads, edits and deletes the messages sent with it, no others: 10008.

    Source: discord-api-docs resources/webhook.mdx, "Edit Webhook Message"
    """
    hook, other = await make(plain, place), await make(plain, place, "other")
    _, sent = await execute(plain, hook, {"content": "first"})
    path = f"/webhooks/{hook['id']}/{hook['token']}/messages"
    assert (await plain.rest("PATCH", f"{path}/{sent['id']}", {"content": "second"}))[1]["content"] == "second"
    assert (await plain.rest("GET", f"{path}/{sent['id']}"))[1]["content"] == "second"
    foreign = f"/webhooks/{other['id']}/{other['token']}/messages/{sent['id']}"
    assert (await plain.rest("PATCH", foreign, {"content": "x"}))[1]["code"] == 10008
    assert (await plain.rest("DELETE", foreign))[1]["code"] == 10008
    assert (await plain.rest("DELETE", f"{path}/{sent['id']}"))[0] == 204
    assert await seen(control) == []


async def test_a_webhooks_message_is_not_the_bots_to_edit(plain: PlainBot, place: str):
    """The bot cannot edit with its own token what a webhook wrote: 50005.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await execute(plain, await make(plain, place), {"content": "x"})
    assert (await plain.rest("PATCH", f"/channels/{place}/messages/{sent['id']}", {"content": "y"}))[1]["code"] == 50005


async def test_a_webhook_posts_into_threads_of_its_channel(plain: PlainBot, control: Control, place: str, board: str):
    """`thread_id` names a thread of the webhook's channel; it is reopened. A thread elsewhere is unknown: 10003.

    Source: discord-api-docs resources/webhook.mdx, "Execute Webhook"
    """
    path = "/servers/hooked/people/owner/threads"
    thread = (await control.call("POST", path, {"channel": "wall", "name": "talk"}))["thread"]
    hook = await make(plain, place)
    _, sent = await execute(plain, hook, {"content": "x"}, f"?wait=true&thread_id={thread['id']}")
    assert sent["channel_id"] == thread["id"]
    elsewhere = await make(plain, board)
    _, answer = await execute(plain, elsewhere, {"content": "x"}, f"?wait=true&thread_id={thread['id']}")
    assert answer["code"] == 10003


async def test_in_a_forum_a_webhook_names_a_thread(plain: PlainBot, place: str, board: str):
    """In a forum a webhook's message needs `thread_id` or `thread_name` and not both; elsewhere it makes no threads.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 220001 to 220003
    """
    hook = await make(plain, board)
    assert (await execute(plain, hook, {"content": "x"}))[1]["code"] == 220001
    status, sent = await execute(plain, hook, {"content": "x", "thread_name": "post"})
    assert (status, sent["channel_id"]) == (200, sent["id"])
    both = await execute(plain, hook, {"content": "x", "thread_name": "y"}, f"?wait=true&thread_id={sent['id']}")
    assert both[1]["code"] == 220002
    assert (await execute(plain, await make(plain, place), {"content": "x", "thread_name": "y"}))[1]["code"] == 220003


async def test_only_an_applications_webhook_sends_buttons(plain: PlainBot, control: Control, place: str):
    """Components of a webhook no application made are ignored; asked for with_components, interactive ones are refused.

    Source: discord-api-docs resources/webhook.mdx, "Execute Webhook"
    """
    pressed = {"content": "x", "components": [row(button())]}
    assert (await execute(plain, await make(plain, place), pressed))[1]["components"]
    hook = await of_a_person(control)
    assert (await execute(plain, hook, pressed))[1]["components"] == []
    assert (await execute(plain, hook, pressed, "?wait=true&with_components=true"))[0] == 400
    link = {"content": "x", "components": [row({"type": 2, "style": 5, "label": "x", "url": "https://a.b"})]}
    assert (await execute(plain, hook, link, "?wait=true&with_components=true"))[1]["components"]


async def test_an_empty_webhook_message_is_refused(plain: PlainBot, place: str):
    """One of content, embeds, components and files is needed: 50006.

    Source: discord-api-docs resources/webhook.mdx, "Execute Webhook"
    """
    assert (await execute(plain, await make(plain, place), {}))[1]["code"] == 50006


async def test_a_member_needs_manage_webhooks_too(control: Control, film: dict[str, Any]):
    """A person makes webhooks only where they may manage them."""
    with pytest.raises(Refused, match="MANAGE_WEBHOOKS"):
        await control.as_person("POST", "webhooks", {"channel": "general", "name": "x"}, who="ben")


async def test_a_proxy_posts_again_and_deletes(bot: PlainBot, control: Control):
    """A re-post: the words and files come again through a proxy application's webhook, then the message goes.

    Source: PluralKit's user guide, "How does PluralKit proxying work?"
    """
    said = await control.say("I am Snee", files=[("f", "snee.txt", b"roar")])
    await bot.event("MESSAGE_CREATE")
    seen = await control.as_person("POST", "reposts", {"message": said["id"], "name": "Snee"})
    again = await bot.event("MESSAGE_CREATE")
    assert (again["content"], again["author"]["username"]) == ("I am Snee", "Snee")
    assert again["webhook_id"] == again["author"]["id"]
    assert again["application_id"] not in (bot.id, None)
    assert (await bot.event("MESSAGE_DELETE"))["id"] == said["id"]
    [file] = again["attachments"]
    assert (file["filename"], file["id"] == said["attachments"][0]["id"]) == ("snee.txt", False)
    assert [message["id"] for message in seen["messages"]] == [again["id"]]


async def test_a_re_posted_reply_is_an_embed(plain: PlainBot, control: Control, general: str, film: dict[str, Any]):
    """A webhook cannot reply: what was answered becomes an embed that links to it.

    Source: PluralKit, PluralKit.Bot/Proxy/ProxyService.cs
    """
    card = await control.say("the card")
    reply = await control.say("my answer", reply_to=card["id"])
    posted = (await control.as_person("POST", "reposts", {"message": reply["id"], "name": "Snee"}))["message"]
    assert (posted["type"], "message_reference" in posted) == (0, False)
    [embed] = posted["embeds"]
    assert embed["author"]["name"].startswith("ann")
    assert f"https://discord.com/channels/{film['id']}/{general}/{card['id']}" in embed["description"]
    assert "the card" in embed["description"]


async def test_one_proxy_webhook_serves_a_channel(control: Control, sandbox: Sandbox, general: str):
    """A proxy makes its webhook once for each channel."""
    for words in ("one", "two"):
        said = await control.say(words)
        await control.as_person("POST", "reposts", {"message": said["id"], "name": "Snee"})
    assert len(sandbox.world.channels[int(general)].webhooks) == 1


async def test_only_ones_own_message_is_re_posted(control: Control, film: dict[str, Any]):
    """A proxy re-posts a person's own words only."""
    said = await control.say("x")
    with pytest.raises(Refused, match="did not write"):
        await control.as_person("POST", "reposts", {"message": said["id"], "name": "x"}, who="ben")


async def test_a_re_post_in_a_thread_stays_there(plain: PlainBot, control: Control):
    """A proxy uses the webhook of the thread's channel."""
    await control.as_person("POST", "threads", {"channel": "general", "name": "talk"})
    said = await control.say("x", channel="talk")
    posted = (await control.as_person("POST", "reposts", {"message": said["id"], "name": "Snee"}))["message"]
    assert posted["channel_id"] == said["channel_id"]
