"""What messages and modals are made of, as small as Discord takes it."""

from typing import Any

from tests.sandbox.clients import Json, button, row

V2 = 1 << 15
EPHEMERAL = 1 << 6
NOWHERE = "1000000000000000000"
"""An id nothing has."""


def options(count: int, **more: Any) -> list[Json]:
    return [{"label": f"option {n}", "value": str(n), **more} for n in range(count)]


def select(offered: list[Json], **more: Any) -> Json:
    return row({"type": 3, "custom_id": "choose", "options": offered, **more})


def text(content: str = "words") -> Json:
    return {"type": 10, "content": content}


def v2(*components: Json, **more: Any) -> Json:
    return {"flags": V2, "components": list(components), **more}


def gallery(count: int) -> Json:
    return {"type": 12, "items": [{"media": {"url": "https://example.com/a.png"}} for _ in range(count)]}


def section(texts: int, **more: Any) -> Json:
    return {"type": 9, "components": [text() for _ in range(texts)], **more}


def embed(**more: Any) -> Json:
    return {"embeds": [{"description": "words", **more}]}


def buttons(count: int, **more: Any) -> list[Json]:
    return [button(f"go{n}", **more) for n in range(count)]
