"""Commands in use: options, sub-commands and completing."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused, faults
from .conformance import rule
from .test_commands import CHOICE, COMMAND, OPTION, PAGE, Json, option, slash

OPTIONS = [
    option("text", 3, required=True, min_length=2, max_length=5),
    option("number", 4, min_value=1, max_value=9),
    option("flag", 5),
    option("who", 6),
    option("where", 7, channel_types=[0]),
    option("role", 8),
    option("anyone", 9),
    option("amount", 10),
    option("file", 11),
    option("kind", 3, choices=[{"name": "Still", "value": "still"}, {"name": "Sound", "value": "sound"}]),
]


def use(control: Control, options: Json, files: Any = None, command: str = "all"):
    body = {"channel": "general", "command": command, "options": options}
    return control.as_person("POST", "commands", body, files)


async def test_every_kind_of_option_arrives(bot: PlainBot, control: Control, film: Json):
    """Options of each type arrive with their values, and with what ids mean under `resolved`.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Resolved Data Structure"
    """
    await bot.register(slash("all", options=OPTIONS))
    given = {
        "text": "abc", "number": 3, "flag": True, "who": "ben", "where": "general", "role": "director",
        "anyone": "director", "amount": 1.5, "kind": "Still",
    }  # fmt: skip
    _, interaction = await bot.answer(use(control, given, [("file", "a.txt", b"x")]), 4, {"content": "ok"})
    data = interaction["data"]
    sent = {chosen["name"]: chosen["value"] for chosen in data["options"]}
    assert [chosen["type"] for chosen in data["options"]] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 3]
    assert (sent["text"], sent["number"], sent["flag"], sent["amount"]) == ("abc", 3, True, 1.5)
    assert sent["kind"] == "still"
    resolved = data["resolved"]
    assert resolved["users"][sent["who"]]["username"] == "ben"
    assert resolved["channels"][sent["where"]]["name"] == "general"
    assert {"permissions", "app_permissions"} <= set(resolved["channels"][sent["where"]])
    assert resolved["roles"][sent["role"]]["name"] == "director"
    assert sent["anyone"] == sent["role"]
    assert resolved["attachments"][sent["file"]]["ephemeral"] is True
    async with bot.session.get(resolved["attachments"][sent["file"]]["url"]) as response:
        assert await response.read() == b"x"


OPTION_TYPE = f'{PAGE}, "Application Command Option Type"'


@pytest.mark.parametrize(
    ("options", "why"),
    [
        rule("A required option must be given.", OPTION, {}, 'needs the option "text"'),
        rule("A command takes the options it names.", COMMAND, {"text": "abc", "nothing": 1}, "no option"),
        rule("A text is at least min_length long.", OPTION, {"text": "a"}, "2 to 5 characters"),
        rule("A text is at most max_length long.", OPTION, {"text": "abcdef"}, "2 to 5 characters"),
        rule("A text option takes text.", OPTION_TYPE, {"text": 5}, "takes text"),
        rule("A number is at most max_value.", OPTION, {"text": "abc", "number": 10}, "from 1 to 9"),
        rule("A number is at least min_value.", OPTION, {"text": "abc", "number": 0}, "from 1 to 9"),
        rule("An integer option takes whole numbers.", OPTION_TYPE, {"text": "abc", "number": 1.5}, "whole number"),
        rule("A number lies within 2 to the 53rd.", OPTION_TYPE, {"text": "abc", "amount": 2.0**54}, "takes a number"),
        rule("A boolean option takes true or false.", OPTION_TYPE, {"text": "abc", "flag": "yes"}, "true or false"),
        rule("A user option takes a user.", OPTION_TYPE, {"text": "abc", "who": "zoe"}, "Nobody called"),
        rule("A channel option takes its channel_types.", OPTION, {"text": "abc", "where": "forum"}, "does not take"),
        rule("A role option takes a role.", OPTION_TYPE, {"text": "abc", "role": "none"}, "no role"),
        rule("An attachment option takes a file.", OPTION_TYPE, {"text": "abc", "file": "a.txt"}, "is a file"),
        rule("An option with choices takes one of them.", CHOICE, {"text": "abc", "kind": "film"}, "one of: Still"),
    ],
)
async def test_a_client_would_not_let_you_send_that(bot: PlainBot, control: Control, options: Json, why: str):
    """What Discord's own client prevents never reaches the bot."""
    await bot.register(slash("all", options=OPTIONS))
    with pytest.raises(Refused, match=why):
        await use(control, options)


NESTED = slash(
    "prompt",
    options=[
        option("new", 1, options=[option("title", required=True)]),
        option("list", 2, options=[option("open", 1), option("closed", 1)]),
    ],
)


async def test_sub_commands_nest_as_discord_nests_them(bot: PlainBot, control: Control):
    """A sub-command arrives as an option that holds the options, inside its group if it has one.

    Source: discord-api-docs interactions/application-commands.mdx, "Subcommands and Subcommand Groups"
    """
    await bot.register(NESTED)
    _, used = await bot.answer(use(control, {"title": "T"}, command="prompt new"), 4, {"content": "ok"})
    [new] = used["data"]["options"]
    assert (new["name"], new["type"]) == ("new", 1)
    assert new["options"] == [{"name": "title", "type": 3, "value": "T"}]
    _, used = await bot.answer(use(control, {}, command="/prompt list open"), 4, {"content": "ok"})
    [group] = used["data"]["options"]
    assert (group["name"], group["type"], group["options"]) == (
        "list",
        2,
        [{"name": "open", "type": 1, "options": []}],
    )


