"""Modals. Source: receiving-and-responding.mdx "Modal", components/reference.mdx."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused, button, faults, row

Json = dict[str, Any]


def text_input(custom_id: str = "words", **more: Any) -> Json:
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def label(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "Label", "component": component, **more}


def modal(*components: Json, **more: Any) -> Json:
    return {"custom_id": "ask", "title": "Ask", "components": list(components), **more}


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
    """Action rows with text inputs; the submission is interaction type 5."""
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
    """Label (18) with text input, file upload (19), selects; resolved attachments and users; text display (10)."""
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
    """Radio group (21): value; checkbox group (22): values; checkbox (23): a boolean."""
    await open_modal(ready, control, NEWER)
    submit = control.as_person("POST", "modals", {"fields": {"radio": "a", "boxes": ["a", "b"], "box": False}})
    _, interaction = await ready.answer(submit, 4, {"content": "read"})
    radio, boxes, box = [part["component"] for part in interaction["data"]["components"]]
    assert (radio["value"], boxes["values"], box["value"]) == ("a", ["a", "b"], False)


@pytest.mark.parametrize(
    ("fields", "files", "why"),
    [
        ({"words": ""}, 1, '"words" must be answered'),
        ({"words": "ab"}, 1, "3 to 20 characters"),
        ({"words": "x" * 21}, 1, "3 to 20 characters"),
        ({"words": "words"}, 0, "1 to 2 values"),
        ({"words": "words"}, 3, "1 to 2 values"),
        ({"words": "words", "pick": ["z"]}, 1, "no option"),
        ({"words": "words", "pick": ["a", "b"]}, 1, "0 to 1 values|1 to 1 values"),
        ({"words": "words", "who": ["zoe"]}, 1, "Nobody called"),
        ({"words": "words", "nothing": "x"}, 1, "no field"),
    ],
)
async def test_a_client_would_not_let_you_submit_that(
    ready: PlainBot, control: Control, fields: Json, files: int, why: str
):
    """Required, lengths, counts and options are checked before sending; the modal stays open."""
    await open_modal(ready, control, FULL)
    parts = [("files", f"{number}.txt", b"x") for number in range(files)]
    with pytest.raises(Refused, match=why):
        await control.as_person("POST", "modals", {"fields": {"who": ["ben"], **fields}}, parts)
    assert (await control.see())["modal"] is not None


REFUSED: dict[str, tuple[Json, list[str]]] = {
    "a title of 46": (modal(row(text_input(label="l")), title="x" * 46), ["data.title: BASE_TYPE_BAD_LENGTH"]),
    "no title": ({"custom_id": "a", "components": [row(text_input(label="l"))]}, ["data.title: BASE_TYPE_REQUIRED"]),
    "no custom_id": (modal(row(text_input(label="l")), custom_id=""), ["data.custom_id: BASE_TYPE_REQUIRED"]),
    "a custom_id of 101": (
        modal(row(text_input(label="l")), custom_id="x" * 101),
        ["data.custom_id: BASE_TYPE_BAD_LENGTH"],
    ),
    "no components": (modal(), ["data.components: BASE_TYPE_BAD_LENGTH"]),
    "6 components": (
        modal(*(row(text_input(str(n), label="l")) for n in range(6))),
        ["data.components: BASE_TYPE_BAD_LENGTH"],
    ),
    "a button": (modal(row(button())), ["data.components.0.components.0.type: UNION_TYPE_CHOICES"]),
    "an input label of 46": (
        modal(row(text_input(label="x" * 46))),
        ["data.components.0.components.0.label: BASE_TYPE_BAD_LENGTH"],
    ),
    "a label of 46": (
        modal(label(text_input(), label="x" * 46)),
        ["data.components.0.label: BASE_TYPE_BAD_LENGTH"],
    ),
    "a description of 101": (
        modal(label(text_input(), description="x" * 101)),
        ["data.components.0.description: BASE_TYPE_MAX_LENGTH"],
    ),
    "a value of 4,001": (
        modal(label(text_input(value="x" * 4001))),
        ["data.components.0.component.value: BASE_TYPE_MAX_LENGTH"],
    ),
    "a max_length of 4,001": (
        modal(label(text_input(max_length=4001))),
        ["data.components.0.component.max_length: NUMBER_TYPE_MAX"],
    ),
    "a placeholder of 101": (
        modal(label(text_input(placeholder="x" * 101))),
        ["data.components.0.component.placeholder: BASE_TYPE_MAX_LENGTH"],
    ),
    "one radio option": (
        modal(label({"type": 21, "custom_id": "r", "options": OPTIONS[:1]})),
        ["data.components.0.component.options: BASE_TYPE_BAD_LENGTH"],
    ),
    "11 files": (
        modal(label({"type": 19, "custom_id": "f", "max_values": 11})),
        ["data.components.0.component.max_values: NUMBER_TYPE_MAX"],
    ),
    "one custom_id twice": (
        modal(label(text_input()), label(text_input())),
        ["data.components: COMPONENT_CUSTOM_ID_DUPLICATED"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_discord_refuses_a_modal(ready: PlainBot, control: Control, case: str):
    """Title 45, custom_id 100, 1-5 components, label 45, description 100, text 4,000, radio 2-10, files 0-10."""
    data, expected = REFUSED[case]
    use = control.as_person("POST", "commands", {"channel": "general", "command": "ask"})
    acting, interaction = await ready.begin(use)
    status, body = await ready.callback(interaction, 9, data)
    assert (status, faults(body)) == (400, expected)
    await ready.callback(interaction, 4, {"content": "no"})
    await acting


async def test_a_modal_cannot_answer_a_modal(ready: PlainBot, control: Control):
    """Type 9 is not available for modal submissions."""
    await open_modal(ready, control, modal(row(text_input(label="Words"))))
    acting, interaction = await ready.begin(control.as_person("POST", "modals", {"fields": {"words": "x"}}))
    status, body = await ready.callback(interaction, 9, modal(row(text_input(label="Words"))))
    assert (status, faults(body)) == (400, ["type: INTERACTION_CALLBACK_TYPE_INVALID"])
    await ready.callback(interaction, 4, {"content": "read"})
    await acting


async def test_a_modal_of_a_button_may_change_its_message(ready: PlainBot, control: Control, general: str):
    """Opened from a component, the submission carries its message and takes type 7."""
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
