"""Plain clients of the sandbox: one for its control API, one that is a bot without any bot library."""

import asyncio
import json
import re
import zlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import jsonschema_rs
import zstandard

from bot import sandbox as room
from bot.sandbox import Sandbox, control

Json = dict[str, Any]
GUILDS, MEMBERS, PRESENCES, MESSAGES, REACTIONS, TYPING = (1 << bit for bit in (0, 1, 8, 9, 10, 11))
DIRECT_MESSAGES, DIRECT_REACTIONS, MESSAGE_CONTENT = (1 << bit for bit in (12, 13, 15))
WITHOUT_CONTENT = GUILDS | MEMBERS | MESSAGES | REACTIONS | DIRECT_MESSAGES | DIRECT_REACTIONS
EVERYTHING = WITHOUT_CONTENT | MESSAGE_CONTENT
SCHEMA = json.loads((Path(room.__file__).parent / "control.schema.json").read_text(encoding="utf-8"))


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]})


VALIDATORS = {name: validator(name) for name in SCHEMA["$defs"]}
CALLS = [(name, method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path))) for name, method, path, _ in control.ROUTES]


class Refused(Exception):
    """The control API said no."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


class Control:
    """Calls the control API; every answer, and every request it accepts, is held against its JSON Schema."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self.session = session
        self.root = f"{sandbox.url}/sandbox/v1"

    async def call(self, method: str, path: str, body: Json | None = None, files: Any = None) -> Any:
        """`files`: [(field, filename, bytes)], which makes it multipart. Raises Refused."""
        name = next(n for n, m, known in CALLS if m == method and known.fullmatch(path.partition("?")[0]))
        sending: Json = {"json": body}
        if files:
            form = aiohttp.FormData()
            form.add_field("payload_json", json.dumps(body or {}))
            for field, filename, content in files:
                form.add_field(field, content, filename=filename)
            sending = {"data": form}
        async with self.session.request(method, self.root + path, **sending) as response:
            answer = await response.json(content_type="application/json")
        if response.status != 200:
            VALIDATORS["error"].validate(answer)
            raise Refused(response.status, answer["error"])
        if body is not None:
            VALIDATORS[f"{name}.request"].validate(body)
        VALIDATORS[f"{name}.answer"].validate(answer)
        return answer

    async def as_person(self, method: str, what: str, body: Json | None = None, files: Any = None, who="ann") -> Any:
        return await self.call(method, f"/servers/film/people/{who}/{what}", body, files)

    async def say(
        self, content: str, channel: str = "general", who: str = "ann", files: Any = None, **more: Any
    ) -> Json:
        """Post a message and return it."""
        body = {"channel": channel, "content": content, **more}
        return (await self.as_person("POST", "messages", body, files, who))["message"]

    async def see(self, channel: str = "general", who: str = "ann") -> Json:
        return await self.as_person("GET", f"view?channel={channel}", who=who)


Unpack = Callable[[Any], bytes]
UNPACKING: dict[str, Callable[[], Unpack]] = {
    "": lambda: lambda frame: frame,
    "zlib-stream": lambda: zlib.decompressobj().decompress,
    "zstd-stream": lambda: zstandard.ZstdDecompressor().decompressobj().decompress,
}


