"""What components may be: buttons, selects, layouts, and the inputs of modals."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused, button, faults, row
from .conformance import rule

V2 = 1 << 15
Json = dict[str, Any]
COMPONENTS = "discord-api-docs components/reference.mdx"
FILE_TYPES = "https://github.com/discord/discord-api-docs/pull/8506"


def text(content: str = "words") -> Json:
    return {"type": 10, "content": content}


def choices(count: int, **first: Any) -> list[Json]:
    made: list[Json] = [{"label": str(number), "value": str(number)} for number in range(count)]
    made[0] |= first
    return made


def select(**more: Any) -> Json:
    return {"type": 3, "custom_id": "pick", "options": choices(3), **more}


# Each: the rule and its source, what breaks it, where and how it is refused.
CLASSIC = [
    rule("A button has one of the six styles.", f'{COMPONENTS}, "Button"', button(style=7), "style: BASE_TYPE_CHOICES"),
    rule(
        "A string select marks no more options as default than can be chosen.",
        "observed; not published",
        select(options=[{**one, "default": True} for one in choices(2)]),
        "options: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    ),
    rule(
        "A user select has users as default values.",
        f'{COMPONENTS}, "User Select"',
        {"type": 5, "custom_id": "who", "default_values": [{"id": "1", "type": "role"}]},
        "default_values.0.type: BASE_TYPE_CHOICES",
    ),
    rule(
        "A channel select has channels as default values.",
        f'{COMPONENTS}, "Channel Select"',
        {"type": 8, "custom_id": "where", "default_values": [{"id": "1", "type": "user"}]},
        "default_values.0.type: BASE_TYPE_CHOICES",
    ),
]


@pytest.mark.parametrize(("component", "expected"), CLASSIC)
async def test_an_interactive_component_keeps_to_its_rules(
    plain: PlainBot, general: str, component: Json, expected: str
):
    """Refused with 50035, at its place in the message."""
    _, answer = await plain.send(general, {"content": "x", "components": [row(component)]})
    assert faults(answer) == [f"components.0.components.0.{expected}"]


LAYOUTS = [
    rule(
        "A container holds something.",
        "OpenAPI description, ContainerComponentForMessageRequest",
        {"type": 17, "components": []},
        "components: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A media link has at most 2,048 characters.",
        "OpenAPI description, UnfurledMediaRequest",
        {"type": 12, "items": [{"media": {"url": "https://" + "x" * 2048}}]},
        "items.0.media.url: BASE_TYPE_MAX_LENGTH",
    ),
]


@pytest.mark.parametrize(("component", "expected"), LAYOUTS)
async def test_a_layout_keeps_to_its_rules(plain: PlainBot, general: str, component: Json, expected: str):
    """Refused with 50035, at its place in the message."""
    _, answer = await plain.send(general, {"flags": V2, "components": [component]})
    assert faults(answer) == [f"components.0.{expected}"]


INPUTS = [
    rule(
        "An upload names at most ten file types.",
        FILE_TYPES,
        {"type": 19, "custom_id": "f", "file_types": [f".e{number}" for number in range(11)]},
        "file_types: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A file type is a group or an ending with a dot.",
        FILE_TYPES,
        {"type": 19, "custom_id": "f", "file_types": ["pdf"]},
        "file_types.0: BASE_TYPE_CHOICES",
    ),
    rule(
        "A radio group marks one option as default.",
        f'{COMPONENTS}, "Radio Group"',
        {"type": 21, "custom_id": "r", "options": [{**one, "default": True} for one in choices(2)]},
        "options: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    ),
    rule(
        "A checkbox group takes no more values than it has options.",
        f'{COMPONENTS}, "Checkbox Group"',
        {"type": 22, "custom_id": "c", "options": choices(2), "max_values": 3},
        "max_values: NUMBER_TYPE_MAX",
    ),
    rule(
        "A text input asks for no more at least than at most.",
        "observed; not published",
        {"type": 4, "custom_id": "t", "style": 1, "min_length": 5, "max_length": 4},
        "min_length: NUMBER_TYPE_MAX",
    ),
]


@pytest.fixture
async def asking(bot: PlainBot) -> PlainBot:
    """A connected bot with the command /ask."""
    await bot.register({"name": "ask", "description": "Asks"})
    return bot


def modal(*components: Json) -> Json:
    parts = [{"type": 18, "label": "Question", "component": component} for component in components]
    return {"custom_id": "m", "title": "Questions", "components": parts}


@pytest.mark.parametrize(("component", "expected"), INPUTS)
async def test_a_modals_input_keeps_to_its_rules(
    asking: PlainBot, control: Control, general: str, component: Json, expected: str
):
    """Refused with 50035, at its place in the modal."""
    acting, interaction = await asking.begin(use(control))
    _, answer = await asking.callback(interaction, 9, modal(component))
    assert faults(answer) == [f"data.components.0.component.{expected}"]
    await asking.callback(interaction, 4, {"content": "never mind"})
    await acting


def use(control: Control) -> Any:
    return control.as_person("POST", "commands", {"channel": "general", "command": "ask"})


@pytest.mark.parametrize(
    ("name", "taken"), [("still.PNG", True), ("still.avif", True), ("song.mp3", False), ("script.pdf", True)]
)
async def test_an_upload_takes_files_by_their_names(
    asking: PlainBot, control: Control, general: str, name: str, taken: bool
):
    """An upload with file_types takes files by the ending of their name, whatever is in them.

    Source: https://github.com/discord/discord-api-docs/pull/8506
    """
    wanted = {"type": 19, "custom_id": "work", "file_types": ["image", ".pdf"]}
    await asking.answer(use(control), 9, modal(wanted))
    submit = control.as_person("POST", "modals", {}, [("work", name, b"anything")])
    if taken:
        await asking.answer(submit, 4, {"content": "thanks"})
    else:
        with pytest.raises(Refused, match="takes image"):
            await submit


async def test_an_option_takes_files_by_their_names(bot: PlainBot, control: Control, general: str):
    """An attachment option's file_types lets through files by the ending of their name.

    Source: https://github.com/discord/discord-api-docs/pull/8506
    """
    wanted = {"type": 11, "name": "file", "description": "the file", "required": True, "file_types": ["audio"]}
    await bot.register({"name": "save", "description": "Keeps", "options": [wanted]})
    body = {"channel": "general", "command": "save"}
    with pytest.raises(Refused, match="takes audio"):
        await control.as_person("POST", "commands", body, [("file", "still.png", b"x")])
    await bot.answer(control.as_person("POST", "commands", body, [("file", "song.opus", b"x")]), 4, {"content": "ok"})
