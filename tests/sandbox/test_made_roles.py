"""Roles that a bot makes."""

from typing import Any

from .clients import Control, PlainBot


async def test_a_bot_makes_a_role_below_its_own(plain: PlainBot, film: dict[str, Any]):
    """A bot with MANAGE_ROLES makes a role, without permissions where it asks for none: GUILD_ROLE_CREATE.

    Source: discord-api-docs resources/guild.mdx, "Create Guild Role"
    """
    status, role = await plain.rest("POST", f"/guilds/{film['id']}/roles", {"name": "Director", "permissions": "0"})
    assert (status, role["name"], role["permissions"]) == (200, "Director", "0")
    _, roles = await plain.rest("GET", f"/guilds/{film['id']}/roles")
    own = next(one for one in roles if one.get("tags", {}).get("bot_id"))
    assert role["position"] < own["position"]


async def test_a_bot_gives_a_role_no_more_than_it_has(plain: PlainBot, control: Control):
    """Making a role needs MANAGE_ROLES, and a bot allows only what it is allowed itself: 50013.

    Source: discord-api-docs topics/permissions.mdx, "Permission Hierarchy"
    """
    for held, asked in ((["VIEW_CHANNEL"], "0"), (["VIEW_CHANNEL", "MANAGE_ROLES"], str(1 << 2))):
        body = {"name": f"with {len(held)}", "channels": ["a"], "bot_permissions": held}
        server = await control.call("POST", "/servers", body)
        status, answer = await plain.rest("POST", f"/guilds/{server['id']}/roles", {"name": "x", "permissions": asked})
        assert (status, answer["code"]) == (403, 50013)
