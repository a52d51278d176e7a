"""Modals."""

from typing import Any

import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused, button, faults, row
from .conformance import rule

Json = dict[str, Any]


def text_input(custom_id: str = "words", **more: Any) -> Json:
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def label(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "Label", "component": component, **more}


def modal(*components: Json, **more: Any) -> Json:
    return {"custom_id": "ask", "title": "Ask", "components": list(components), **more}


def many(count: int) -> list[Json]:
    return [{"label": str(number), "value": str(number)} for number in range(count)]


OPTIONS = [{"label": "A", "value": "a"}, {"label": "B", "value": "b", "default": True}]
FULL = modal(
    {"type": 10, "content": "Read this first"},
    label(text_input(style=2, min_length=3, max_length=20)),
    label({"type": 19, "custom_id": "files", "min_values": 1, "max_values": 2}),
    label({"type": 3, "custom_id": "pick", "options": OPTIONS, "required": False}),
    label({"type": 5, "custom_id": "who"}),
)
NEWER = modal(
    label({"type": 21, "custom_id": "radio", "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}),
    label({"type": 22, "custom_id": "boxes", "options": OPTIONS, "min_values": 0, "required": False}),
    label({"type": 23, "custom_id": "box", "default": True}),
)


@pytest.fixture
async def ready(bot: PlainBot) -> PlainBot:
    await bot.register({"name": "ask", "description": "Asks"})
    return bot


async def open_modal(bot: PlainBot, control: Control, data: Json) -> Json:
    use = control.as_person("POST", "commands", {"channel": "general", "command": "ask"})
    seen, _ = await bot.answer(use, 9, data)
    assert seen["modal"]["custom_id"] == "ask"
    return seen["modal"]


async def test_a_modal_in_the_old_style_is_opened_and_submitted(ready: PlainBot, control: Control):
    """A modal of rows with text inputs is opened (type 9) and submitted (interaction type 5).

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Modal"
    """
    opened = await open_modal(ready, control, modal(row(text_input(label="Words"))))
    assert opened["title"] == "Ask"
    submit = control.as_person("POST", "modals", {"modal": opened["id"], "fields": {"words": "these"}})
    seen, interaction = await ready.answer(submit, 4, {"content": "read"})
    assert interaction["type"] == 5
    assert interaction["data"] == {
        "custom_id": "ask",
        "components": [
            {"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": "words", "value": "these"}]}
        ],
    }
    assert "message" not in interaction
    assert (seen["modal"], seen["messages"][-1]["content"]) == (None, "read")
    metadata = seen["messages"][-1]["interaction_metadata"]
    assert metadata["triggering_interaction_metadata"]["type"] == 2


async def test_a_modal_with_labels_sends_texts_files_and_choices(ready: PlainBot, control: Control):
    """A modal of labels sends texts, files, choices and people, with what ids mean under `resolved`.

    Source: discord-api-docs components/reference.mdx, "Label" and "File Upload"
    """
    await open_modal(ready, control, FULL)
    files = [("files", "a.txt", b"one"), ("files", "b.txt", b"two")]
    body = {"fields": {"words": "some words", "who": ["ben"]}}
    submit = control.as_person("POST", "modals", body, files)
    _, interaction = await ready.answer(submit, 4, {"content": "read"})
    text, words, upload, pick, who = interaction["data"]["components"]
    assert text["type"] == 10
    assert words["component"]["value"] == "some words"
    resolved = interaction["data"]["resolved"]
    assert [resolved["attachments"][i]["filename"] for i in upload["component"]["values"]] == ["a.txt", "b.txt"]
    assert all(attachment["ephemeral"] for attachment in resolved["attachments"].values())
    assert pick["component"]["values"] == ["b"]
    assert resolved["users"][who["component"]["values"][0]]["username"] == "ben"


async def test_radio_and_checkboxes_send_their_values(ready: PlainBot, control: Control):
    """A radio group sends one value, a checkbox group several, a checkbox true or false.

    Source: discord-api-docs components/reference.mdx, "Radio Group", "Checkbox Group" and "Checkbox"
    """
    await open_modal(ready, control, NEWER)
    submit = control.as_person("POST", "modals", {"fields": {"radio": "a", "boxes": ["a", "b"], "box": False}})
    _, interaction = await ready.answer(submit, 4, {"content": "read"})
    radio, boxes, box = [part["component"] for part in interaction["data"]["components"]]
    assert (radio["value"], boxes["values"], box["value"]) == ("a", ["a", "b"], False)


