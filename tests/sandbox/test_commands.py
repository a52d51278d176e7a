"""Commands: registering them."""

from typing import Any

import pytest

from .clients import PlainBot, faults
from .conformance import rule

Json = dict[str, Any]


def slash(name: str = "ping", **more: Any) -> Json:
    return {"name": name, "description": "Does it", **more}


def option(name: str = "text", kind: int = 3, **more: Any) -> Json:
    return {"name": name, "description": "An option", "type": kind, **more}


PAGE = "discord-api-docs interactions/application-commands.mdx"
NAMING, COMMAND = f'{PAGE}, "Application Command Naming"', f'{PAGE}, "Application Command Structure"'
OPTION, CHOICE = (
    f'{PAGE}, "Application Command Option Structure"',
    f'{PAGE}, "Application Command Option Choice Structure"',
)
NESTING = f'{PAGE}, "Subcommands and Subcommand Groups"'

REFUSED = [
    rule(
        "The name of a slash command is in lower case.", NAMING,
        slash("Ping"), "0.name: APPLICATION_COMMAND_INVALID_NAME",
    ),
    rule(
        "The name of a slash command has no blanks.", NAMING,
        slash("ping pong"), "0.name: APPLICATION_COMMAND_INVALID_NAME",
    ),
    rule(
        "The name of a slash command has no punctuation but - _ and '.", NAMING,
        slash("ping!"), "0.name: APPLICATION_COMMAND_INVALID_NAME",
    ),
    rule(
        "The name of a slash command has at most 32 characters.", NAMING,
        slash("x" * 33), "0.name: APPLICATION_COMMAND_INVALID_NAME",
    ),
    rule(
        "The translated name of a command keeps to the rules of names.", COMMAND,
        slash(name_localizations={"de": "Ping Pong"}), "0.name: APPLICATION_COMMAND_INVALID_NAME",
    ),
    rule(
        "The name of a menu has at most 32 characters.", COMMAND,
        {"name": "x" * 33, "type": 3}, "0.name: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A slash command has a description.", COMMAND,
        {"name": "ping"}, "0.description: BASE_TYPE_REQUIRED",
    ),
    rule(
        "The description of a command has at most 100 characters.", COMMAND,
        slash(description="x" * 101), "0.description: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "The translated description of a command has at most 100 characters.", COMMAND,
        slash(description_localizations={"de": "x" * 101}), "0.description: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A command has at most 25 options.", COMMAND,
        slash(options=[option(f"o{n}") for n in range(26)]), "0.options: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A sub-command has at most 25 options.", OPTION,
        slash(options=[option("sub", 1, options=[option(f"o{n}") for n in range(26)])]),
        "0.options.0.options: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "An option has at most 25 choices.", OPTION,
        slash(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])]),
        "0.options.0.choices: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The name of a choice has at most 100 characters.", CHOICE,
        slash(options=[option(choices=[{"name": "x" * 101, "value": "a"}])]),
        "0.options.0.choices.0.name: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A choice has a name.", CHOICE,
        slash(options=[option(choices=[{"name": "", "value": "a"}])]),
        "0.options.0.choices.0.name: BASE_TYPE_REQUIRED",
    ),
    rule(
        "The text of a choice has at most 100 characters.", CHOICE,
        slash(options=[option(choices=[{"name": "a", "value": "x" * 101}])]),
        "0.options.0.choices.0.value: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "An option with choices does not complete itself.", OPTION,
        slash(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)]),
        "0.options.0.choices: APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE",
    ),
    rule(
        "Only texts and numbers have choices.", OPTION,
        slash(options=[option(kind=5, choices=[{"name": "a", "value": "a"}])]),
        "0.options.0.choices: APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
    ),
    rule(
        "Only texts and numbers complete themselves.", OPTION,
        slash(options=[option(kind=6, autocomplete=True)]),
        "0.options.0.autocomplete: APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
    ),
    rule(
        "The min_length of an option is at most 6,000.", OPTION,
        slash(options=[option(min_length=6001)]), "0.options.0.min_length: NUMBER_TYPE_MAX",
    ),
    rule(
        "The max_length of an option is at most 6,000.", OPTION,
        slash(options=[option(max_length=6001)]), "0.options.0.max_length: NUMBER_TYPE_MAX",
    ),
    rule(
        "The max_length of an option is at least 1.", OPTION,
        slash(options=[option(max_length=0)]), "0.options.0.max_length: NUMBER_TYPE_MAX",
    ),
    rule(
        "Required options stand before the others.", OPTION,
        slash(options=[option("a"), option("b", required=True)]),
        "0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    rule(
        "Two options of a command cannot have the same name.", OPTION,
        slash(options=[option("a"), option("a")]),
        "0.options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED",
    ),
    rule(
        "The name of an option is in lower case.", NAMING,
        slash(options=[option("Text")]), "0.options.0.name: APPLICATION_COMMAND_INVALID_NAME",
    ),
    rule(
        "An option has a description.", OPTION,
        slash(options=[option(description="")]), "0.options.0.description: BASE_TYPE_REQUIRED",
    ),
    rule(
        "The description of an option has at most 100 characters.", OPTION,
        slash(options=[option(description="x" * 101)]), "0.options.0.description: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A group does not hold groups.", NESTING,
        slash(options=[option("a", 2, options=[option("b", 2, options=[option("c", 1)])])]),
        "0.options.0.options.0.type: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    rule(
        "A sub-command does not hold sub-commands.", NESTING,
        slash(options=[option("a", 1, options=[option("b", 1, options=[option("c", 1)])])]),
        "0.options.0.options.0.options.0.type: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    rule(
        "Sub-commands and options do not stand side by side.", "observed; not published",
        slash(options=[option("a", 1), option("b")]), "0.options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    rule(
        "A command has at most 8,000 characters in its names, descriptions and choices.", f'{PAGE}, "Slash Commands"',
        slash(options=[option(f"o{n}", description="x" * 100, choices=[
            {"name": f"{c:099}", "value": f"{c:099}"} for c in range(2)
        ]) for n in range(20)]),
        "0: APPLICATION_COMMAND_TOO_LARGE",
    ),
    rule(
        "Of the translations of a text the longest counts towards the 8,000 characters.", f'{PAGE}, "Slash Commands"',
        slash(options=[option(f"s{n}", 1, options=[
            option(f"o{m}", description="x", description_localizations={"de": "y" * 100, "fr": "z"}) for m in range(20)
        ]) for n in range(5)]),
        "0: APPLICATION_COMMAND_TOO_LARGE",
    ),
    rule(
        "A menu has no description.", f'{PAGE}, "Message Commands"',
        {"name": "Submit this", "type": 3, "description": "x"},
        "0.description: APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
    ),
    rule(
        "A menu has no options.", COMMAND,
        {"name": "Submit this", "type": 3, "options": [option()]},
        "0.options: APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "fault"), REFUSED)
async def test_discord_refuses_a_command(plain: PlainBot, body: Json, fault: str):
    """50035; nothing of the scope is overwritten."""
    await plain.register(slash("before"))
    path = f"/applications/{plain.id}/commands"
    status, answer = await plain.rest("PUT", path, [body])
    assert (status, answer["code"], set(faults(answer))) == (400, 50035, {fault})
    assert [command["name"] for command in (await plain.rest("GET", path))[1]] == ["before"]


@pytest.mark.parametrize("name", ["ping", "vote-open", "ja_ü", "投票", "मतदान", "a'b"])
async def test_names_may_be_in_any_script(plain: PlainBot, name: str):
    """The name of a slash command may have letters and digits of every script.

    Source: discord-api-docs interactions/application-commands.mdx, "Application Command Naming"
    """
    assert (await plain.register(slash(name)))[0]["name"] == name


async def test_menus_may_have_any_name(plain: PlainBot):
    """The name of a menu may be in mixed case and have blanks.

    Source: discord-api-docs interactions/application-commands.mdx, "Application Command Naming"
    """
    assert (await plain.register({"name": "Submit This", "type": 3}))[0]["name"] == "Submit This"


async def test_two_commands_of_one_name_are_refused(plain: PlainBot):
    """Two commands of one type and scope cannot have the same name.

    Source: discord-api-docs interactions/application-commands.mdx, "Registering a Command"
    """
    path = f"/applications/{plain.id}/commands"
    _, answer = await plain.rest("PUT", path, [slash(), slash()])
    assert faults(answer) == ["1.name: APPLICATION_COMMANDS_DUPLICATE_NAME"]


COUNTS = f'{PAGE}, "Registering a Command"'


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        rule("A scope holds at most 100 slash commands: 30032.", COUNTS, 1, 100),
        rule("A scope holds at most 15 user menus: 30032.", COUNTS, 2, 15),
        rule("A scope holds at most 15 message menus: 30032.", COUNTS, 3, 15),
    ],
)
async def test_a_scope_holds_so_many_commands(plain: PlainBot, kind: int, most: int):
    """Neither one more nor a list of one more."""
    more = {"description": "x"} if kind == 1 else {}
    bodies = [{"name": f"c{number}", "type": kind, **more} for number in range(most + 1)]
    await plain.register(*bodies[:most])
    path = f"/applications/{plain.id}/commands"
    assert (await plain.rest("POST", path, bodies[most]))[1]["code"] == 30032
    assert (await plain.rest("PUT", path, bodies))[1]["code"] == 30032


