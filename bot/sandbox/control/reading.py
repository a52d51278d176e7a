"""Reading a call of the control API: its body, field by field, every fault a sentence."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import BodyPartReader, web

from bot.sandbox.acting import Wait
from bot.sandbox.clock import instant_from
from bot.sandbox.errors import Mistake
from bot.sandbox.files import Upload
from bot.sandbox.rest.calls import read_upload

MOST_UPLOAD = 512 * 1024 * 1024
STRUCTURED = frozenset({"options", "fields", "values", "tags", "ping"})  # sent as JSON text in multipart


@dataclass(slots=True)
class Body:
    """The fields of a call. Each getter raises Mistake when the field is missing or of the wrong type."""

    fields: dict[str, Any]
    uploads: list[Upload] = field(default_factory=list)
    wait: Wait = "final"

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise Mistake(f'Give "{name}" as text.')
        return value

    def text_or(self, name: str, otherwise: str) -> str:
        return otherwise if self.fields.get(name) is None else self.text(name)

    def maybe_text(self, name: str) -> str | None:
        return None if self.fields.get(name) is None else self.text(name)

    def flag(self, name: str, otherwise: bool) -> bool:
        value = self.fields.get(name, otherwise)
        if not isinstance(value, bool):
            raise Mistake(f'Give "{name}" as true or false.')
        return value

    def whole(self, name: str, otherwise: int) -> int:
        value = self.fields.get(name, otherwise)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise Mistake(f'Give "{name}" as a whole number.')
        return value

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.fields.get(name) or {}
        if not isinstance(value, dict):
            raise Mistake(f'Give "{name}" as an object.')
        return value

    def items(self, name: str) -> list[Any]:
        value = self.fields.get(name) or []
        if not isinstance(value, list):
            raise Mistake(f'Give "{name}" as a list.')
        return value

    def texts(self, name: str) -> list[str]:
        values = self.items(name)
        if not all(isinstance(value, str) for value in values):
            raise Mistake(f'Give "{name}" as a list of texts.')
        return values

    def instant(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is None:
            return None
        try:
            return instant_from(value)
        except (ValueError, TypeError):
            raise Mistake(f'Give "{name}" as ISO 8601 text or as whole microseconds.') from None


async def read(request: web.Request, known: Collection[str]) -> Body:
    """The body of a call whose fields may be those in `known` (and `wait`); raises Mistake."""
    uploads: list[Upload] = []
    if request.content_type == "multipart/form-data":
        fields = await _multipart(request, uploads)
    else:
        raw = await request.read()
        fields = _object(raw) if raw else {}
    wait = fields.pop("wait", request.query.get("wait", "final"))
    if wait not in ("ack", "final"):
        raise Mistake('Give "wait" as "ack" or "final".')
    check_keys(fields, known)
    return Body(fields, uploads, wait)


def check_keys(fields: dict[str, Any], known: Collection[str]) -> None:
    """Raise Mistake for a field that nobody would read."""
    for name in fields:
        if name not in known:
            raise Mistake(f'Leave out "{name}": this takes {", ".join(sorted(known)) or "nothing"}.')


async def _multipart(request: web.Request, uploads: list[Upload]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Mistake("Do not nest multipart bodies.")
        if part.filename is not None:
            upload = await read_upload(part, MOST_UPLOAD)
            upload.filename = unquote(upload.filename)  # some clients, aiohttp's too, percent-encode it
            uploads.append(upload)
        elif part.name == "payload_json":
            fields |= _object(bytes(await part.read()))
        elif part.name is not None:
            text = await part.text()
            fields[part.name] = _json(text.encode()) if part.name in STRUCTURED else text
    return fields


def _json(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except ValueError:
        raise Mistake("Send JSON: the body could not be read.") from None


def _object(raw: bytes) -> dict[str, Any]:
    value = _json(raw)
    if not isinstance(value, dict):
        raise Mistake("Send a JSON object.")
    return value
