"""The line to the sandbox: its control API over HTTP, one method a verb."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

Json = dict[str, Any]

PREFIX = "/sandbox/v1"
PATIENCE = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True, slots=True)
class Made:
    """A file somebody made."""

    filename: str
    data: bytes
    content_type: str


class Declined(Exception):
    """The sandbox did not do what was asked, and says why in a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Line:
    """Calls to one sandbox. Use it as `async with`; every call raises `Declined` where the sandbox says no."""

    def __init__(self, url: str) -> None:
        self._http = aiohttp.ClientSession(url, timeout=PATIENCE)

    async def __aenter__(self) -> "Line":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def get(self, path: str, **query: str) -> Json:
        return await self._call("GET", path, params=query)

    async def post(self, path: str, body: Mapping[str, Any]) -> Json:
        return await self._call("POST", path, json=body)

    async def patch(self, path: str, body: Mapping[str, Any]) -> Json:
        return await self._call("PATCH", path, json=body)

    async def delete(self, path: str) -> Json:
        return await self._call("DELETE", path)

    async def send(self, path: str, body: Mapping[str, Any], files: Sequence[tuple[str, Made]]) -> Json:
        """A call with files, each under the name of the field it belongs to."""
        if not files:
            return await self.post(path, body)
        form = aiohttp.FormData()
        form.add_field("payload_json", json.dumps(body), content_type="application/json")
        for name, made in files:
            form.add_field(name, made.data, filename=made.filename, content_type=made.content_type)
        return await self._call("POST", path, data=form)

    async def _call(self, method: str, path: str, **extras: Any) -> Json:
        async with self._http.request(method, PREFIX + path, **extras) as answer:
            said: Json = await answer.json()
            if answer.status >= 400:
                raise Declined(answer.status, said.get("error", f"status {answer.status}"))
            return said