async def test_commands_are_made_changed_and_removed_one_by_one(plain: PlainBot, film: Json):
    """Commands are made, read, changed and removed one by one, globally and for one server.

    Source: discord-api-docs interactions/application-commands.mdx, "Endpoints"
    """
    for path in (f"/applications/{plain.id}/commands", f"/applications/{plain.id}/guilds/{film['id']}/commands"):
        status, made = await plain.rest("POST", path, slash())
        assert status == 201
        one = f"{path}/{made['id']}"
        _, changed = await plain.rest("PATCH", one, {"description": "Does more"})
        assert (changed["id"], changed["description"]) == (made["id"], "Does more")
        assert (await plain.rest("GET", one))[1]["description"] == "Does more"
        assert (await plain.rest("DELETE", one))[0] == 204
        assert (await plain.rest("GET", one))[0] == 404


async def test_a_command_made_again_answers_200(plain: PlainBot):
    """A new command answers 201; one of a known name and type takes its place and answers 200.

    Source: discord-api-docs interactions/application-commands.mdx, "Create Global Application Command"
    """
    path = f"/applications/{plain.id}/commands"
    status, made = await plain.rest("POST", path, slash())
    assert status == 201
    status, again = await plain.rest("POST", path, slash(description="Does it otherwise"))
    assert (status, again["id"], again["description"]) == (200, made["id"], "Does it otherwise")
    assert (await plain.rest("POST", path, {"name": slash()["name"], "type": 3}))[0] == 201


