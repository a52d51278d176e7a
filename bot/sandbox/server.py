"""The sandbox: one object that builds everything, listens, and closes."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from aiohttp import web

from bot.sandbox import archiving, control, rest
from bot.sandbox.acting import Acting, Wait
from bot.sandbox.clock import Clock
from bot.sandbox.commands import Commands
from bot.sandbox.errors import Mistake
from bot.sandbox.files import Files
from bot.sandbox.gateway import Gateway, Session
from bot.sandbox.interactions import Interaction, Interactions
from bot.sandbox.objects import Objects, member, user
from bot.sandbox.openapi import OpenApi
from bot.sandbox.rest import calls
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.state import State
from bot.sandbox.streams import ClockStreams, Hints
from bot.sandbox.world import Json, Person, World

PAGE = Path(__file__).parent / "page"
CHUNK = 1_000
MOST_BODY = 64 * 1024 * 1024


class Sandbox:
    """A Discord stand-in on one loopback port (ValueError for another). Everything it knows lives in memory.

    `openapi` is Discord's OpenAPI file: with it every request and answer is held against it, and what breaks it is
    noted in the log. One that was read already can be shared by several sandboxes.
    `start_at` is the instant (µs UTC) its clock starts at, now by default. The two windows are real seconds:
    how long an interaction waits for its first answer, and a deferred one for its content.
    `most_active_threads` a server may have: Discord's own number is not published.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        openapi: Path | OpenApi | None = None,
        token: str = "sandbox-token",  # noqa: S107 - opens nothing but this sandbox
        *,
        bot_name: str = "Callsheet",
        start_at: int | None = None,
        first_answer_seconds: float = 3.0,
        final_answer_seconds: float = 10.0,
        most_active_threads: int = 1_000,
    ) -> None:
        if not control.is_loopback(host):
            raise ValueError(f"a sandbox listens on a loopback address only, not on {host}")
        self._host, self._port, self.token = host, port, token
        self._openapi = OpenApi(openapi) if isinstance(openapi, Path) else openapi
        self._windows = (first_answer_seconds, final_answer_seconds)
        self._most_active_threads = most_active_threads
        self._runner: web.AppRunner | None = None
        self.clock = Clock(start_at)
        self._snowflakes = Snowflakes(self.clock)
        bot = Person(self._snowflakes.new(), bot_name, bot=True)
        self.world = World(bot, Person(self._snowflakes.new(), "developer"))
        self.state: State

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    @property
    def api(self) -> str:
        return self.url + calls.PREFIX

    @property
    def gateway(self) -> str:
        return f"ws://{self._host}:{self._port}/gateway"

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        app = web.Application(client_max_size=MOST_BODY)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        self.state = self._assemble()
        self.clock.on_advance.append(partial(archiving.archive_idle, self.state))
        self._route(app)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        # The port is only known now; links and READY carry it.
        self._port = runner.addresses[0][1]
        self.state.url, self.state.gateway_url = self.url, self.gateway
        self.state.files.base = self.url

    async def stop(self) -> None:
        """Close every stream and the port. Safe to call twice."""
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        await asyncio.gather(self.state.gateway.close(), self.state.streams.close(), self.state.hints.close())
        await runner.cleanup()

    def act_as(self, server: str, person: str) -> Acting:
        """Be a person in a server, both named by id or name; raises Mistake."""
        found = self.world.named_server(str(server))
        return Acting(self.state, found, found.named_member(str(person)).person)

    async def press(
        self,
        person: str | int,
        message_id: str | int,
        custom_id: str,
        values: Sequence[str] = (),
        wait: Wait = "final",
    ) -> Interaction:
        """Press a component as a person (by id); raises Mistake."""
        who = self.world.people.get(int(person))
        message = self.world.messages.get(int(message_id)) or (who and who.whispers.get(int(message_id)))
        if who is None or not message or message.channel.server is None:
            raise Mistake("There is no such person or message.", 404)
        acting = Acting(self.state, message.channel.server, who)
        return await acting.press(message_id, custom_id, values, wait=wait)

    def _assemble(self) -> State:
        files = Files(self.url, self.clock, self._snowflakes)
        gateway = Gateway(self.token, self._greet, self._send_members)
        return State(
            url=self.url,
            gateway_url=self.gateway,
            token=self.token,
            clock=self.clock,
            snowflakes=self._snowflakes,
            world=self.world,
            files=files,
            objects=Objects(self.world, files),
            gateway=gateway,
            commands=Commands(self.world.bot.id, self._snowflakes, self.clock),
            interactions=Interactions(),
            streams=ClockStreams(self.clock, gateway.sequences),
            hints=Hints(),
            openapi=self._openapi,
            first_answer_seconds=self._windows[0],
            final_answer_seconds=self._windows[1],
            most_active_threads=self._most_active_threads,
        )

    def _route(self, app: web.Application) -> None:
        state, router = self.state, app.router
        for route in rest.ROUTES:
            router.add_route(route.method, calls.PREFIX + route.path, calls.serve(state, route))
        router.add_route("*", "/api/{rest:.*}", calls.unknown_route(state))
        router.add_get("/gateway", state.gateway.serve)
        router.add_get("/gateway/", state.gateway.serve)
        router.add_get("/cdn/attachments/{channel}/{attachment}/{filename}", state.files.serve)
        for _, method, path, handler in control.ROUTES:
            router.add_route(method, control.PREFIX + path, control.serve(state, handler))
        router.add_get(f"{control.PREFIX}/clock/stream", control.guarded(state.streams.serve))
        router.add_get(f"{control.PREFIX}/events", control.guarded(state.hints.serve))
        if PAGE.is_dir():
            router.add_get("/", control.guarded(_front_page))
            router.add_static("/page/", PAGE)

    def _greet(self, session: Session) -> Iterable[tuple[str, Json]]:
        """READY, then every server of the session's shard."""
        bot = self.world.bot
        servers = [s for s in self.world.servers.values() if bot.id in s.members and session.owns(s.id)]
        yield (
            "READY",
            {
                "v": 10,
                "user": user(bot),
                "guilds": [{"id": str(server.id), "unavailable": True} for server in servers],
                "session_id": session.id,
                "resume_gateway_url": self.gateway,
                "shard": list(session.shard),
                "application": {"id": str(bot.id), "flags": (1 << 15) | (1 << 19)},
            },
        )
        for server in servers:
            yield "GUILD_CREATE", self.state.objects.guild_create(server)

    def _send_members(self, session: Session, asked: Json) -> None:
        """Opcode 8: members by ids, or by the beginning of their names, in chunks of a thousand."""
        server = self.world.servers.get(int(asked["guild_id"]))
        if server is None:
            return
        wanted = asked.get("user_ids")
        if wanted is not None:
            ids = [int(value) for value in (wanted if isinstance(wanted, list) else [wanted])]
            found = [server.members[number] for number in ids if number in server.members]
            absent = [str(number) for number in ids if number not in server.members]
        else:
            start, limit = str(asked.get("query") or "").lower(), int(asked.get("limit") or 0)
            found = [m for m in server.members.values() if m.person.name.lower().startswith(start)]
            found, absent = found[: limit or None], []
        chunks = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
        for index, chunk in enumerate(chunks):
            event: Json = {
                "guild_id": str(server.id),
                "members": [member(value) for value in chunk],
                "chunk_index": index,
                "chunk_count": len(chunks),
                "not_found": absent,
            }
            if "nonce" in asked:
                event["nonce"] = asked["nonce"]
            session.send("GUILD_MEMBERS_CHUNK", event)


async def _front_page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html")