class PlainBot:
    """A bot made of aiohttp alone, so that a test can send exactly what it wants to.

    It is patient: told to wait, it waits and asks again, which takes no time here (`Rates.pass_by`).
    """

    def __init__(self, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self.session = session
        self.sandbox = sandbox
        self.socket: Any = None
        self.heard: list[Json] = []
        self.session_id = ""
        self.sequence = 0
        self.patient = True
        self._unpack: Unpack = bytes

    @property
    def id(self) -> str:
        return str(self.sandbox.world.bot.id)

    async def rest(
        self, method: str, path: str, body: Any = None, files: list[tuple[str, bytes]] | None = None, token: str = ""
    ) -> tuple[int, Any]:
        """(status, JSON body or None); `files` go as files[n] beside payload_json."""
        headers = {"Authorization": token or "Bot sandbox-token"}
        sending: Json = {} if body is None else {"json": body}
        if files is not None:
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("payload_json", json.dumps(body or {}))
            for index, (filename, content) in enumerate(files):
                form.add_field(f"files[{index}]", content, filename=filename)
            sending = {"data": form}
        async with self.session.request(method, self.sandbox.api + path, headers=headers, **sending) as response:
            answer = await response.json() if response.status != 204 else None
        if response.status == 429 and self.patient:
            self.sandbox.state.rates.pass_by(answer["retry_after"])
            return await self.rest(method, path, body, files, token)
        return response.status, answer

    async def send(self, channel: str, body: Any, files: list[tuple[str, bytes]] | None = None) -> tuple[int, Any]:
        return await self.rest("POST", f"/channels/{channel}/messages", body, files)

    async def open_socket(self, compress: str = "", version: int = 10) -> None:
        """Connect and hear HELLO, no more; `compress` is "", "zlib-stream" or "zstd-stream"."""
        query = f"?v={version}&encoding=json" + (f"&compress={compress}" if compress else "")
        self._unpack = UNPACKING[compress]()
        self.socket = await self.session.ws_connect(self.sandbox.gateway + query)
        hello = await self.hear()
        assert hello["op"] == 10

    async def identify(self, **more: Any) -> None:
        """Send an Identify that is in order but for `more`."""
        await self.op(2, {"token": "sandbox-token", "intents": EVERYTHING, "properties": {}, **more})

    async def connect(self, compress: str = "", **more: Any) -> Json:
        """Identify; returns READY."""
        await self.open_socket(compress)
        await self.identify(**more)
        ready = await self.event("READY")
        self.session_id = ready["session_id"]
        return ready

    async def resume(self, sequence: int | None = None, session_id: str | None = None, compress: str = "") -> None:
        await self.open_socket(compress)
        seq = self.sequence if sequence is None else sequence
        await self.op(6, {"token": "sandbox-token", "session_id": session_id or self.session_id, "seq": seq})

    async def op(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def hear(self) -> Json:
        """The next payload of any kind; fails if the socket closes or nothing comes for 5 s."""
        frame = await self.socket.receive(timeout=5)
        assert frame.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY), frame
        payload = json.loads(self._unpack(frame.data))
        self.sequence = payload.get("s") or self.sequence
        self.heard.append(payload)
        return payload

    async def event(self, name: str) -> Json:
        """The next event of this name; what comes before it stays in `heard`."""
        while True:
            payload = await self.hear()
            if payload.get("t") == name:
                return payload["d"]

    async def beat(self) -> None:
        """Send a heartbeat and hear its acknowledgement, which comes after all that was sent before."""
        await self.op(1, self.sequence)
        while (await self.hear())["op"] != 11:
            pass

    async def told_so_far(self, *names: str) -> list[Json]:
        """The events of these names it was sent since it connected, up to now."""
        await self.beat()
        return [payload["d"] for payload in self.heard if payload.get("t") in names]

    async def closed_with(self) -> int:
        """The code the sandbox closes the socket with."""
        while True:
            frame = await self.socket.receive(timeout=5)
            if frame.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
                assert self.socket.close_code is not None
                return self.socket.close_code

    async def callback(
        self, interaction: Json, kind: int, data: Json | None = None, files: list[tuple[str, bytes]] | None = None
    ) -> tuple[int, Any]:
        body: Json = {"type": kind} if data is None else {"type": kind, "data": data}
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback?with_response=1"
        return await self.rest("POST", path, body, files)

    async def hook(
        self, method: str, interaction: Json, message: str = "", body: Json | None = None,
        files: list[tuple[str, bytes]] | None = None,
    ) -> tuple[int, Any]:  # fmt: skip
        """A webhook call of an interaction: without `message` the follow-up route."""
        path = f"/webhooks/{self.id}/{interaction['token']}" + (f"/messages/{message}" if message else "")
        return await self.rest(method, path, body, files)

    async def answer(self, action: Awaitable[Json], kind: int, data: Json | None = None) -> tuple[Json, Json]:
        """Answer the interaction an action of a person makes; (what the person saw, the interaction)."""
        acting = asyncio.ensure_future(action)
        interaction = await self.event("INTERACTION_CREATE")
        status, body = await self.callback(interaction, kind, data)
        assert status == 200, body
        return await acting, interaction

    async def begin(self, action: Awaitable[Json]) -> tuple["asyncio.Future[Json]", Json]:
        """Start a person's action; (its outcome to come, the interaction it made)."""
        acting = asyncio.ensure_future(action)
        return acting, await self.event("INTERACTION_CREATE")

    async def register(self, *commands: Json) -> list[Json]:
        status, registered = await self.rest("PUT", f"/applications/{self.id}/commands", list(commands))
        assert status == 200, registered
        return registered


def faults(body: Json, path: str = "") -> list[str]:
    """The codes of Discord's nested `errors`, each as "path: CODE"."""
    found = []
    for key, value in (body.get("errors", body) if not path else body).items():
        if key == "_errors":
            found += [f"{path}: {fault['code']}" for fault in value]
        elif isinstance(value, dict):
            found += faults(value, f"{path}.{key}" if path else key)
    return found


def button(custom_id: str = "go", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **more}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}
