"""What a message may hold. Source, where none is named: discord-api-docs, resources/message.mdx."""

from typing import Any

import pytest

from .clients import Control, PlainBot, button, faults, row

V2 = 1 << 15


def select(custom_id: str = "pick", **more: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": custom_id, "options": [{"label": "A", "value": "a"}], **more}


def text(content: str = "words") -> dict[str, Any]:
    return {"type": 10, "content": content}


def options(count: int) -> list[dict[str, str]]:
    return [{"label": str(number), "value": str(number)} for number in range(count)]


REFUSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    # Create Message: content up to 2,000 characters (the OpenAPI description's 4,000 is for Nitro).
    "content of 2,001": ({"content": "x" * 2001}, ["content: BASE_TYPE_MAX_LENGTH"]),
    "nonce of 26": ({"content": "x", "nonce": "n" * 26}, ["nonce: BASE_TYPE_MAX_LENGTH"]),
    # Embed Limits.
    "11 embeds": ({"embeds": [{"title": "t"}] * 11}, ["embeds: BASE_TYPE_MAX_LENGTH"]),
    "6,001 in all embeds": (
        {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]},
        ["embeds: MAX_EMBED_SIZE_EXCEEDED"],
    ),
    "embed title of 257": ({"embeds": [{"title": "x" * 257}]}, ["embeds.0.title: BASE_TYPE_MAX_LENGTH"]),
    "embed description of 4,097": (
        {"embeds": [{"description": "x" * 4097}]},
        ["embeds.0.description: BASE_TYPE_MAX_LENGTH"],
    ),
    "26 embed fields": (
        {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]},
        ["embeds.0.fields: BASE_TYPE_MAX_LENGTH"],
    ),
    "field name of 257": (
        {"embeds": [{"fields": [{"name": "n" * 257, "value": "v"}]}]},
        ["embeds.0.fields.0.name: BASE_TYPE_MAX_LENGTH"],
    ),
    "field value of 1,025": (
        {"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]},
        ["embeds.0.fields.0.value: BASE_TYPE_MAX_LENGTH"],
    ),
    "blank field name": (
        {"embeds": [{"fields": [{"name": " ", "value": "v"}]}]},
        ["embeds.0.fields.0.name: BASE_TYPE_REQUIRED"],
    ),
    "footer of 2,049": (
        {"embeds": [{"footer": {"text": "x" * 2049}}]},
        ["embeds.0.footer.text: BASE_TYPE_MAX_LENGTH"],
    ),
    "author of 257": (
        {"embeds": [{"author": {"name": "x" * 257}}]},
        ["embeds.0.author.name: BASE_TYPE_MAX_LENGTH"],
    ),
    # Allowed Mentions Object.
    "101 allowed users": (
        {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(101)]}},
        ["allowed_mentions.users: BASE_TYPE_MAX_LENGTH"],
    ),
    "parse and ids of one kind": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        ["allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"],
    ),
    # components/reference.mdx, "Action Row", "Button", "String Select", "Custom ID".
    "6 rows": (
        {"components": [row(button(str(n))) for n in range(6)]},
        ["components: BASE_TYPE_MAX_LENGTH"],
    ),
    "6 buttons in a row": (
        {"components": [row(*(button(str(n)) for n in range(6)))]},
        ["components.0.components: BASE_TYPE_BAD_LENGTH"],
    ),
    "an empty row": ({"components": [row()]}, ["components.0.components: BASE_TYPE_BAD_LENGTH"]),
    "a select beside a button": (
        {"components": [row(select(), button())]},
        ["components.0.components: COMPONENT_LAYOUT_WIDTH_EXCEEDED"],
    ),
    "a button outside a row": ({"components": [button()]}, ["components.0.type: UNION_TYPE_CHOICES"]),
    "a text input in a message": (
        {"components": [row({"type": 4, "custom_id": "x", "style": 1, "label": "l"})]},
        ["components.0.components.0.type: UNION_TYPE_CHOICES"],
    ),
    "26 options": (
        {"components": [row(select(options=options(26)))]},
        ["components.0.components.0.options: BASE_TYPE_BAD_LENGTH"],
    ),
    "no options": (
        {"components": [row(select(options=[]))]},
        ["components.0.components.0.options: BASE_TYPE_BAD_LENGTH"],
    ),
    "option label of 101": (
        {"components": [row(select(options=[{"label": "x" * 101, "value": "a"}]))]},
        ["components.0.components.0.options.0.label: BASE_TYPE_BAD_LENGTH"],
    ),
    "option value of 101": (
        {"components": [row(select(options=[{"label": "x", "value": "a" * 101}]))]},
        ["components.0.components.0.options.0.value: BASE_TYPE_BAD_LENGTH"],
    ),
    "option description of 101": (
        {"components": [row(select(options=[{"label": "x", "value": "a", "description": "d" * 101}]))]},
        ["components.0.components.0.options.0.description: BASE_TYPE_MAX_LENGTH"],
    ),
    "one value twice": (
        {"components": [row(select(options=[{"label": "x", "value": "a"}] * 2))]},
        ["components.0.components.0.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"],
    ),
    "more max_values than options": (
        {"components": [row(select(max_values=2))]},
        ["components.0.components.0.max_values: NUMBER_TYPE_MAX"],
    ),
    "placeholder of 151": (
        {"components": [row(select(placeholder="x" * 151))]},
        ["components.0.components.0.placeholder: BASE_TYPE_MAX_LENGTH"],
    ),
    "custom_id of 101": (
        {"components": [row(button("x" * 101))]},
        ["components.0.components.0.custom_id: BASE_TYPE_BAD_LENGTH"],
    ),
    "an empty custom_id": (
        {"components": [row(button(""))]},
        ["components.0.components.0.custom_id: BASE_TYPE_REQUIRED"],
    ),
    "one custom_id twice": (
        {"components": [row(button("a")), row(button("a"))]},
        ["components: COMPONENT_CUSTOM_ID_DUPLICATED"],
    ),
    "one component id twice": (
        {"components": [row(button("a", id=7), button("b", id=7))]},
        ["components: COMPONENT_ID_DUPLICATED"],
    ),
    "button label of 81": (
        {"components": [row(button(label="x" * 81))]},
        ["components.0.components.0.label: BASE_TYPE_MAX_LENGTH"],
    ),
    "a button without custom_id": (
        {"components": [row({"type": 2, "style": 1, "label": "x"})]},
        ["components.0.components.0.custom_id: BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"],
    ),
    "a button without label and emoji": (
        {"components": [row({"type": 2, "style": 1, "custom_id": "x"})]},
        ["components.0.components.0: BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"],
    ),
    "a link button without url": (
        {"components": [row({"type": 2, "style": 5, "label": "x"})]},
        ["components.0.components.0.url: BASE_TYPE_REQUIRED"],
    ),
    "a link button with custom_id": (
        {"components": [row({"type": 2, "style": 5, "label": "x", "url": "https://a.b", "custom_id": "x"})]},
        ["components.0.components.0: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"],
    ),
    "button url of 513": (
        {"components": [row({"type": 2, "style": 5, "label": "x", "url": "https://" + "x" * 505})]},
        ["components.0.components.0.url: BASE_TYPE_BAD_LENGTH"],
    ),
    # components/reference.mdx and message.mdx, IS_COMPONENTS_V2.
    "a text display without the flag": ({"components": [text()]}, ["components.0.type: UNION_TYPE_CHOICES"]),
    "41 components": (
        {"flags": V2, "components": [text() for _ in range(41)]},
        ["components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"],
    ),
    "41 components, nested counted": (
        {"flags": V2, "components": [{"type": 17, "components": [text() for _ in range(40)]}]},
        ["components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"],
    ),
    "4,001 of text": (
        {"flags": V2, "components": [text("x" * 2000), text("x" * 2001)]},
        ["components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"],
    ),
    "content beside components v2": (
        {"flags": V2, "content": "x", "components": [text()]},
        ["content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"],
    ),
    "embeds beside components v2": (
        {"flags": V2, "embeds": [{"title": "x"}], "components": [text()]},
        ["embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"],
    ),
    "4 texts in a section": (
        {"flags": V2, "components": [{"type": 9, "components": [text()] * 4, "accessory": button()}]},
        ["components.0.components: BASE_TYPE_BAD_LENGTH"],
    ),
    "a section without accessory": (
        {"flags": V2, "components": [{"type": 9, "components": [text()]}]},
        ["components.0.accessory: BASE_TYPE_REQUIRED"],
    ),
    "11 pictures in a gallery": (
        {"flags": V2, "components": [{"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}}] * 11}]},
        ["components.0.items: BASE_TYPE_BAD_LENGTH"],
    ),
    "a file from elsewhere": (
        {"flags": V2, "components": [{"type": 13, "file": {"url": "https://a.b/c.txt"}}]},
        ["components.0.file.url: INVALID_URL"],
    ),
    "a file that was not sent": (
        {"flags": V2, "components": [{"type": 13, "file": {"url": "attachment://c.txt"}}]},
        ["components: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"],
    ),
    "a container in a container": (
        {"flags": V2, "components": [{"type": 17, "components": [{"type": 17, "components": [text()]}]}]},
        ["components.0.components.0.type: UNION_TYPE_CHOICES"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_discord_refuses(plain: PlainBot, control: Control, general: str, case: str):
    """50035 with the fault where it is; nothing is posted. Sources stand beside the cases."""
    body, expected = REFUSED[case]
    status, answer = await plain.send(general, body)
    assert (status, answer["code"], faults(answer)) == (400, 50035, expected)
    assert (await control.see())["messages"] == []


TAKEN: dict[str, dict[str, Any]] = {
    "content of 2,000": {"content": "x" * 2000},
    "nonce of 25": {"content": "x", "nonce": "n" * 25},
    "6,000 in 10 embeds": {"embeds": [{"description": "x" * 600}] * 10},
    "25 fields": {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 25}]},
    "25 buttons": {"components": [row(*(button(f"{r}{n}") for n in range(5))) for r in range(5)]},
    "25 options": {"components": [row(select(options=options(25), max_values=25))]},
    "custom_id of 100": {"components": [row(button("x" * 100))]},
    "40 components": {"flags": V2, "components": [text("x" * 100) for _ in range(40)]},
    "every v2 component": {
        "flags": V2,
        "components": [
            {
                "type": 17,
                "accent_color": 255,
                "components": [
                    text("# Title"),
                    {"type": 14, "divider": True, "spacing": 2},
                    {
                        "type": 9,
                        "components": [text()],
                        "accessory": {"type": 11, "media": {"url": "https://a.b/c.png"}},
                    },
                    {"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}, "description": "d"}]},
                    row(button(), {"type": 2, "style": 5, "label": "x", "url": "https://a.b"}),
                    row({"type": 8, "custom_id": "where", "channel_types": [0]}),
                ],
            }
        ],
    },
}


@pytest.mark.parametrize("case", TAKEN)
async def test_discord_takes(plain: PlainBot, general: str, case: str):
    """The limits themselves are still allowed."""
    status, answer = await plain.send(general, TAKEN[case])
    assert status == 200, answer


async def test_components_are_numbered(plain: PlainBot, general: str):
    """components/reference.mdx: a component without id gets one, in order, around those that have one."""
    _, sent = await plain.send(general, {"components": [row(button("a"), button("b", id=2)), row(button("c"))]})
    first, second = sent["components"]
    assert [first["id"], *(c["id"] for c in first["components"])] == [1, 3, 2]
    assert [second["id"], second["components"][0]["id"]] == [4, 5]


async def test_the_components_v2_flag_cannot_be_taken_back(plain: PlainBot, general: str):
    """message.mdx: once set, IS_COMPONENTS_V2 cannot be removed; it can be added by an edit."""
    _, sent = await plain.send(general, {"flags": V2, "components": [text()]})
    path = f"/channels/{general}/messages/{sent['id']}"
    status, answer = await plain.rest("PATCH", path, {"flags": 0, "content": "x", "components": []})
    assert status == 400
    status, answer = await plain.rest("PATCH", path, {"content": "x"})
    assert faults(answer) == ["content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"]
    _, sent = await plain.send(general, {"content": "old"})
    path = f"/channels/{general}/messages/{sent['id']}"
    status, answer = await plain.rest("PATCH", path, {"flags": V2, "components": [text()]})
    assert faults(answer) == ["content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"]
    status, answer = await plain.rest("PATCH", path, {"flags": V2, "content": None, "components": [text()]})
    assert (status, answer["flags"]) == (200, V2)


async def test_an_edit_keeps_to_the_limits(plain: PlainBot, general: str):
    """Edit Message obeys the limits of Create Message."""
    _, sent = await plain.send(general, {"content": "x"})
    path = f"/channels/{general}/messages/{sent['id']}"
    _, answer = await plain.rest("PATCH", path, {"content": "x" * 2001})
    assert faults(answer) == ["content: BASE_TYPE_MAX_LENGTH"]
    _, answer = await plain.rest("PATCH", path, {"content": ""})
    assert answer["code"] == 50006
