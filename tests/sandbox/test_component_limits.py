"""Components of messages."""

from typing import Any

import pytest

from .clients import Control, PlainBot, button, faults, row
from .conformance import rule

V2 = 1 << 15
PAGE = "discord-api-docs components/reference.mdx"
ROW, BUTTON = f'{PAGE}, "Action Row"', f'{PAGE}, "Button"'
SELECT, OPTION = f'{PAGE}, "String Select"', f'{PAGE}, "Select Option Structure"'
CUSTOM_ID, NEW = f'{PAGE}, "Custom ID"', f"{PAGE}, introduction"
SECTION, GALLERY, FILE = f'{PAGE}, "Section"', f'{PAGE}, "Media Gallery"', f'{PAGE}, "File"'

Json = dict[str, Any]


def select(custom_id: str = "pick", **more: Any) -> Json:
    return {"type": 3, "custom_id": custom_id, "options": [{"label": "A", "value": "a"}], **more}


def text(content: str = "words") -> Json:
    return {"type": 10, "content": content}


def options(count: int) -> list[dict[str, str]]:
    return [{"label": str(number), "value": str(number)} for number in range(count)]


def link(**more: Any) -> Json:
    return {"type": 2, "style": 5, "label": "x", **more}


def thumbnail(url: str = "https://a.b/c.png", **more: Any) -> Json:
    return {"type": 11, "media": {"url": url}, **more}


def old(*components: Json) -> Json:
    """A message with components in rows."""
    return {"components": list(components)}


def new(*components: Json) -> Json:
    """A message of components v2."""
    return {"flags": V2, "components": list(components)}


