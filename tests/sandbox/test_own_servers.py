"""The servers a bot is in, as it asks for them."""

from .clients import Control, PlainBot


async def test_a_bot_lists_its_servers_with_what_it_may_do(plain: PlainBot, control: Control):
    """A server in the list of one's own carries what one may do in it, overwrites aside.

    Source: discord-api-docs resources/user.mdx, "Get Current User Guilds"
    """
    body = {"name": "mine", "bot_permissions": ["VIEW_CHANNEL", "ADMINISTRATOR"]}
    await control.call("POST", "/servers", body)
    await control.call("POST", "/servers", {"name": "another's", "bot": False})
    _, listed = await plain.rest("GET", "/users/@me/guilds")
    assert [server["name"] for server in listed] == ["film", "mine"]
    assert all(server["owner"] is False for server in listed)
    assert int(listed[0]["permissions"]) & 1 << 10
    assert not int(listed[0]["permissions"]) & 1 << 3
    assert int(listed[1]["permissions"]) & 1 << 3
    _, application = await plain.rest("GET", "/applications/@me")
    assert application["approximate_guild_count"] == 2
