"""Selects, and the inputs of modals: text, uploads, radio and checkbox groups. Discord's rules for them.

Source: discord-api-docs, components/reference.mdx.
"""

import re

from bot.sandbox.errors import Form
from bot.sandbox.kinds import (
    CHANNEL_SELECT,
    CHECKBOX,
    CHECKBOXES,
    FILE_UPLOAD,
    MENTIONABLE_SELECT,
    RADIO,
    ROLE_SELECT,
    SELECTS,
    STRING_SELECT,
    TEXT_INPUT,
    USER_SELECT,
    number,
    text,
)
from bot.sandbox.world import Json

LABELLED = (*sorted(SELECTS), TEXT_INPUT, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX)
# What `default_values` may hold, by kind of select.
DEFAULTS = {
    USER_SELECT: ("user",), ROLE_SELECT: ("role",), CHANNEL_SELECT: ("channel",), MENTIONABLE_SELECT: ("user", "role"),
}  # fmt: skip
MOST_FILE_TYPES = 10
# A group stands for these endings (https://github.com/amatsagu/tempest/pull/66); Discord looks at names alone.
FILE_GROUPS = {
    "image": (".png", ".gif", ".jpg", ".jpeg", ".jfif", ".webp", ".avif"),
    "video": (".mp4", ".mov", ".qt", ".webm"),
    "audio": (".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac"),
}
ENDING = re.compile(r"\.\w+")


def check_select(form: Form, path: str, select: Json) -> None:
    text(form, f"{path}.custom_id", select.get("custom_id"), 1, 100)
    text(form, f"{path}.placeholder", select.get("placeholder") or "", 0, 150)
    least, most = number(select, "min_values"), number(select, "max_values")
    _check_range(form, path, least, most, 25)
    if select.get("type") == STRING_SELECT:
        check_options(form, path, select, least=1, most=25)
        if select.get("options") and most > len(select["options"]):
            form.fault(f"{path}.max_values", "NUMBER_TYPE_MAX", "max_values exceeds the number of options.")
        _check_chosen(form, path, select, most)
        return
    chosen = select.get("default_values") or []
    if chosen and not least <= len(chosen) <= most:
        form.fault(f"{path}.default_values", "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    for index, one in enumerate(chosen):
        if one.get("type") not in DEFAULTS[select["type"]]:
            choices = f"Value must be one of {DEFAULTS[select['type']]}."
            form.fault(f"{path}.default_values.{index}.type", "BASE_TYPE_CHOICES", choices)


def _check_range(form: Form, path: str, least: int, most: int, limit: int) -> None:
    if not 0 <= least <= limit:
        form.fault(f"{path}.min_values", "NUMBER_TYPE_MAX", f"int value should be between 0 and {limit}.")
    if not 1 <= most <= limit or most < least <= limit:
        form.fault(f"{path}.max_values", "NUMBER_TYPE_MAX", f"int value should be between min_values and {limit}.")


def _check_chosen(form: Form, path: str, component: Json, most: int) -> None:
    if sum(bool(option.get("default")) for option in component.get("options") or []) > most:
        form.fault(f"{path}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", f"At most {most} can be chosen.")


def check_options(form: Form, path: str, component: Json, least: int, most: int) -> None:
    options = component.get("options") or []
    form.length(f"{path}.options", len(options), least, most)
    values = set()
    for index, option in enumerate(options):
        where = f"{path}.options.{index}"
        text(form, f"{where}.label", option.get("label"), 1, 100)
        text(form, f"{where}.value", option.get("value"), 1, 100)
        text(form, f"{where}.description", option.get("description") or "", 0, 100)
        if option.get("value") in values:
            form.fault(
                f"{where}.value",
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        values.add(option.get("value"))


def check_input(form: Form, path: str, component: Json, labelled: bool) -> None:
    """One input of a modal, in a label or (text inputs only) in a row."""
    kind = component["type"]
    if component.get("disabled"):
        form.fault(f"{path}.disabled", "COMPONENT_DISABLED_IN_MODAL", "Modals cannot have disabled components.")
    needs_one = component.get("min_values") == 0 and component.get("required", True) is not False
    if needs_one and kind in (*SELECTS, FILE_UPLOAD, CHECKBOXES):
        form.fault(f"{path}.min_values", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1.")
    if kind in SELECTS:
        check_select(form, path, component)
        return
    text(form, f"{path}.custom_id", component.get("custom_id"), 1, 100)
    if kind == TEXT_INPUT:
        _check_text_input(form, path, component, labelled)
    elif kind == FILE_UPLOAD:
        _check_range(form, path, number(component, "min_values"), number(component, "max_values"), 10)
        check_file_types(form, f"{path}.file_types", component.get("file_types") or [])
    elif kind == RADIO:
        check_options(form, path, component, least=2, most=10)
        _check_chosen(form, path, component, 1)
    elif kind == CHECKBOXES:
        check_options(form, path, component, least=1, most=10)
        count = len(component.get("options") or [])
        most = component.get("max_values") or max(1, min(count, 10))
        _check_range(form, path, number(component, "min_values"), most, 10)
        if 0 < count < most <= 10:
            form.fault(f"{path}.max_values", "NUMBER_TYPE_MAX", "max_values exceeds the number of options.")
        _check_chosen(form, path, component, most)


def _check_text_input(form: Form, path: str, component: Json, labelled: bool) -> None:
    if component.get("style") not in (1, 2):
        form.fault(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    if not labelled:
        text(form, f"{path}.label", component.get("label"), 1, 45)
    text(form, f"{path}.placeholder", component.get("placeholder") or "", 0, 100)
    text(form, f"{path}.value", component.get("value") or "", 0, 4_000)
    check_lengths(form, path, component, 4_000)


def check_lengths(form: Form, path: str, holder: Json, most: int) -> None:
    """The bounds of a text, of at most `most` characters; -1 for what is no text and may have none."""
    least, highest = holder.get("min_length"), holder.get("max_length")
    for key, value, floor in (("min_length", least, 0), ("max_length", highest, 1)):
        if value is not None and not floor <= value <= most:
            form.fault(f"{path}.{key}", "NUMBER_TYPE_MAX", f"int value should be between {floor} and {most}.")
    if least is not None and highest is not None and highest < least <= most:
        form.fault(f"{path}.min_length", "NUMBER_TYPE_MAX", "min_length exceeds max_length.")


def check_file_types(form: Form, path: str, types: list[object]) -> None:
    """Up to ten groups or endings. Source: https://github.com/discord/discord-api-docs/pull/8506."""
    form.length(path, len(types), 0, MOST_FILE_TYPES)
    for index, one in enumerate(types):
        if not isinstance(one, str) or (one not in FILE_GROUPS and not ENDING.fullmatch(one)):
            form.fault(f"{path}.{index}", "BASE_TYPE_CHOICES", "Give image, video, audio, or an ending like .pdf.")


def takes(types: list[str], filename: str) -> bool:
    """Whether a file of this name may be uploaded where `types` are wanted (any, if none are)."""
    endings = [ending for one in types for ending in FILE_GROUPS.get(one, (one,))]
    return not endings or filename.lower().endswith(tuple(ending.lower() for ending in endings))