@pytest.mark.parametrize(
    ("command", "status"), [("prompt", 400), ("prompt list", 400), ("prompt old", 404), ("vote", 404)]
)
async def test_a_command_must_be_named_to_its_end(bot: PlainBot, control: Control, command: str, status: int):
    """A command with sub-commands cannot be used by itself.

    Source: discord-api-docs interactions/application-commands.mdx, "Subcommands and Subcommand Groups"
    """
    await bot.register(NESTED)
    with pytest.raises(Refused) as refused:
        await use(control, {}, command=command)
    assert refused.value.status == status


async def test_a_servers_own_command_stands_beside_the_global_one(bot: PlainBot, control: Control, film: Json):
    """A server's own command and a global one of the same name are both offered.

    Source: https://github.com/discord/discord-api-docs/issues/3885
    """
    await bot.register(slash("all"))
    path = f"/applications/{bot.id}/guilds/{film['id']}/commands"
    await bot.rest("PUT", path, [slash("all", description="Its own")])
    offered = await control.as_person("GET", "commands")
    assert sorted(command["description"] for command in offered["commands"]) == ["Does it", "Its own"]
    _, used = await bot.answer(use(control, {}), 4, {"content": "ok"})
    assert used["data"]["guild_id"] == film["id"]  # named alone, the sandbox takes the server's own


async def test_default_member_permissions_hide_a_command(bot: PlainBot, control: Control):
    """With default_member_permissions "0" a command is for administrators alone.

    Source: discord-api-docs interactions/application-commands.mdx, "Using Default Permissions"
    """
    await bot.register(slash("all", default_member_permissions="0"))
    with pytest.raises(Refused) as refused:
        await use(control, {})
    assert refused.value.status == 403
    body = {"channel": "general", "command": "all"}
    await bot.answer(control.as_person("POST", "commands", body, who="owner"), 4, {"content": "ok"})


def complete(control: Control, typed: str, focused: str = "text"):
    body = {"channel": "general", "command": "find", "options": {"text": typed}, "focused": focused}
    return control.as_person("POST", "autocomplete", body)


FIND = slash("find", options=[option("text", autocomplete=True, required=True), option("other", required=False)])


async def test_autocomplete_names_the_focused_option_and_shows_the_choices(bot: PlainBot, control: Control):
    """Autocomplete (interaction type 4) names the focused option and shows the choices answered with type 8.

    Source: discord-api-docs interactions/application-commands.mdx, "Autocomplete"
    """
    await bot.register(FIND)
    choices = [{"name": "Alpha", "value": "a"}]
    seen, interaction = await bot.answer(complete(control, "al"), 8, {"choices": choices})
    assert interaction["type"] == 4
    assert interaction["data"]["options"] == [{"name": "text", "type": 3, "value": "al", "focused": True}]
    assert seen == {"choices": choices}


COMPLETED = 'discord-api-docs interactions/receiving-and-responding.mdx, "Autocomplete"'


@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        rule(
            "Autocomplete is answered with at most 25 choices.", COMPLETED,
            [{"name": str(n), "value": str(n)} for n in range(26)], "data.choices: BASE_TYPE_MAX_LENGTH",
        ),
        rule(
            "The name of a completed choice has at most 100 characters.", CHOICE,
            [{"name": "x" * 101, "value": "a"}], "data.choices.0.name: BASE_TYPE_MAX_LENGTH",
        ),
        rule(
            "The name of a completed choice is more than blanks.", CHOICE,
            [{"name": " ", "value": "a"}], "data.choices.0.name: BASE_TYPE_REQUIRED",
        ),
        rule(
            "The text of a completed choice has at most 100 characters.", CHOICE,
            [{"name": "a", "value": "x" * 101}], "data.choices.0.value: BASE_TYPE_MAX_LENGTH",
        ),
        rule(
            "The text of a completed choice is not empty.", "observed; not published",
            [{"name": "a", "value": ""}], "data.choices.0.value: BASE_TYPE_REQUIRED",
        ),
    ],
)  # fmt: skip
async def test_discord_refuses_choices(bot: PlainBot, control: Control, choices: list[Json], fault: str):
    """50035, and the interaction is still open."""
    await bot.register(FIND)
    acting, interaction = await bot.begin(complete(control, "al"))
    status, body = await bot.callback(interaction, 8, {"choices": choices})
    assert (status, faults(body)) == (400, [fault])
    await bot.callback(interaction, 8, {"choices": []})
    assert await acting == {"choices": []}


async def test_autocomplete_takes_no_message(bot: PlainBot, control: Control):
    """Autocomplete is answered with choices, never with a message.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback Type"
    """
    await bot.register(FIND)
    acting, interaction = await bot.begin(complete(control, "al"))
    assert (await bot.callback(interaction, 4, {"content": "x"}))[0] == 400
    await bot.callback(interaction, 8, {"choices": []})
    await acting


async def test_only_options_that_complete_themselves_are_completed(bot: PlainBot, control: Control):
    """Only options with `autocomplete` are completed.

    Source: discord-api-docs interactions/application-commands.mdx, "Application Command Option Structure"
    """
    await bot.register(FIND)
    with pytest.raises(Refused, match="completes itself"):
        await complete(control, "al", focused="other")
