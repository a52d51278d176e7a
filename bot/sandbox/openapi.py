"""Discord's own OpenAPI description, held against every request and every answer.

Strict: keys the description does not know are violations, but for the known exceptions below. The description
covers REST only, and is laxer than Discord in places: `limits`, `components` and `commands` hold the hand-made rules.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

Json = dict[str, Any]
MOST_SENTENCES = 5
BOOLEAN: Json = {"type": "boolean"}
FILE_TYPES: Json = {"file_types": {"type": ["array", "null"], "items": {"type": "string"}}}
# What Discord is known to take and to answer although its description does not say so, and where that is known from.
ALSO_TAKEN: dict[str, Json] = {
    # resources/message.mdx, "Embed Structure"; discord.py sends them back with an embed it has received.
    "RichEmbed": {"flags": {"type": "integer"}},
    # interactions/application-commands.mdx, "Application Command Structure".
    "ApplicationCommandCreateRequest": {"nsfw": BOOLEAN},
    "ApplicationCommandUpdateRequest": {"nsfw": BOOLEAN},
    "ApplicationCommandPatchRequestPartial": {"nsfw": BOOLEAN},
    # discord.py sends `tts` with all its edits (http.py, handle_message_parameters; webhook/async_.py,
    # interaction_message_response_params), and `tts` and `type` with all its forum posts (channel.py, create_thread).
    "MessageEditRequestPartial": {"tts": BOOLEAN},
    "IncomingWebhookUpdateRequestPartial": {"tts": BOOLEAN},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": BOOLEAN},
    "BaseCreateMessageCreateRequest": {"tts": BOOLEAN},
    "CreateForumThreadRequest": {"type": {"const": 11}},
    # Permissions are texts, topics/permissions.mdx; discord.py sends them so (guild.py, create_role).
    "CreateRoleRequest": {"permissions": {"type": ["string", "integer", "null"]}},
    # Documented since August 2026: https://github.com/discord/discord-api-docs/pull/8506.
    "ApplicationCommandAttachmentOption": FILE_TYPES,
    "FileUploadComponentForModalRequest": FILE_TYPES,
}
ALSO_ANSWERED: dict[str, Json] = {
    # resources/channel.mdx, "Start Thread in Forum or Media Channel": the answer to a forum post has its first message.
    "CreatedThreadResponse": {"message": {"$ref": "#/$defs/MessageResponse"}},
    "ApplicationCommandAttachmentOptionResponse": FILE_TYPES,
}


def _closed(required: Json, **optional: Json) -> Json:
    properties = {**required, **optional}
    return {"type": "object", "properties": properties, "required": [*required], "additionalProperties": False}


# Refusals are described as a sum of two objects, which, closed against unknown keys, refuse each other's; and the codes
# of single faults as numbers, where reference.mdx, "Error Messages", shows the words that Discord sends. The code of a
# rate limit may be missing: topics/rate-limits.mdx, "Rate Limit Response Structure".
NUMBER, WORDS = {"type": "integer"}, {"type": "string"}
ERRORS: dict[str, Json] = {
    "ErrorResponse": _closed({"code": NUMBER, "message": WORDS}, errors={"$ref": "#/$defs/ErrorDetails"}),
    "RatelimitedResponse": _closed(
        {"message": WORDS, "retry_after": {"type": "number"}, "global": BOOLEAN}, code=NUMBER
    ),
    "InnerErrors": _closed({"_errors": {"type": "array", "items": _closed({"code": WORDS, "message": WORDS})}}),
}


class OpenApi:
    """Validators, compiled the first time an operation is used."""

    def __init__(self, path: Path) -> None:
        from jsonschema_rs import Draft202012Validator

        self._compile = Draft202012Validator
        document = _rewritten(orjson.loads(path.read_bytes()))
        self._paths: Json = document["paths"]
        definitions: Json = document["components"]["schemas"]
        # Forwards (1) are documented in resources/message.mdx, but not described here.
        definitions["MessageReferenceType"] = {"type": "integer", "enum": [0, 1]}
        self._responses: Json = document["components"]["responses"]
        self._answers = _with_keys({**definitions, **ERRORS}, ALSO_ANSWERED)
        self._requests = _with_keys(definitions, ALSO_TAKEN)
        # Ids are taken as numbers as well, and discord.py sends some so.
        self._requests["SnowflakeType"] = {"anyOf": [definitions["SnowflakeType"], {"type": "integer"}]}
        self._validators: dict[tuple[str, str, int | None], Draft202012Validator | None] = {}

    def request_faults(self, method: str, route: str, body: Any) -> list[str]:
        """Short sentences on what a request body breaks; empty when it keeps to the description."""
        validator = self._validator(method, route, None)
        return [] if validator is None else _sentences(validator, body, "")

    def answer_faults(self, method: str, route: str, status: int, body: Any) -> list[str]:
        """The same for an answer, each sentence beginning "answer: ". Discord's own failures (5xx) are undescribed."""
        validator = None if status >= 500 else self._validator(method, route, status)
        if validator is None:
            return []
        return _sentences(validator, body, "answer: ")

    def _validator(self, method: str, route: str, status: int | None) -> "Draft202012Validator | None":
        key = (method, route, status)
        if key not in self._validators:
            schema = self._schema(method, route, status)
            definitions = self._requests if status is None else self._answers
            self._validators[key] = None if schema is None else self._compile(_with_its_own(schema, definitions))
        return self._validators[key]

    def _schema(self, method: str, route: str, status: int | None) -> Json | None:
        operation = self._paths.get(route, {}).get(method.lower())
        if operation is None:
            return None
        holder = operation.get("requestBody", {})
        if status is not None:
            described = operation["responses"]
            holder = described.get(str(status)) or described.get(f"{status // 100}XX")
            if holder is None:
                return {"not": {}, "title": f"status {status} where only {', '.join(described)} are described"}
            if "$ref" in holder:
                holder = self._responses[holder["$ref"].rpartition("/")[2]]
        content = holder.get("content", {})
        body = content.get("application/json") or content.get("multipart/form-data")
        return None if body is None else body["schema"]