MODAL = 'discord-api-docs interactions/receiving-and-responding.mdx, "Modal"'
PAGE = "discord-api-docs components/reference.mdx"
INPUT, UPLOAD, LABEL = f'{PAGE}, "Text Input"', f'{PAGE}, "File Upload"', f'{PAGE}, "Label"'
STRINGS = f'{PAGE}, "String Select"'


@pytest.mark.parametrize(
    ("fields", "files", "why"),
    [
        rule("A required text input must be answered.", INPUT, {"words": ""}, 1, '"words" must be answered'),
        rule("An answer is at least min_length long.", INPUT, {"words": "ab"}, 1, "3 to 20 characters"),
        rule("An answer is at most max_length long.", INPUT, {"words": "x" * 21}, 1, "3 to 20 characters"),
        rule("At least min_values files are uploaded.", UPLOAD, {"words": "words"}, 0, "1 to 2 values"),
        rule("At most max_values files are uploaded.", UPLOAD, {"words": "words"}, 3, "1 to 2 values"),
        rule("A select in a modal takes its options.", STRINGS, {"words": "words", "pick": ["z"]}, 1, "no option"),
        rule(
            "A select in a modal takes at most max_values.", STRINGS,
            {"words": "words", "pick": ["a", "b"]}, 1, "0 to 1 values|1 to 1 values",
        ),
        rule(
            "A user select in a modal takes people who are there.", f'{PAGE}, "User Select"',
            {"words": "words", "who": ["zoe"]}, 1, "Nobody called",
        ),
        rule("A submission answers the fields of its modal.", MODAL, {"words": "words", "nothing": "x"}, 1, "no field"),
    ],
)  # fmt: skip
async def test_a_client_would_not_let_you_submit_that(
    ready: PlainBot, control: Control, fields: Json, files: int, why: str
):
    """It is checked before it is sent; the modal stays open."""
    await open_modal(ready, control, FULL)
    parts = [("files", f"{number}.txt", b"x") for number in range(files)]
    with pytest.raises(Refused, match=why):
        await control.as_person("POST", "modals", {"fields": {"who": ["ben"], **fields}}, parts)
    assert (await control.see())["modal"] is not None


def upload(**more: Any) -> Json:
    return modal(label({"type": 19, "custom_id": "f", **more}))


