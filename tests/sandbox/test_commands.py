"""Commands: registering, using, completing. Source: discord-api-docs, interactions/application-commands.mdx."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused, faults

Json = dict[str, Any]


def slash(name: str = "ping", **more: Any) -> Json:
    return {"name": name, "description": "Does it", **more}


def option(name: str = "text", kind: int = 3, **more: Any) -> Json:
    return {"name": name, "description": "An option", "type": kind, **more}


REFUSED: dict[str, tuple[Json, list[str]]] = {
    "an upper-case name": (slash("Ping"), ["0.name: APPLICATION_COMMAND_INVALID_NAME"]),
    "a name with a blank": (slash("ping pong"), ["0.name: APPLICATION_COMMAND_INVALID_NAME"]),
    "a name of 33": (slash("x" * 33), ["0.name: APPLICATION_COMMAND_INVALID_NAME"]),
    "no description": ({"name": "ping"}, ["0.description: BASE_TYPE_REQUIRED"]),
    "a description of 101": (slash(description="x" * 101), ["0.description: BASE_TYPE_BAD_LENGTH"]),
    "26 options": (
        slash(options=[option(f"o{n}") for n in range(26)]),
        ["0.options: BASE_TYPE_MAX_LENGTH"],
    ),
    "26 choices": (
        slash(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])]),
        ["0.options.0.choices: BASE_TYPE_MAX_LENGTH"],
    ),
    "a choice name of 101": (
        slash(options=[option(choices=[{"name": "x" * 101, "value": "a"}])]),
        ["0.options.0.choices.0.name: BASE_TYPE_MAX_LENGTH"],
    ),
    "choices that complete themselves": (
        slash(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)]),
        ["0.options.0.choices: APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE"],
    ),
    "a required option after an optional one": (
        slash(options=[option("a"), option("b", required=True)]),
        ["0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"],
    ),
    "one option name twice": (
        slash(options=[option("a"), option("a")]),
        ["0.options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED"],
    ),
    "an upper-case option name": (
        slash(options=[option("Text")]),
        ["0.options.0.name: APPLICATION_COMMAND_INVALID_NAME"],
    ),
    "a group in a group": (
        slash(options=[option("a", 2, options=[option("b", 2, options=[option("c", 1)])])]),
        ["0.options.0.options.0.type: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"],
    ),
    "options beside sub-commands": (
        slash(options=[option("a", 1), option("b")]),
        ["0.options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"],
    ),
    "more than 8,000 characters": (
        slash(options=[option(f"o{n}", description="x" * 100, choices=[
            {"name": f"{c:099}", "value": f"{c:099}"} for c in range(2)
        ]) for n in range(20)]),
        ["0: APPLICATION_COMMAND_TOO_LARGE"],
    ),
    "a menu with a description": (
        {"name": "Submit this", "type": 3, "description": "x"},
        ["0.description: APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED"],
    ),
    "a menu with options": (
        {"name": "Submit this", "type": 3, "options": [option()]},
        ["0.options: APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
async def test_discord_refuses_a_command(plain: PlainBot, case: str):
    """50035; nothing of the scope is overwritten."""
    await plain.register(slash("before"))
    body, expected = REFUSED[case]
    path = f"/applications/{plain.id}/commands"
    status, answer = await plain.rest("PUT", path, [body])
    assert (status, answer["code"], faults(answer)) == (400, 50035, expected)
    assert [command["name"] for command in (await plain.rest("GET", path))[1]] == ["before"]


@pytest.mark.parametrize("name", ["ping", "vote-open", "ja_ü", "投票", "मतदान", "a'b"])
async def test_names_may_be_in_any_script(plain: PlainBot, name: str):
    """Naming: letters and digits of every script, and -_'."""
    assert (await plain.register(slash(name)))[0]["name"] == name


async def test_two_commands_of_one_name_are_refused(plain: PlainBot):
    """Names are unique per type and scope."""
    path = f"/applications/{plain.id}/commands"
    _, answer = await plain.rest("PUT", path, [slash(), slash()])
    assert faults(answer) == ["1.name: APPLICATION_COMMANDS_DUPLICATE_NAME"]


@pytest.mark.parametrize(("kind", "most"), [(1, 100), (2, 15), (3, 15)])
async def test_a_scope_holds_so_many_commands(plain: PlainBot, kind: int, most: int):
    """100 slash, 15 user and 15 message commands (change log, March 3 2026): 30032."""
    more = {"description": "x"} if kind == 1 else {}
    bodies = [{"name": f"c{number}", "type": kind, **more} for number in range(most + 1)]
    await plain.register(*bodies[:most])
    path = f"/applications/{plain.id}/commands"
    assert (await plain.rest("POST", path, bodies[most]))[1]["code"] == 30032
    assert (await plain.rest("PUT", path, bodies))[1]["code"] == 30032


async def test_commands_are_made_changed_and_removed_one_by_one(plain: PlainBot, film: Json):
    """Create, Get, Edit, Delete, globally and for one server."""
    for path in (f"/applications/{plain.id}/commands", f"/applications/{plain.id}/guilds/{film['id']}/commands"):
        status, made = await plain.rest("POST", path, slash())
        assert status == 201
        one = f"{path}/{made['id']}"
        _, changed = await plain.rest("PATCH", one, {"description": "Does more"})
        assert (changed["id"], changed["description"]) == (made["id"], "Does more")
        assert (await plain.rest("GET", one))[1]["description"] == "Does more"
        assert (await plain.rest("DELETE", one))[0] == 204
        assert (await plain.rest("GET", one))[1]["code"] == 10063


