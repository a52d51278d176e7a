"""Permission overwrites: which goes before which."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused
from .conformance import rule

Json = dict[str, Any]
ORDER = 'discord-api-docs topics/permissions.mdx, "Permission Overwrites"'
EDIT = 'discord-api-docs resources/channel.mdx, "Edit Channel Permissions"'
WRITE, READ = "SEND_MESSAGES", "VIEW_CHANNEL"


def everyone(**rules: list[str]) -> Json:
    return {"role": "@everyone", **rules}


def director(**rules: list[str]) -> Json:
    return {"role": "director", **rules}


def crew(**rules: list[str]) -> Json:
    return {"role": "crew", **rules}


def ann(**rules: list[str]) -> Json:
    return {"person": "ann", **rules}


@pytest.mark.parametrize(
    ("overwrites", "writes"),
    [
        rule("Without overwrites the permissions of the server hold.", ORDER, [], True),
        rule("What @everyone is denied in a channel is denied.", ORDER, [everyone(deny=[WRITE])], False),
        rule(
            "What a role is allowed goes before what @everyone is denied.", ORDER,
            [everyone(deny=[WRITE]), director(allow=[WRITE])], True,
        ),
        rule(
            "What a role is denied goes before what @everyone is allowed.", ORDER,
            [everyone(allow=[WRITE]), director(deny=[WRITE])], False,
        ),
        rule(
            "What one role is allowed goes before what another is denied, whichever is higher.", ORDER,
            [director(deny=[WRITE]), crew(allow=[WRITE])], True,
        ),
        rule(
            "What a person is denied goes before what their role is allowed.", ORDER,
            [director(allow=[WRITE]), ann(deny=[WRITE])], False,
        ),
        rule(
            "What a person is allowed goes before what their role is denied.", ORDER,
            [director(deny=[WRITE]), ann(allow=[WRITE])], True,
        ),
        rule(
            "Who cannot see a channel cannot write in it, whatever is allowed.",
            'discord-api-docs topics/permissions.mdx, "Implicit Permissions"',
            [ann(deny=[READ], allow=[WRITE])], False,
        ),
    ],
)  # fmt: skip
async def test_who_may_write(control: Control, film: Json, overwrites: list[Json], writes: bool):
    """Ann is a director and of the crew."""
    await control.call("POST", "/servers/film/roles", {"name": "crew"})
    await control.call("PATCH", "/servers/film/people/ann", {"roles": ["director", "crew"]})
    await control.call("POST", "/servers/film/channels", {"name": "tried", "overwrites": overwrites})
    if writes:
        await control.say("x", channel="tried")
    else:
        with pytest.raises(Refused) as refused:
            await control.say("x", channel="tried")
        assert refused.value.status == 403


@pytest.fixture
async def film_without_roles(control: Control) -> Json:
    """A server in which the bot may do everything but manage roles."""
    permissions = ["VIEW_CHANNEL", "SEND_MESSAGES", "MANAGE_CHANNELS", "MANAGE_MESSAGES"]
    return await control.call("POST", "/servers", {"name": "second", "channels": ["a"], "bot_permissions": permissions})


@pytest.mark.parametrize(
    ("method", "body"),
    [
        rule("Writing an overwrite needs MANAGE_ROLES: 50013.", EDIT, "PUT", {"type": 0, "deny": "2048"}),
        rule(
            "Deleting an overwrite needs MANAGE_ROLES: 50013.",
            'discord-api-docs resources/channel.mdx, "Delete Channel Permission"', "DELETE", None,
        ),
    ],
)  # fmt: skip
async def test_overwrites_need_manage_roles(plain: PlainBot, film_without_roles: Json, method: str, body: Any):
    """MANAGE_CHANNELS is not enough."""
    where = f"/channels/{film_without_roles['channels'][0]['id']}/permissions/{film_without_roles['id']}"
    status, answer = await plain.rest(method, where, body)
    assert (status, answer["code"]) == (403, 50013)


async def test_an_overwrite_is_for_a_role_there_is(plain: PlainBot, general: str):
    """An overwrite cannot be written for a role that does not exist.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    status, _ = await plain.rest("PUT", f"/channels/{general}/permissions/1", {"type": 0, "deny": "2048"})
    assert status == 404


async def test_a_thread_has_no_overwrites(plain: PlainBot, film: Json, general: str):
    """Overwrites are for channels, not for threads, which have those of their channel.

    Source: discord-api-docs topics/permissions.mdx, "Inherited Permissions (Threads)"
    """
    _, thread = await plain.rest("POST", f"/channels/{general}/threads", {"name": "talk", "type": 11})
    path = f"/channels/{thread['id']}/permissions/{film['id']}"
    assert (await plain.rest("PUT", path, {"type": 0, "deny": "2048"}))[0] == 400


async def test_a_thread_is_hidden_with_its_channel(plain: PlainBot, control: Control, general: str, film: Json):
    """Who cannot see a channel sees none of its threads.

    Source: discord-api-docs topics/permissions.mdx, "Inherited Permissions (Threads)"
    """
    await plain.rest("POST", f"/channels/{general}/threads", {"name": "talk", "type": 11})
    await control.see("talk", who="ben")
    await plain.rest("PUT", f"/channels/{general}/permissions/{film['id']}", {"type": 0, "deny": str(1 << 10)})
    with pytest.raises(Refused) as refused:
        await control.see("talk", who="ben")
    assert refused.value.status == 403