ROW, INSIDE = "data.components.0.components.0", "data.components.0.component"
REFUSED = [
    rule(
        "The title of a modal has at most 45 characters.", MODAL,
        modal(row(text_input(label="l")), title="x" * 46), "data.title: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A modal has a title.", MODAL,
        {"custom_id": "a", "components": [row(text_input(label="l"))]}, "data.title: BASE_TYPE_REQUIRED",
    ),
    rule(
        "A modal has a custom_id.", MODAL,
        modal(row(text_input(label="l")), custom_id=""), "data.custom_id: BASE_TYPE_REQUIRED",
    ),
    rule(
        "The custom_id of a modal has at most 100 characters.", MODAL,
        modal(row(text_input(label="l")), custom_id="x" * 101), "data.custom_id: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A modal has at least one component.", MODAL,
        modal(), "data.components: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A modal has at most 5 components.", MODAL,
        modal(*(row(text_input(str(n), label="l")) for n in range(6))), "data.components: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A modal has no buttons.", f'{PAGE}, "Button"',
        modal(row(button())), f"{ROW}.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A modal has no sections.", f'{PAGE}, "Section"',
        modal({"type": 9, "components": [], "accessory": button()}), "data.components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A modal has no containers.", f'{PAGE}, "Container"',
        modal({"type": 17, "components": []}), "data.components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A select in a modal stands in a label, not in a row.", STRINGS,
        modal(row({"type": 3, "custom_id": "a", "options": OPTIONS})), f"{ROW}.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "A text input stands in a label or a row.", INPUT,
        modal(text_input()), "data.components.0.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "The label of a text input in a row has at most 45 characters.",
        "OpenAPI description, TextInputComponentForModalRequest",
        modal(row(text_input(label="x" * 46))), f"{ROW}.label: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "The text of a label has at most 45 characters.", LABEL,
        modal(label(text_input(), label="x" * 46)), "data.components.0.label: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A label has a text.", LABEL,
        modal(label(text_input(), label="")), "data.components.0.label: BASE_TYPE_REQUIRED",
    ),
    rule(
        "The description of a label has at most 100 characters.", LABEL,
        modal(label(text_input(), description="x" * 101)), "data.components.0.description: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A label holds a component.", LABEL,
        modal({"type": 18, "label": "l"}), f"{INSIDE}: BASE_TYPE_REQUIRED",
    ),
    rule(
        "A label holds an input, not a text display.", LABEL,
        modal(label({"type": 10, "content": "x"})), f"{INSIDE}.type: UNION_TYPE_CHOICES",
    ),
    rule(
        "The value of a text input has at most 4,000 characters.", INPUT,
        modal(label(text_input(value="x" * 4001))), f"{INSIDE}.value: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The max_length of a text input is at most 4,000.", INPUT,
        modal(label(text_input(max_length=4001))), f"{INSIDE}.max_length: NUMBER_TYPE_MAX",
    ),
    rule(
        "The max_length of a text input is at least 1.", INPUT,
        modal(label(text_input(max_length=0))), f"{INSIDE}.max_length: NUMBER_TYPE_MAX",
    ),
    rule(
        "The min_length of a text input is at most 4,000.", INPUT,
        modal(label(text_input(min_length=4001))), f"{INSIDE}.min_length: NUMBER_TYPE_MAX",
    ),
    rule(
        "The placeholder of a text input has at most 100 characters.", INPUT,
        modal(label(text_input(placeholder="x" * 101))), f"{INSIDE}.placeholder: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The style of a text input is short or paragraph.", INPUT,
        modal(label(text_input(style=3))), f"{INSIDE}.style: BASE_TYPE_CHOICES",
    ),
    rule(
        "An input has a custom_id.", INPUT,
        modal(label(text_input(custom_id=None))), f"{INSIDE}.custom_id: BASE_TYPE_REQUIRED",
    ),
    rule(
        "A radio group has at least 2 options.", f'{PAGE}, "Radio Group"',
        modal(label({"type": 21, "custom_id": "r", "options": OPTIONS[:1]})),
        f"{INSIDE}.options: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A radio group has at most 10 options.", f'{PAGE}, "Radio Group"',
        modal(label({"type": 21, "custom_id": "r", "options": many(11)})), f"{INSIDE}.options: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A checkbox group has at most 10 options.", f'{PAGE}, "Checkbox Group"',
        modal(label({"type": 22, "custom_id": "c", "options": many(11)})), f"{INSIDE}.options: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A checkbox group has at least one option.", f'{PAGE}, "Checkbox Group"',
        modal(label({"type": 22, "custom_id": "c", "options": []})), f"{INSIDE}.options: BASE_TYPE_BAD_LENGTH",
    ),
    rule(
        "A file upload takes at most 10 files.", UPLOAD,
        upload(max_values=11), f"{INSIDE}.max_values: NUMBER_TYPE_MAX",
    ),
    rule(
        "A file upload takes at least one file.", "OpenAPI description, FileUploadComponentForModalRequest",
        upload(min_values=0, max_values=0, required=False), f"{INSIDE}.max_values: NUMBER_TYPE_MAX",
    ),
    rule(
        "A checkbox group lets at most 10 be chosen.", f'{PAGE}, "Checkbox Group"',
        modal(label({"type": 22, "custom_id": "c", "options": OPTIONS, "max_values": 11})),
        f"{INSIDE}.max_values: NUMBER_TYPE_MAX",
    ),
    rule(
        "A file upload that is required demands a file.", UPLOAD,
        upload(min_values=0), f"{INSIDE}.min_values: NUMBER_TYPE_MIN",
    ),
    rule(
        "A select in a modal that is required demands a choice.", STRINGS,
        modal(label({"type": 3, "custom_id": "s", "options": OPTIONS, "min_values": 0})),
        f"{INSIDE}.min_values: NUMBER_TYPE_MIN",
    ),
    rule(
        "A checkbox group that is required demands a choice.", f'{PAGE}, "Checkbox Group"',
        modal(label({"type": 22, "custom_id": "c", "options": OPTIONS, "min_values": 0})),
        f"{INSIDE}.min_values: NUMBER_TYPE_MIN",
    ),
    rule(
        "A modal has no disabled components.", STRINGS,
        modal(label({"type": 3, "custom_id": "s", "options": OPTIONS, "disabled": True})),
        f"{INSIDE}.disabled: COMPONENT_DISABLED_IN_MODAL",
    ),
    rule(
        "Two inputs of a modal cannot have the same custom_id.", f'{PAGE}, "Custom ID"',
        modal(label(text_input()), label(text_input())), "data.components: COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "fault"), REFUSED)
async def test_discord_refuses_a_modal(ready: PlainBot, control: Control, data: Json, fault: str):
    """50035, and the interaction is still open."""
    use = control.as_person("POST", "commands", {"channel": "general", "command": "ask"})
    acting, interaction = await ready.begin(use)
    status, body = await ready.callback(interaction, 9, data)
    assert (status, set(faults(body))) == (400, {fault})
    await ready.callback(interaction, 4, {"content": "no"})
    await acting


async def test_a_modal_cannot_answer_a_modal(ready: PlainBot, control: Control):
    """A modal cannot answer the submission of a modal.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback Type"
    """
    await open_modal(ready, control, modal(row(text_input(label="Words"))))
    acting, interaction = await ready.begin(control.as_person("POST", "modals", {"fields": {"words": "x"}}))
    status, body = await ready.callback(interaction, 9, modal(row(text_input(label="Words"))))
    assert (status, faults(body)) == (400, ["type: INTERACTION_CALLBACK_TYPE_INVALID"])
    await ready.callback(interaction, 4, {"content": "read"})
    await acting


async def test_a_modal_of_a_button_may_change_its_message(ready: PlainBot, control: Control, general: str):
    """The submission of a modal that a button opened carries the button's message and may change it.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Structure"
    """
    _, sent = await ready.send(general, {"content": "old", "components": [row(button())]})
    press = control.as_person("POST", "presses", {"message": sent["id"], "custom_id": "go"})
    await ready.answer(press, 9, modal(row(text_input(label="Words"))))
    submit = control.as_person("POST", "modals", {"fields": {"words": "x"}})
    seen, interaction = await ready.answer(submit, 7, {"content": "new"})
    assert interaction["message"]["id"] == sent["id"]
    assert seen["messages"][-1]["content"] == "new"


async def test_nobody_submits_a_modal_that_is_not_open(ready: PlainBot, control: Control):
    """Each person has one modal open at most."""
    with pytest.raises(Refused) as refused:
        await control.as_person("POST", "modals", {"fields": {}})
    assert refused.value.status == 404


async def test_a_modal_stays_open_until_the_bot_answers(ready: PlainBot, control: Control, sandbox: Sandbox):
    """When the bot does not answer, the modal stays open with "something went wrong", and can be sent again.

    Source: observed; not published
    """
    opened = await open_modal(ready, control, modal(label(text_input())))
    body = {"modal": opened["id"], "fields": {"words": "these"}}
    sandbox.state.first_answer_seconds = 0.02
    with pytest.raises(Refused, match="did not respond"):
        await control.as_person("POST", "modals", body)
    assert (await control.see())["modal"]["id"] == opened["id"]
    sandbox.state.first_answer_seconds = 3.0
    await ready.event("INTERACTION_CREATE")
    seen, _ = await ready.answer(control.as_person("POST", "modals", body), 4, {"content": "read"})
    assert seen["modal"] is None


async def test_a_modal_closes_with_the_first_answer(ready: PlainBot, control: Control):
    """A deferral closes the modal: it is the bot's answer to the person.

    Source: observed; not published
    """
    opened = await open_modal(ready, control, modal(label(text_input())))
    submit = control.as_person("POST", "modals", {"modal": opened["id"], "fields": {"words": "these"}})
    acting, interaction = await ready.begin(submit)
    await ready.callback(interaction, 5)
    assert (await control.see())["modal"] is None
    await ready.hook("PATCH", interaction, "@original", {"content": "kept"})
    await acting