async def test_an_overwrite_keeps_the_ids_of_what_stays(plain: PlainBot):
    """Bulk overwrite: commands of unchanged name and type are the same commands."""
    first, _ = await plain.register(slash("a"), slash("b"))
    [again] = await plain.register(slash("a", description="New words"))
    assert again["id"] == first["id"]
    assert again["version"] != first["version"]


async def test_other_applications_and_servers_are_out_of_reach(plain: PlainBot):
    """10002 Unknown Application, 50001 Missing Access."""
    assert (await plain.rest("GET", "/applications/1/commands"))[1]["code"] == 10002
    assert (await plain.rest("GET", f"/applications/{plain.id}/guilds/1/commands"))[1]["code"] == 50001


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
    """Option types 3 to 11, with what the ids mean under `resolved`."""
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
    assert "permissions" in resolved["channels"][sent["where"]]
    assert resolved["roles"][sent["role"]]["name"] == "director"
    assert sent["anyone"] == sent["role"]
    assert resolved["attachments"][sent["file"]]["ephemeral"] is True
    async with bot.session.get(resolved["attachments"][sent["file"]]["url"]) as response:
        assert await response.read() == b"x"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({}, 'needs the option "text"'),
        ({"text": "abc", "nothing": 1}, "no option"),
        ({"text": "a"}, "2 to 5 characters"),
        ({"text": "abcdef"}, "2 to 5 characters"),
        ({"text": 5}, "takes text"),
        ({"text": "abc", "number": 10}, "from 1 to 9"),
        ({"text": "abc", "number": 1.5}, "whole number"),
        ({"text": "abc", "number": True}, "whole number"),
        ({"text": "abc", "flag": "yes"}, "true or false"),
        ({"text": "abc", "who": "zoe"}, "Nobody called"),
        ({"text": "abc", "where": "forum"}, "does not take a channel"),
        ({"text": "abc", "role": "none"}, "no role"),
        ({"text": "abc", "file": "a.txt"}, "is a file"),
        ({"text": "abc", "kind": "film"}, "one of: Still, Sound"),
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
    """SUB_COMMAND (1) and SUB_COMMAND_GROUP (2)."""
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
    """A command with sub-commands cannot be used by itself."""
    await bot.register(NESTED)
    with pytest.raises(Refused) as refused:
        await use(control, {}, command=command)
    assert refused.value.status == status


async def test_a_servers_own_command_goes_before_the_global_one(bot: PlainBot, control: Control, film: Json):
    """Guild commands shadow global ones of the same name."""
    await bot.register(slash("all"))
    path = f"/applications/{bot.id}/guilds/{film['id']}/commands"
    await bot.rest("PUT", path, [slash("all", description="Its own")])
    _, used = await bot.answer(use(control, {}), 4, {"content": "ok"})
    assert used["data"]["guild_id"] == film["id"]
    offered = await control.as_person("GET", "commands")
    assert [command["description"] for command in offered["commands"]] == ["Its own"]


async def test_default_member_permissions_hide_a_command(bot: PlainBot, control: Control):
    """default_member_permissions: "0" is for administrators alone."""
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
    """Interaction type 4, `focused`; callback type 8."""
    await bot.register(FIND)
    choices = [{"name": "Alpha", "value": "a"}]
    seen, interaction = await bot.answer(complete(control, "al"), 8, {"choices": choices})
    assert interaction["type"] == 4
    assert interaction["data"]["options"] == [{"name": "text", "type": 3, "value": "al", "focused": True}]
    assert seen == {"choices": choices}


@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        ([{"name": str(n), "value": str(n)} for n in range(26)], "data.choices: BASE_TYPE_MAX_LENGTH"),
        ([{"name": "x" * 101, "value": "a"}], "data.choices.0.name: BASE_TYPE_MAX_LENGTH"),
        ([{"name": " ", "value": "a"}], "data.choices.0.name: BASE_TYPE_REQUIRED"),
        ([{"name": "a", "value": "x" * 101}], "data.choices.0.value: BASE_TYPE_MAX_LENGTH"),
        ([{"name": "a", "value": ""}], "data.choices.0.value: BASE_TYPE_REQUIRED"),
    ],
)
async def test_autocomplete_takes_25_choices_of_100_characters(
    bot: PlainBot, control: Control, choices: list[Json], fault: str
):
    """Application command option choice: at most 25; names 1-100, texts up to 100."""
    await bot.register(FIND)
    acting, interaction = await bot.begin(complete(control, "al"))
    status, body = await bot.callback(interaction, 8, {"choices": choices})
    assert (status, faults(body)) == (400, [fault])
    await bot.callback(interaction, 8, {"choices": []})
    assert await acting == {"choices": []}


async def test_autocomplete_takes_no_message(bot: PlainBot, control: Control):
    """Autocomplete interactions are answered by type 8 alone."""
    await bot.register(FIND)
    acting, interaction = await bot.begin(complete(control, "al"))
    assert (await bot.callback(interaction, 4, {"content": "x"}))[0] == 400
    await bot.callback(interaction, 8, {"choices": []})
    await acting


async def test_only_options_that_complete_themselves_are_completed(bot: PlainBot, control: Control):
    """autocomplete: true on the option."""
    await bot.register(FIND)
    with pytest.raises(Refused, match="completes itself"):
        await complete(control, "al", focused="other")
