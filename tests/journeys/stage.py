"""The real bot over real sockets to the sandbox, both in this process, and people to be on the set."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp

from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.wiring import House, build

Json = dict[str, Any]
DAY = 86_400
PNG = b"\x89PNG\r\n\x1a\n"
RATE_SCALE = 0.1
"""Discord's windows hold as many requests as ever and last a tenth as long: the bot still waits for them, briefly."""


class Stage:
    """Speaks the control API; names stand for ids wherever they are unique."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession, state_dir: Path) -> None:
        self.sandbox = sandbox
        self.http = http
        self.use_state(state_dir)
        self.servers: dict[str, Json] = {}
        self._people: dict[str, list[Json]] = {}

    def use_state(self, state_dir: Path, **more: str) -> None:
        """Where the next run keeps its state; `more` settings by their names in the environment."""
        self.settings = Settings.load(
            {
                "DISCORD_TOKEN": "sandbox-token",
                "DISCORD_API": self.sandbox.api,
                "DISCORD_GATEWAY": self.sandbox.gateway,
                "CLOCK": "sandbox",
                "STATE_DIR": str(state_dir),
                **more,
            },
            None,
        )

    async def until_connected(self) -> None:
        """Until a bot is on the gateway and has caught up; for 20 seconds."""
        for _ in range(1_000):
            if self.sandbox.state.gateway.connected:
                await self.advance(0)
                return
            await asyncio.sleep(0.02)
        raise TimeoutError

    async def call(self, method: str, path: str, *, expect: int = 200, **body: Any) -> Json:
        async with self.http.request(method, f"{self.sandbox.url}/sandbox/v1{path}", **body) as answer:
            told: Json = await answer.json()
            assert answer.status == expect, f"{path}: {answer.status} {told}"
            return told

    @contextlib.asynccontextmanager
    async def running(self, patience: int = 1) -> AsyncIterator[House]:
        """The bot, connected and at rest; leaving stops it as a signal would. `patience`: for 20 seconds each."""
        async with build(self.settings) as house:
            work = asyncio.create_task(house.run())
            ready = asyncio.create_task(house.app.connected.wait())
            try:
                await asyncio.wait({work, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
                if work.done():
                    work.result()
                for left in reversed(range(patience)):
                    async with self.http.post(f"{self.sandbox.url}/sandbox/v1/clock", json={"advance": 0}) as answer:
                        if answer.status == 200:
                            break
                        assert left, await answer.text()
                yield house
            finally:
                work.cancel()
                ready.cancel()
                await asyncio.gather(work, ready, return_exceptions=True)

    async def server(self, name: str = "film", **more: Any) -> Json:
        """A server with #studio and #lounge, dora who directs, mo who moderates, and ada, bo and cy."""
        body = {
            "name": name,
            "roles": [{"name": "Director"}, {"name": "Moderator"}],
            "channels": ["studio", "lounge"],
        } | more
        server = await self.call("POST", "/servers", json=body)
        for person, roles in (("dora", ["Director"]), ("mo", ["Moderator"]), ("ada", []), ("bo", []), ("cy", [])):
            body = {"name": person, "roles": roles}
            made = await self.call("POST", f"/servers/{server['id']}/people", json=body)
            self._people.setdefault(name, []).append(made)
        self.servers[name] = server
        await self.advance(0)  # until the bot has said what it has to say
        return server

    async def set_up(self, name: str = "film", zone: str = "Europe/Berlin") -> None:
        server = self.servers[name]
        roles = {role["name"]: role["id"] for role in server["roles"]}
        await self.command("owner", "setup", server=name)
        await self.fill(
            "owner",
            {
                "channels": [server["channels"][0]["id"]],
                "director": [roles["Director"]],
                "moderator": [roles["Moderator"]],
                "zone": zone,
            },
            server=name,
        )

    async def post_prompt(self, title: str = "Night bus", server: str = "film", **options: Any) -> Json:
        await self.command("dora", "prompt new", server=server, **options)
        shown = await self.fill("dora", {"title": title, "brief": "Who rides the last bus?"}, server=server)
        return await self.press("dora", shown["ephemeral"][-1], "Post it", server=server)

    async def act(self, person: str, what: str, body: Json, server: str = "film", expect: int = 200) -> Json:
        return await self.call("POST", f"/servers/{server}/people/{person}/{what}", json=body, expect=expect)

    async def say(
        self,
        person: str,
        channel: str,
        content: str = "",
        files: Mapping[str, bytes] | None = None,
        reply_to: str | None = None,
        server: str = "film",
    ) -> Json:
        """Post a message; returns what the person then sees."""
        if files is None:
            body = {"channel": channel, "content": content, **({"reply_to": reply_to} if reply_to else {})}
            return await self.act(person, "messages", body, server)
        form = aiohttp.FormData()
        form.add_field("channel", channel)
        form.add_field("content", content)
        if reply_to is not None:
            form.add_field("reply_to", reply_to)
        for filename, data in files.items():
            form.add_field("files", data, filename=filename)
        return await self.call("POST", f"/servers/{server}/people/{person}/messages", data=form)

    async def command(
        self, person: str, command: str, channel: str = "studio", server: str = "film", **options: Any
    ) -> Json:
        body = {"channel": channel, "command": command, "options": options}
        return await self.act(person, "commands", body, server)

    async def submit(
        self, person: str, channel: str, filename: str, data: bytes, server: str = "film", **options: Any
    ) -> Json:
        """`/submit` with a file."""
        form = aiohttp.FormData()
        body = {"channel": channel, "command": "submit", "options": options}
        form.add_field("payload_json", json.dumps(body))
        form.add_field("file", data, filename=filename)
        return await self.call("POST", f"/servers/{server}/people/{person}/commands", data=form)

    def people(self, server: str = "film") -> list[Json]:
        """Everyone made by `server()`, as the sandbox told of them."""
        return self._people[server]

    async def fill(self, person: str, fields: Json, server: str = "film") -> Json:
        """Send the form that is open in front of the person."""
        return await self.act(person, "modals", {"fields": fields}, server)

    async def press(
        self, person: str, message: Json, label: str, values: list[str] | None = None, server: str = "film"
    ) -> Json:
        """Press the button with this label, or choose in the select with this placeholder."""
        found = next(c for c in components(message) if label in (c.get("label"), c.get("placeholder")))
        body: Json = {"message": message["id"], "custom_id": found["custom_id"]}
        return await self.act(person, "presses", body if values is None else {**body, "values": values}, server)

    async def view(self, person: str, channel: str = "studio", server: str = "film") -> Json:
        return await self.call("GET", f"/servers/{server}/people/{person}/view", params={"channel": channel})

    async def advance(self, seconds: float) -> Json:
        return await self.call("POST", "/clock", json={"advance": seconds})

    async def log(self) -> list[Json]:
        told = await self.call("GET", "/log")
        return list(told["requests"])


def components(message: Json) -> Iterator[Json]:
    """Every component of a message, however deep."""
    waiting = list(message["components"])
    while waiting:
        found = waiting.pop(0)
        yield found
        waiting[:0] = [*found.get("components", ()), *([found["accessory"]] if "accessory" in found else [])]


def text(message: Json) -> str:
    """What a message says, in a card or plainly."""
    said = [message["content"], *(c["content"] for c in components(message) if c["type"] == 10)]
    return "\n".join(filter(None, said))


def said(view: Json) -> str:
    """The last thing only this person sees."""
    return text(view["ephemeral"][-1])


def last(view: Json, saying: str) -> Json:
    """The newest message whose text holds this."""
    return next(message for message in reversed(view["messages"]) if saying in text(message))
