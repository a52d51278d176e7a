"""What a person chooses in a component or fills into a modal, held against what the bot sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.errors import Mistake
from bot.sandbox.files import Upload
from bot.sandbox.inputs import takes
from bot.sandbox.kinds import (
    BUTTON,
    CHANNEL_SELECT,
    CHECKBOX,
    CHECKBOXES,
    FILE_UPLOAD,
    LABEL,
    RADIO,
    ROLE_SELECT,
    ROW,
    SELECTS,
    STRING_SELECT,
    TEXT,
    TEXT_INPUT,
    USER_SELECT,
    walk,
)
from bot.sandbox.options import Resolved
from bot.sandbox.world import Json, Message


def press(resolved: Resolved, message: Message, custom_id: str, values: Sequence[str]) -> Json:
    """The `data` of a component interaction; raises Mistake for what cannot be pressed or chosen."""
    for component in walk(message.components):
        if component.get("custom_id") == custom_id:
            break
    else:
        there = [c["custom_id"] for c in walk(message.components) if "custom_id" in c]
        raise Mistake(f'The message has no component "{custom_id}": it has {", ".join(there) or "none"}.')
    if component.get("disabled"):
        raise Mistake(f'The component "{custom_id}" is disabled.')
    data: Json = {"custom_id": custom_id, "component_type": component["type"], "id": component["id"]}
    if component["type"] in SELECTS:
        data["values"] = _chosen(resolved, component, values)
        if resolved.found:
            data["resolved"] = resolved.found
    elif values:
        raise Mistake("A button takes no values.")
    elif component["type"] != BUTTON:
        raise Mistake(f'The component "{custom_id}" cannot be pressed.')
    return data


def _count(component: Json, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise Mistake(f'"{component["custom_id"]}" takes {least} to {most} values, not {number}.')


def _chosen(resolved: Resolved, component: Json, values: Sequence[str]) -> list[str]:
    """The values of a select, names turned into ids."""
    required = component.get("required", True)
    least = component.get("min_values", 1) if required or values else 0
    _count(component, len(values), least, component.get("max_values", 1))
    kind = component["type"]
    if kind == STRING_SELECT:
        return _among_options(component, values)
    if kind == USER_SELECT:
        return [resolved.member(resolved.server.named_member(value)) for value in values]
    if kind == ROLE_SELECT:
        return [resolved.role(resolved.server.named_role(value)) for value in values]
    if kind == CHANNEL_SELECT:
        found = [resolved.server.named_channel(value) for value in values]
        allowed = component.get("channel_types")
        if allowed and any(channel.type not in allowed for channel in found):
            raise Mistake(f'"{component["custom_id"]}" takes only channels of the types {allowed}.')
        return [resolved.channel(channel) for channel in found]
    return [resolved.mentionable(value) for value in values]


def _among_options(component: Json, values: Sequence[str]) -> list[str]:
    offered = [option["value"] for option in component["options"]]
    for value in values:
        if value not in offered:
            raise Mistake(f'"{component["custom_id"]}" has no option "{value}": it has {", ".join(offered)}.')
    if len(set(values)) != len(values):
        raise Mistake("Each option can be chosen once.")
    return list(values)


def submit(resolved: Resolved, modal: Json, fields: Mapping[str, Any], uploads: Mapping[str, Sequence[Upload]]) -> Json:
    """The `data` of a modal submission. Fields left out keep what the bot filled in; raises Mistake."""
    known = {c["custom_id"] for c in walk(modal["components"]) if "custom_id" in c}
    for name in (*fields, *uploads):
        if name not in known:
            raise Mistake(f'The modal has no field "{name}": it has {", ".join(sorted(known))}.')
    filled = []
    for component in modal["components"]:
        kept: Json = {"type": component["type"], "id": component["id"]}
        if component["type"] == ROW:
            kept["components"] = [_fill(resolved, c, fields, uploads) for c in component["components"]]
        elif component["type"] == LABEL:
            kept["component"] = _fill(resolved, component["component"], fields, uploads)
        elif component["type"] == TEXT:
            kept["content"] = component["content"]
        filled.append(kept)
    data: Json = {"custom_id": modal["custom_id"], "components": filled}
    if resolved.found:
        data["resolved"] = resolved.found
    return data


def _fill(
    resolved: Resolved, component: Json, fields: Mapping[str, Any], uploads: Mapping[str, Sequence[Upload]]
) -> Json:
    kind, name = component["type"], component["custom_id"]
    given = fields.get(name)
    filled: Json = {"type": kind, "id": component["id"], "custom_id": name}
    if kind == TEXT_INPUT:
        filled["value"] = _text(component, component.get("value", "") if given is None else given)
    elif kind == FILE_UPLOAD:
        filled["values"] = _files(resolved, component, uploads.get(name, ()))
    elif kind in SELECTS:
        filled["values"] = _chosen(resolved, component, _many(component, given))
    elif kind == RADIO:
        values = _many(component, given)
        _count(component, len(values), int(component.get("required", True)), 1)
        filled["value"] = _among_options(component, values)[0] if values else None
    elif kind == CHECKBOXES:
        values = _many(component, given)
        least = component.get("min_values", 1) if component.get("required", True) else 0
        _count(component, len(values), least, component.get("max_values", len(component["options"])))
        filled["values"] = _among_options(component, values)
    elif kind == CHECKBOX:
        value = component.get("default", False) if given is None else given
        if not isinstance(value, bool):
            raise Mistake(f'"{name}" takes true or false.')
        filled["value"] = value
    return filled


def _many(component: Json, given: Any) -> list[str]:
    """The values chosen: what the bot chose beforehand if the person says nothing."""
    if given is None:
        return [option["value"] for option in component.get("options") or [] if option.get("default")]
    if isinstance(given, str):
        return [given]
    if not isinstance(given, list) or not all(isinstance(value, str) for value in given):
        raise Mistake(f'"{component["custom_id"]}" takes a list of values.')
    return given


def _text(component: Json, value: Any) -> str:
    name = component["custom_id"]
    if not isinstance(value, str):
        raise Mistake(f'"{name}" takes text.')
    if not value and component.get("required", True):
        raise Mistake(f'"{name}" must be answered.')
    least, most = component.get("min_length") or 0, component.get("max_length") or 4_000
    if value and not least <= len(value) <= most:
        raise Mistake(f'"{name}" takes {least} to {most} characters.')
    return value


def _files(resolved: Resolved, component: Json, uploads: Sequence[Upload]) -> list[str]:
    least = component.get("min_values", 1) if component.get("required", True) else 0
    _count(component, len(uploads), least, component.get("max_values", 1))
    wanted = component.get("file_types") or []
    for upload in uploads:
        if not takes(wanted, upload.filename):
            raise Mistake(f'"{component["custom_id"]}" takes {", ".join(wanted)}, not "{upload.filename}".')
    return [resolved.upload(upload) for upload in uploads]