async def test_an_overwrite_keeps_the_ids_of_what_stays(plain: PlainBot):
    """Overwriting a scope keeps the ids of the commands whose name and type stay.

    Source: discord-api-docs interactions/application-commands.mdx, "Bulk Overwrite Global Application Commands"
    """
    first, _ = await plain.register(slash("a"), slash("b"))
    [again] = await plain.register(slash("a", description="New words"))
    assert again["id"] == first["id"]
    assert again["version"] != first["version"]


async def test_another_applications_commands_are_out_of_reach(plain: PlainBot):
    """The commands of another application are out of reach: 10002.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    assert (await plain.rest("GET", "/applications/1/commands"))[1]["code"] == 10002


async def test_commands_of_a_server_it_is_not_in_are_out_of_reach(plain: PlainBot):
    """Commands cannot be registered for a server the application is not in: 50001.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    assert (await plain.rest("GET", f"/applications/{plain.id}/guilds/1/commands"))[1]["code"] == 50001


async def test_a_command_that_is_gone_is_unknown(plain: PlainBot):
    """A command that does not exist can be neither read, changed nor removed: 10063.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    path = f"/applications/{plain.id}/commands/1"
    for method, body in (("GET", None), ("PATCH", {"description": "x"}), ("DELETE", None)):
        status, answer = await plain.rest(method, path, body)
        assert (status, answer["code"]) == (404, 10063)


async def test_registering_a_name_again_replaces_the_command(plain: PlainBot):
    """A command registered under a name that is taken replaces the one that has it.

    Source: discord-api-docs interactions/application-commands.mdx, "Updating and Deleting a Command"
    """
    path = f"/applications/{plain.id}/commands"
    _, first = await plain.rest("POST", path, slash())
    _, again = await plain.rest("POST", path, slash(description="Does more"))
    assert again["id"] == first["id"]
    assert [command["description"] for command in (await plain.rest("GET", path))[1]] == ["Does more"]
