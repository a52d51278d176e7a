"""What components may be: buttons, selects, layouts, and the inputs of modals."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused, button, faults, row

V2 = 1 << 15
Json = dict[str, Any]


def text(content: str = "words") -> Json:
    return {"type": 10, "content": content}


def choices(count: int, **first: Any) -> list[Json]:
    made: list[Json] = [{"label": str(number), "value": str(number)} for number in range(count)]
    made[0] |= first
    return made


def select(**more: Any) -> Json:
    return {"type": 3, "custom_id": "pick", "options": choices(3), **more}


# Each: the rule, what breaks it, where and how it is refused.
CLASSIC: dict[str, tuple[Json, str]] = {
    "A button has one of the six styles.": (button(style=7), "style: BASE_TYPE_CHOICES"),
    "A link button has a url.": ({"type": 2, "style": 5, "label": "x"}, "url: BASE_TYPE_REQUIRED"),
    "A premium button has no label.": (
        {"type": 2, "style": 6, "sku_id": "1", "label": "x"},
        "label: BUTTON_COMPONENT_INVALID_FIELD",
    ),
    "Only a premium button has a sku_id.": (button(sku_id="1"), "sku_id: BUTTON_COMPONENT_INVALID_FIELD"),
    "A string select marks no more options as default than can be chosen.": (
        select(options=[{**one, "default": True} for one in choices(2)]),
        "options: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    ),
    "A select has as many default values as can be chosen.": (
        {"type": 5, "custom_id": "who", "default_values": [{"id": "1", "type": "user"}, {"id": "2", "type": "user"}]},
        "default_values: BASE_TYPE_BAD_LENGTH",
    ),
    "A user select has users as default values.": (
        {"type": 5, "custom_id": "who", "default_values": [{"id": "1", "type": "role"}]},
        "default_values.0.type: BASE_TYPE_CHOICES",
    ),
    "A channel select has channels as default values.": (
        {"type": 8, "custom_id": "where", "default_values": [{"id": "1", "type": "user"}]},
        "default_values.0.type: BASE_TYPE_CHOICES",
    ),
    "A select takes no fewer values at most than at least.": (
        select(min_values=2, max_values=1),
        "max_values: NUMBER_TYPE_MAX",
    ),
    "A select takes at most 25 values.": (
        {"type": 6, "custom_id": "r", "max_values": 26},
        "max_values: NUMBER_TYPE_MAX",
    ),
}


@pytest.mark.parametrize("rule", CLASSIC)
async def test_an_interactive_component_keeps_to_its_rules(plain: PlainBot, general: str, rule: str):
    """A button or select that breaks a rule of its kind is refused: 50035.

    Source: discord-api-docs components/reference.mdx, "Button", "String Select", "User Select", "Channel Select"
    """
    component, expected = CLASSIC[rule]
    _, answer = await plain.send(general, {"content": "x", "components": [row(component)]})
    assert faults(answer) == [f"components.0.components.0.{expected}"]


def picture(**more: Any) -> Json:
    return {"media": {"url": "https://a.b/c.png"}, **more}


LAYOUTS: dict[str, tuple[Json, str]] = {
    "A container holds something.": ({"type": 17, "components": []}, "components: BASE_TYPE_BAD_LENGTH"),
    "A container's accent is a colour.": (
        {"type": 17, "accent_color": 0x1000000, "components": [text()]},
        "accent_color: NUMBER_TYPE_MAX",
    ),
    "A separator's spacing is 1 or 2.": ({"type": 14, "spacing": 3}, "spacing: BASE_TYPE_CHOICES"),
    "A gallery item's description has at most 1,024 characters.": (
        {"type": 12, "items": [picture(description="d" * 1025)]},
        "items.0.description: BASE_TYPE_MAX_LENGTH",
    ),
    "A thumbnail's description has at most 1,024 characters.": (
        {"type": 9, "components": [text()], "accessory": {"type": 11, **picture(description="d" * 1025)}},
        "accessory.description: BASE_TYPE_MAX_LENGTH",
    ),
    "A media link has at most 2,048 characters.": (
        {"type": 12, "items": [{"media": {"url": "https://" + "x" * 2048}}]},
        "items.0.media.url: BASE_TYPE_MAX_LENGTH",
    ),
    "A gallery shows something.": ({"type": 12, "items": []}, "items: BASE_TYPE_BAD_LENGTH"),
    "A text display says something.": ({"type": 10, "content": ""}, "content: BASE_TYPE_REQUIRED"),
    "A section's accessory is a button or a thumbnail.": (
        {"type": 9, "components": [text()], "accessory": text()},
        "accessory.type: UNION_TYPE_CHOICES",
    ),
    "A section holds texts.": (
        {"type": 9, "components": [{"type": 14}], "accessory": button()},
        "components.0.type: UNION_TYPE_CHOICES",
    ),
}


@pytest.mark.parametrize("rule", LAYOUTS)
async def test_a_layout_keeps_to_its_rules(plain: PlainBot, general: str, rule: str):
    """A container, section, gallery, separator or text that breaks a rule of its kind is refused: 50035.

    Source: discord-api-docs components/reference.mdx, "Container", "Section", "Media Gallery", "Separator"
    """
    component, expected = LAYOUTS[rule]
    _, answer = await plain.send(general, {"flags": V2, "components": [component]})
    assert faults(answer) == [f"components.0.{expected}"]


INPUTS: dict[str, tuple[Json, str]] = {
    "Modals have no disabled components.": (select(disabled=True), "disabled: COMPONENT_DISABLED_IN_MODAL"),
    "A required select takes at least one value.": (select(min_values=0), "min_values: NUMBER_TYPE_MIN"),
    "A required upload takes at least one file.": (
        {"type": 19, "custom_id": "f", "min_values": 0},
        "min_values: NUMBER_TYPE_MIN",
    ),
    "An upload takes at most ten files.": (
        {"type": 19, "custom_id": "f", "max_values": 11},
        "max_values: NUMBER_TYPE_MAX",
    ),
    "An upload names at most ten file types.": (
        {"type": 19, "custom_id": "f", "file_types": [f".e{number}" for number in range(11)]},
        "file_types: BASE_TYPE_MAX_LENGTH",
    ),
    "A file type is a group or an ending with a dot.": (
        {"type": 19, "custom_id": "f", "file_types": ["pdf"]},
        "file_types.0: BASE_TYPE_CHOICES",
    ),
    "A radio group has at least two options.": (
        {"type": 21, "custom_id": "r", "options": choices(1)},
        "options: BASE_TYPE_BAD_LENGTH",
    ),
    "A radio group has at most ten options.": (
        {"type": 21, "custom_id": "r", "options": choices(11)},
        "options: BASE_TYPE_BAD_LENGTH",
    ),
    "A radio group marks one option as default.": (
        {"type": 21, "custom_id": "r", "options": [{**one, "default": True} for one in choices(2)]},
        "options: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    ),
    "A checkbox group has at most ten options.": (
        {"type": 22, "custom_id": "c", "options": choices(11)},
        "options: BASE_TYPE_BAD_LENGTH",
    ),
    "A checkbox group takes no more values than it has options.": (
        {"type": 22, "custom_id": "c", "options": choices(2), "max_values": 3},
        "max_values: NUMBER_TYPE_MAX",
    ),
    "A text input asks for no more at least than at most.": (
        {"type": 4, "custom_id": "t", "style": 1, "min_length": 5, "max_length": 4},
        "min_length: NUMBER_TYPE_MAX",
    ),
    "A text input takes at most 4,000 characters.": (
        {"type": 4, "custom_id": "t", "style": 1, "max_length": 4001},
        "max_length: NUMBER_TYPE_MAX",
    ),
}


@pytest.fixture
async def asking(bot: PlainBot) -> PlainBot:
    """A connected bot with the command /ask."""
    await bot.register({"name": "ask", "description": "Asks"})
    return bot


def modal(*components: Json) -> Json:
    parts = [{"type": 18, "label": "Question", "component": component} for component in components]
    return {"custom_id": "m", "title": "Questions", "components": parts}


@pytest.mark.parametrize("rule", INPUTS)
async def test_a_modals_input_keeps_to_its_rules(asking: PlainBot, control: Control, general: str, rule: str):
    """An input of a modal that breaks a rule of its kind is refused: 50035.

    Source: discord-api-docs components/reference.mdx, "File Upload", "Radio Group", "Checkbox Group", "Text Input"
    """
    component, expected = INPUTS[rule]
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