FIRST = "components.0.components.0"
REFUSED = [
    rule(
        "A message has at most 5 rows of components.", f'{PAGE}, "Legacy Message Component Behavior"',
        old(*(row(button(str(n))) for n in range(6))), "components: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A row has at most 5 buttons.", ROW,
        old(row(*(button(str(n)) for n in range(6)))), "components.0.components: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A row is not empty.", "OpenAPI description, ActionRowComponentForMessageRequest",
        old(row()), "components.0.components: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A select is alone in its row.", ROW,
        old(row(select(), button())), "components.0.components: COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    rule(
        "A row has at most one select.", ROW,
        old(row(select("a"), select("b"))), "components.0.components: COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    rule(
        "A button stands in a row or beside a section.", BUTTON,
        old(button()), "components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A select in a message stands in a row.", SELECT,
        old(select()), "components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A row does not hold rows.", ROW,
        old(row(row(button()))), f"{FIRST}.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "Text inputs are for modals.", f'{PAGE}, "Text Input"',
        old(row({"type": 4, "custom_id": "x", "style": 1, "label": "l"})), f"{FIRST}.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "File uploads are for modals.", f'{PAGE}, "File Upload"',
        old(row({"type": 19, "custom_id": "x"})), f"{FIRST}.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "Radio groups are for modals.", f'{PAGE}, "Radio Group"',
        old(row({"type": 21, "custom_id": "x", "options": options(2)})), f"{FIRST}.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "Labels are for modals.", f'{PAGE}, "Component Types"',
        new({"type": 18, "label": "l", "component": select()}), "components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A select has at most 25 options.", SELECT,
        old(row(select(options=options(26)))), f"{FIRST}.options: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A string select has at least one option.", "https://github.com/discord-net/Discord.Net/pull/3284",
        old(row(select(options=[]))), f"{FIRST}.options: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "The label of a select's option has at most 100 characters.", OPTION,
        old(row(select(options=[{"label": "x" * 101, "value": "a"}]))),
        f"{FIRST}.options.0.label: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A select's option has a label.", OPTION,
        old(row(select(options=[{"label": "", "value": "a"}]))), f"{FIRST}.options.0.label: BASE_TYPE_REQUIRED",
    ),
    rule(
        "The value of a select's option has at most 100 characters.", OPTION,
        old(row(select(options=[{"label": "x", "value": "a" * 101}]))),
        f"{FIRST}.options.0.value: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "The description of a select's option has at most 100 characters.", OPTION,
        old(row(select(options=[{"label": "x", "value": "a", "description": "d" * 101}]))),
        f"{FIRST}.options.0.description: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "Two options of a select cannot have the same value.", "observed; not published",
        old(row(select(options=[{"label": "x", "value": "a"}] * 2))),
        f"{FIRST}.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    rule(
        "A select cannot let more be chosen than it has options.", "https://github.com/Rapptz/discord.py/issues/6984",
        old(row(select(max_values=2))), f"{FIRST}.max_values: NUMBER_TYPE_MAX",
    ),
    rule(
        "A select lets at most 25 be chosen.", f'{PAGE}, "User Select"',
        old(row({"type": 5, "custom_id": "x", "max_values": 26})), f"{FIRST}.max_values: NUMBER_TYPE_MAX",
    ),
    rule(
        "A select lets at least one be chosen.", "https://github.com/discordjs/discord.js/pull/11565",
        old(row(select(min_values=0, max_values=0))), f"{FIRST}.max_values: NUMBER_TYPE_MAX",
    ),
    rule(
        "A select cannot demand more than it lets be chosen.",
        "https://github.com/discord/discord-api-docs/issues/3202",
        old(row(select(options=options(3), min_values=2))), f"{FIRST}.max_values: NUMBER_TYPE_MAX",
    ),
    rule(
        "A select has no more default values than may be chosen.", f'{PAGE}, "User Select"',
        old(row({"type": 5, "custom_id": "x", "default_values": [{"id": "1", "type": "user"}] * 2})),
        f"{FIRST}.default_values: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A select has no fewer default values than must be chosen, unless it has none.", f'{PAGE}, "User Select"',
        old(row({"type": 5, "custom_id": "x", "min_values": 2, "max_values": 3,
                 "default_values": [{"id": "1", "type": "user"}]})),
        f"{FIRST}.default_values: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "The placeholder of a select has at most 150 characters.", SELECT,
        old(row(select(placeholder="x" * 151))), f"{FIRST}.placeholder: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A custom_id has at most 100 characters.", CUSTOM_ID,
        old(row(button("x" * 101))), f"{FIRST}.custom_id: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A custom_id is not empty.", CUSTOM_ID,
        old(row(button(""))), f"{FIRST}.custom_id: BASE_TYPE_REQUIRED",
    ),
    rule(
        "A select has a custom_id.", CUSTOM_ID,
        old(row(select(custom_id=None))), f"{FIRST}.custom_id: BASE_TYPE_REQUIRED",
    ),
    rule(
        "Two components of a message cannot have the same custom_id.", CUSTOM_ID,
        old(row(button("a")), row(button("a"))), "components: COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    rule(
        "Two components of a message cannot have the same id.", f'{PAGE}, "Anatomy of a Component"',
        old(row(button("a", id=7), button("b", id=7))), "components: COMPONENT_ID_DUPLICATED",
    ),
    rule(
        "The label of a button has at most 80 characters.", BUTTON,
        old(row(button(label="x" * 81))), f"{FIRST}.label: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A button that is no link has a custom_id.", BUTTON,
        old(row({"type": 2, "style": 1, "label": "x"})), f"{FIRST}.custom_id: BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
    ),
    rule(
        "A button has a label or an emoji.", "https://github.com/Rapptz/discord.py/issues/7113",
        old(row({"type": 2, "style": 1, "custom_id": "x"})), f"{FIRST}: BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
    ),
    rule(
        "A link button has a url.", BUTTON,
        old(row(link())), f"{FIRST}.url: BASE_TYPE_REQUIRED",
    ),
    rule(
        "A link button has no custom_id.", BUTTON,
        old(row(link(url="https://a.b", custom_id="x"))),
        f"{FIRST}: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ),
    rule(
        "A button that is no link has no url.", BUTTON,
        old(row(button(url="https://a.b"))), f"{FIRST}: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ),
    rule(
        "The url of a link button has at most 512 characters.", BUTTON,
        old(row(link(url="https://" + "x" * 505))), f"{FIRST}.url: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A premium button has a sku_id.", BUTTON,
        old(row({"type": 2, "style": 6})), f"{FIRST}.sku_id: BASE_TYPE_REQUIRED",
    ),
    rule(
        "A premium button has no label.", BUTTON,
        old(row({"type": 2, "style": 6, "sku_id": "1", "label": "x"})),
        f"{FIRST}.label: BUTTON_COMPONENT_INVALID_FIELD",
    ),
    rule(
        "A premium button has no custom_id.", BUTTON,
        old(row({"type": 2, "style": 6, "sku_id": "1", "custom_id": "x"})),
        f"{FIRST}.custom_id: BUTTON_COMPONENT_INVALID_FIELD",
    ),
    rule(
        "Only a premium button has a sku_id.", BUTTON,
        old(row(button(sku_id="1"))), f"{FIRST}.sku_id: BUTTON_COMPONENT_INVALID_FIELD",
    ),
    rule(
        "Text displays need the flag IS_COMPONENTS_V2.", f'{PAGE}, "Text Display"',
        old(text()), "components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "Containers need the flag IS_COMPONENTS_V2.", f'{PAGE}, "Container"',
        old({"type": 17, "components": [row(button())]}), "components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A message of components v2 has at most 40 components.", NEW,
        new(*(text() for _ in range(41))), "components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    rule(
        "The 40 components count nested ones and the one that holds them.", NEW,
        new({"type": 17, "components": [text() for _ in range(40)]}),
        "components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    rule(
        "The 40 components count the accessories of sections.", NEW,
        new(*({"type": 9, "components": [text()], "accessory": thumbnail()} for _ in range(14))),
        "components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    rule(
        "All texts of a message of components v2 together hold at most 4,000 characters.",
        "https://github.com/discord/discord-api-docs/pull/8562",
        new(text("x" * 2000), text("x" * 2001)), "components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    rule(
        "A text display is not empty.", "OpenAPI description, TextDisplayComponentForMessageRequest",
        new(text("")), "components.0.content: BASE_TYPE_REQUIRED",
    ),
    rule(
        "A section has at most 3 texts.", SECTION,
        new({"type": 9, "components": [text()] * 4, "accessory": button()}),
        "components.0.components: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A section has at least one text.", SECTION,
        new({"type": 9, "components": [], "accessory": button()}), "components.0.components: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A section holds texts only.", SECTION,
        new({"type": 9, "components": [row(button("a"))], "accessory": button()}),
        "components.0.components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A section has an accessory.", SECTION,
        new({"type": 9, "components": [text()]}), "components.0.accessory: BASE_TYPE_REQUIRED",
    ),
    rule(
        "The accessory of a section is a button or a thumbnail.", SECTION,
        new({"type": 9, "components": [text()], "accessory": select()}),
        "components.0.accessory.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A thumbnail stands beside a section only.", f'{PAGE}, "Thumbnail"',
        new(thumbnail()), "components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A gallery has at most 10 items.", GALLERY,
        new({"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}}] * 11}),
        "components.0.items: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "The description of a gallery's item has at most 1,024 characters.", GALLERY,
        new({"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}, "description": "x" * 1025}]}),
        "components.0.items.0.description: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The description of a thumbnail has at most 1,024 characters.", f'{PAGE}, "Thumbnail"',
        new({"type": 9, "components": [text()], "accessory": thumbnail(description="x" * 1025)}),
        "components.0.accessory.description: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The spacing of a separator is small or large.", f'{PAGE}, "Separator"',
        new(text(), {"type": 14, "spacing": 3}), "components.1.spacing: BASE_TYPE_CHOICES",
    ),
    rule(
        "The accent colour of a container lies within 0xFFFFFF.", f'{PAGE}, "Container"',
        new({"type": 17, "accent_color": 0x1000000, "components": [text()]}),
        "components.0.accent_color: NUMBER_TYPE_MAX",
    ),
    rule(
        "A gallery has at least one item.", GALLERY,
        new({"type": 12, "items": []}), "components.0.items: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "Media is shown from http, https and attachment links.", f'{PAGE}, "Unfurled Media Item"',
        new({"type": 12, "items": [{"media": {"url": "ftp://a.b/c.png"}}]}),
        "components.0.items.0.media.url: URL_TYPE_INVALID_SCHEME",
    ),
    rule(
        "A file component shows an attachment of its own message.", FILE,
        new({"type": 13, "file": {"url": "https://a.b/c.txt"}}), "components.0.file.url: INVALID_URL",
    ),
    rule(
        "An attachment link names a file that is sent along.", f'{PAGE}, "Unfurled Media Item"',
        new({"type": 13, "file": {"url": "attachment://c.txt"}}),
        "components: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    rule(
        "A container does not hold containers.", f'{PAGE}, "Container"',
        new({"type": 17, "components": [{"type": 17, "components": [text()]}]}),
        "components.0.components.0.type: UNION_TYPE_CHOICES",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "fault"), REFUSED)
async def test_discord_refuses_components(plain: PlainBot, control: Control, general: str, body: Json, fault: str):
    """50035 with the fault where it is; nothing is posted."""
    status, answer = await plain.send(general, body)
    assert (status, answer["code"], faults(answer)) == (400, 50035, [fault])
    assert (await control.see())["messages"] == []


TAKEN: dict[str, Json] = {
    "25 buttons": old(*(row(*(button(f"{r}{n}") for n in range(5))) for r in range(5))),
    "25 options": old(row(select(options=options(25), max_values=25))),
    "custom_id of 100": old(row(button("x" * 100))),
    "40 components": new(*(text("x" * 100) for _ in range(40))),
    "every v2 component": new(
        {
            "type": 17,
            "accent_color": 255,
            "components": [
                text("# Title"),
                {"type": 14, "divider": True, "spacing": 2},
                {"type": 9, "components": [text()], "accessory": thumbnail()},
                {"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}, "description": "d"}]},
                row(button(), link(url="https://a.b")),
                row({"type": 8, "custom_id": "where", "channel_types": [0]}),
            ],
        }
    ),
}


@pytest.mark.parametrize("case", TAKEN)
async def test_discord_takes_components(plain: PlainBot, general: str, case: str):
    """The limits themselves are still allowed."""
    status, answer = await plain.send(general, TAKEN[case])
    assert status == 200, answer


async def test_components_are_numbered(plain: PlainBot, general: str):
    """A component without id gets one, in order, around those that have one.

    Source: discord-api-docs components/reference.mdx, "Anatomy of a Component"
    """
    _, sent = await plain.send(general, {"components": [row(button("a"), button("b", id=2)), row(button("c"))]})
    first, second = sent["components"]
    assert [first["id"], *(c["id"] for c in first["components"])] == [1, 3, 2]
    assert [second["id"], second["components"][0]["id"]] == [4, 5]
