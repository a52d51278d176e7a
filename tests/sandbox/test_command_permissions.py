"""Who is offered a command, and how often commands may be made."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused

VOTE = {"name": "vote", "description": "Votes"}
DAY = 24 * 3600 * 1_000_000


def use(control: Control, who: str = "ann", channel: str = "general") -> Any:
    return control.as_person("POST", "commands", {"channel": channel, "command": "vote"}, who=who)


async def refused(control: Control, who: str = "ann", channel: str = "general") -> None:
    with pytest.raises(Refused) as no:
        await use(control, who, channel)
    assert no.value.status == 403


async def allowed(bot: PlainBot, control: Control, who: str = "ann", channel: str = "general") -> None:
    await bot.answer(use(control, who, channel), 4, {"content": "counted"})


async def permit(control: Control, *rules: dict[str, Any]) -> dict[str, Any]:
    return await control.call("PUT", "/servers/film/commands/vote/permissions", {"permissions": list(rules)})


async def test_an_override_for_a_person_wins(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A server allows or denies a command to a person, whatever their roles.

    Source: discord-api-docs interactions/application-commands.mdx, "Permissions"
    """
    await bot.register(VOTE)
    told = await permit(control, {"role": "director", "allow": True}, {"person": "ann", "allow": False})
    assert (await bot.event("APPLICATION_COMMAND_PERMISSIONS_UPDATE")) == told
    await refused(control)
    await permit(control, {"role": "director", "allow": False}, {"person": "ann", "allow": True})
    await allowed(bot, control)


async def test_an_override_for_a_role_wins_over_the_default(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A server's override replaces the command's default_member_permissions.

    Source: discord-api-docs interactions/application-commands.mdx, "Permissions"
    """
    await bot.register({**VOTE, "default_member_permissions": "0"})
    await refused(control)
    await permit(control, {"role": "director", "allow": True})
    await allowed(bot, control)
    await refused(control, "ben")
    await permit(control, {"role": "@everyone", "allow": True})
    await allowed(bot, control, "ben")


async def test_an_override_for_a_channel(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A server allows a command in some channels only; administrators are unaffected.

    Source: discord-api-docs interactions/application-commands.mdx, "Application Command Permissions Object"
    """
    await bot.register(VOTE)
    await permit(control, {"channel": "all", "allow": False}, {"channel": "backstage", "allow": True})
    await refused(control)
    await allowed(bot, control, channel="backstage")
    await allowed(bot, control, "owner")


async def test_a_bot_does_not_set_overrides(plain: PlainBot, control: Control, film: dict[str, Any]):
    """Overrides are set by people, never with a bot's token; a bot reads them.

    Source: discord-api-docs interactions/application-commands.mdx, "Edit Application Command Permissions"
    """
    [command] = await plain.register(VOTE)
    path = f"/applications/{plain.id}/guilds/{film['id']}/commands"
    assert (await plain.rest("GET", f"{path}/{command['id']}/permissions"))[1]["code"] == 10066
    await permit(control, {"person": "ann", "allow": False})
    assert (await plain.rest("PUT", f"{path}/{command['id']}/permissions", {"permissions": []}))[0] == 403
    _, told = await plain.rest("GET", f"{path}/{command['id']}/permissions")
    assert [rule["permission"] for rule in told["permissions"]] == [False]
    assert (await plain.rest("GET", f"{path}/permissions"))[1] == [told]


async def test_an_age_restricted_command_needs_such_a_channel(bot: PlainBot, control: Control, general: str):
    """A command marked `nsfw` is offered in age-restricted channels only.

    Source: discord-api-docs interactions/application-commands.mdx, "Age-Restricted Commands"
    """
    await bot.register({**VOTE, "nsfw": True})
    await refused(control)
    await bot.rest("PATCH", f"/channels/{general}", {"nsfw": True})
    await allowed(bot, control)


async def test_a_palette_lists_what_is_offered(plain: PlainBot, control: Control, film: dict[str, Any]):
    """commands.list with a channel: only what this person is offered there."""
    await plain.register(VOTE, {"name": "keep", "description": "d", "default_member_permissions": "0"})

    async def listed(query: str, who: str = "ann") -> list[str]:
        return [c["name"] for c in (await control.as_person("GET", f"commands{query}", who=who))["commands"]]

    assert await listed("") == ["vote", "keep"]
    assert await listed("?channel=general") == ["vote"]
    assert await listed("?channel=general", "owner") == ["vote", "keep"]
    await permit(control, {"person": "ann", "allow": False})
    assert await listed("?channel=general") == []


@pytest.mark.parametrize(
    "option",
    [
        {"type": 4, "name": "n", "description": "d", "min_length": 1},
        {"type": 3, "name": "n", "description": "d", "max_length": 6001},
        {"type": 3, "name": "n", "description": "d", "min_length": 5, "max_length": 4},
        {"type": 5, "name": "n", "description": "d", "choices": [{"name": "a", "value": "a"}]},
        {"type": 6, "name": "n", "description": "d", "autocomplete": True},
        {"type": 12, "name": "n", "description": "d"},
        {"type": 11, "name": "n", "description": "d", "file_types": ["pdf"]},
    ],
)
async def test_an_options_bounds_fit_its_type(plain: PlainBot, option: dict[str, Any]):
    """Lengths are for texts, choices and autocomplete for texts and numbers, a file type is a group or an ending.

    Source: discord-api-docs interactions/application-commands.mdx, "Application Command Option Structure"
    """
    path = f"/applications/{plain.id}/commands"
    status, answer = await plain.rest("POST", path, {**VOTE, "options": [option]})
    assert (status, answer["code"]) == (400, 50035)
