"""Forms a bot can open."""

from typing import Any

from tests.sandbox.clients import Json, button, row

from .parts import options, text


def label(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "Why", "component": component, **more}


def text_input(**more: Any) -> Json:
    return {"type": 4, "style": 1, "custom_id": "why", **more}


def modal(*components: Json, **more: Any) -> Json:
    return {"custom_id": "asked", "title": "One question", "components": list(components), **more}


MODALS: dict[str, Json] = {
    "a text input in a label": modal(label(text_input())),
    "a text input in a row": modal(row(text_input(label="Why"))),
    "a title of 45": modal(label(text_input()), title="x" * 45),
    "a title of 46": modal(label(text_input()), title="x" * 46),
    "no title": modal(label(text_input()), title=""),
    "a modal of nothing": modal(),
    "five labels": modal(*[label(text_input(custom_id=f"why{n}")) for n in range(5)]),
    "six labels": modal(*[label(text_input(custom_id=f"why{n}")) for n in range(6)]),
    "a field's custom_id twice": modal(label(text_input()), label(text_input())),
    "a label's words of 46": modal(label(text_input(), label="x" * 46)),
    "a label's description of 101": modal(label(text_input(), description="x" * 101)),
    "an answer of at most 4,001": modal(label(text_input(max_length=4_001))),
    "at least more than at most": modal(label(text_input(min_length=5, max_length=4))),
    "a placeholder of 101": modal(label(text_input(placeholder="x" * 101))),
    "a value longer than allowed": modal(label(text_input(max_length=2, value="xxx"))),
    "a button in a modal": modal(row(button())),
    "a select in a label": modal(label({"type": 3, "custom_id": "choose", "options": options(2)})),
    "a select of 26 options": modal(label({"type": 3, "custom_id": "choose", "options": options(26)})),
    "an upload": modal(label({"type": 19, "custom_id": "files", "max_values": 10})),
    "an upload of eleven": modal(label({"type": 19, "custom_id": "files", "max_values": 11})),
    "one radio button": modal(label({"type": 21, "custom_id": "one", "options": options(1)})),
    "two radio buttons": modal(label({"type": 21, "custom_id": "one", "options": options(2)})),
    "eleven radio buttons": modal(label({"type": 21, "custom_id": "one", "options": options(11)})),
    "a text beside the fields": modal(text(), label(text_input())),
    "a container in a modal": modal({"type": 17, "components": [text()]}),
}
