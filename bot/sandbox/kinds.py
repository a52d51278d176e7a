"""The kinds of components, the way through a tree of them, and the checks that all their rules share.

Source: discord-api-docs, components/reference.mdx.
"""

from collections.abc import Iterator

from bot.sandbox.errors import Form
from bot.sandbox.world import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT = 1, 2, 3, 4, 5
ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
SELECTS = frozenset({STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT})
LINK, PREMIUM = 5, 6


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, nested ones too, in the order Discord numbers them."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if isinstance(component.get(key), dict):
                yield from walk([component[key]])


def allowed(form: Form, path: str, components: list[Json], types: tuple[int, ...]) -> None:
    for index, component in enumerate(components):
        if not isinstance(component, dict) or component.get("type") not in types:
            wrong_type(form, f"{path}.{index}", types)


def wrong_type(form: Form, path: str, types: tuple[int, ...]) -> None:
    named = f"({types[0]},)" if len(types) == 1 else str(types)
    form.fault(f"{path}.type", "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {named}.')


def number(component: Json, key: str) -> int:
    """min_values and max_values: 1 when left out or null."""
    value = component.get(key)
    return 1 if value is None else value


def text(form: Form, path: str, value: object, least: int, most: int) -> None:
    if value is None or (value == "" and least):
        form.required(path)
    elif not isinstance(value, str):
        form.fault(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    else:
        form.length(path, len(value), least, most)