def _rewritten(node: Any) -> Any:
    """References moved to $defs, and plain objects closed against unknown keys."""
    if isinstance(node, list):
        return [_rewritten(item) for item in node]
    if not isinstance(node, dict):
        return node
    changed = {key: _rewritten(value) for key, value in node.items()}
    reference = changed.get("$ref")
    if isinstance(reference, str):
        changed["$ref"] = reference.replace("#/components/schemas/", "#/$defs/")
    if changed.get("type") == "object" and "properties" in changed and "allOf" not in changed:
        changed.setdefault("additionalProperties", False)
    return changed


def _with_its_own(schema: Json, definitions: Json) -> Json:
    """A schema with the definitions it leads to, which is quicker compiled than with all there are."""
    own: Json = {}
    waiting = [schema]
    while waiting:
        for name in _references(waiting.pop()):
            if name not in own:
                own[name] = definitions[name]
                waiting.append(definitions[name])
    return {**schema, "$defs": own}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix("#/$defs/")
        for value in node.values():
            yield from _references(value)


def _with_keys(definitions: Json, more: dict[str, Json]) -> Json:
    """The definitions, with keys more that they do not know."""
    allowed = dict(definitions)
    for name, properties in more.items():
        known = definitions[name]
        allowed[name] = {**known, "properties": {**known["properties"], **properties}}
    return allowed


def _sentences(validator: "Draft202012Validator", body: Any, prefix: str) -> list[str]:
    if validator.is_valid(body):
        return []
    found = []
    for error in _leaves(validator.iter_errors(body), ()):
        found.append(prefix + error)
        if len(found) == MOST_SENTENCES:
            break
    return found


def _leaves(errors: "Iterator[ValidationError] | list[ValidationError]", above: tuple[Any, ...]) -> Iterator[str]:
    """The errors that say something: of a union, those of the branch that was meant."""
    for error in errors:
        branches = [branch for branch in getattr(error.kind, "context", []) if branch]
        if branches:
            meant = min(branches, key=lambda branch: _distance(branch, error.instance_path))
            yield from _leaves(meant, above)
        else:
            where = ".".join(str(step) for step in (*above, *error.instance_path)) or "body"
            message = error.message
            yield f"{where}: {message if len(message) <= 200 else message[:200] + '…'}"


def _distance(branch: "list[ValidationError]", at: list[Any]) -> tuple[bool, int, int]:
    """How far a branch of a union is from what was meant: far if of another `type`, near if wrong only inside."""
    here = [error for error in branch if error.instance_path == at]
    other_kind = any(error.kind.name in ("enum", "const", "type", "anyOf", "oneOf") for error in here) or any(
        error.instance_path == [*at, "type"] for error in branch
    )
    return other_kind, len(here), len(branch)
