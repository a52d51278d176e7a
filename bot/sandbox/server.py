"""The sandbox: one object that builds everything, listens, and closes."""

import asyncio
from collections.abc import Collection
from functools import partial
from pathlib import Path

from aiohttp import web

from bot.sandbox import archiving, control, greeting, rest
from bot.sandbox.acting import Acting
from bot.sandbox.clock import Clock
from bot.sandbox.commands import Commands
from bot.sandbox.faults.adding import Faults
from bot.sandbox.faults.armed import Armed
from bot.sandbox.faults.events import Meddler
from bot.sandbox.files import CDN, MEDIA_PROXY, Files
from bot.sandbox.gateway import Gateway, Terms, intents
from bot.sandbox.interactions import Interactions
from bot.sandbox.objects import Objects
from bot.sandbox.openapi import OpenApi
from bot.sandbox.rates import Rates
from bot.sandbox.rest import calls
from bot.sandbox.roll_call import RollCall
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.state import State
from bot.sandbox.streams import ClockStreams, Hints
from bot.sandbox.world import Json, Person, World

PAGE = Path(__file__).parent / "page"
MOST_BODY = 64 * 1024 * 1024


class Sandbox:
    """A Discord stand-in on one loopback port (ValueError for another). Everything it knows lives in memory.

    `openapi` is Discord's OpenAPI file: with it every request and answer is held against it, and what breaks it is
    noted in the log. One that was read already can be shared by several sandboxes.
    `start_at` is the instant (µs UTC) its clock starts at, now by default. The two windows are real seconds:
    how long an interaction waits for its first answer, and a deferred one for its content. The windows of rate limits
    last `rate_scale` times what Discord's do, in real time; at 0 nothing is limited.
    `most_active_threads` a server may have: Discord's own number is not published.
    `privileged` are the privileged intents the application was granted ("presences", "members", "message_content";
    ValueError for another), `terms` what it may do on the gateway.
    `guide` is the page's guided start, as `guide` in `control.schema.json` describes it.
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
        rate_scale: float = 1.0,
        most_active_threads: int = 1_000,
        privileged: Collection[str] = ("members", "message_content"),
        terms: Terms | None = None,
        guide: Json | None = None,
    ) -> None:
        if not control.is_loopback(host):
            raise ValueError(f"a sandbox listens on a loopback address only, not on {host}")
        self._host, self._port, self.token = host, port, token
        self._openapi = OpenApi(openapi) if isinstance(openapi, Path) else openapi
        self._guide = guide
        self._windows = (first_answer_seconds, final_answer_seconds)
        self._privileged, self._terms = intents.granted(privileged), terms or Terms()
        self._most_active_threads = most_active_threads
        self._runner: web.AppRunner | None = None
        self.clock = Clock(start_at)
        self._rates = Rates(rate_scale, epoch=self.clock.now)
        self._snowflakes = Snowflakes(self.clock)
        bot = Person(self._snowflakes.new(), bot_name, bot=True)
        self.world = World(bot, Person(self._snowflakes.new(), "developer"))
        self.state: State
        self.faults: Faults

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
        self.faults = Faults(self.state)
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

    def _assemble(self) -> State:
        files = Files(self.url, self.clock, self._snowflakes)
        armed = Armed()
        gateway = Gateway(
            self.token, self.world, self.clock,
            greeting=lambda session: greeting.greet(self.state, session),
            members_request=RollCall(self.world, self.clock.now).answer,
            privileged=self._privileged, terms=self._terms,
        )  # fmt: skip
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
            commands=Commands(self.world.bot.id, self._snowflakes, self._rates.create_commands),
            interactions=Interactions(),
            streams=ClockStreams(self.clock, gateway.sequences),
            hints=Hints(),
            openapi=self._openapi,
            rates=self._rates,
            faults=armed,
            meddler=Meddler(armed, gateway.send),
            first_answer_seconds=self._windows[0],
            final_answer_seconds=self._windows[1],
            most_active_threads=self._most_active_threads,
            guide=self._guide,
        )

    def _route(self, app: web.Application) -> None:
        state, router = self.state, app.router
        for route in rest.ROUTES:
            router.add_route(route.method, calls.PREFIX + route.path, calls.serve(state, route))
        router.add_route("*", "/api/{rest:.*}", calls.unknown_route(state))
        for path in ("/gateway", "/gateway/"):  # guarded, as the token is known to everyone and browsers ask no leave
            router.add_get(path, control.guarded(state.gateway.serve))
        for door in (CDN, MEDIA_PROXY):
            router.add_get(f"{door}{{channel}}/{{attachment}}/{{filename}}", state.files.serve)
        for _, method, path, handler in control.ROUTES:
            router.add_route(method, control.PREFIX + path, control.serve(state, handler))
        router.add_get(f"{control.PREFIX}/clock/stream", control.guarded(state.streams.serve))
        router.add_get(f"{control.PREFIX}/events", control.guarded(state.hints.serve))
        if PAGE.is_dir():
            router.add_get("/", control.guarded(_front_page))
            router.add_static("/page/", PAGE)


async def _front_page(request: web.Request) -> web.StreamResponse:
    """Framed by itself alone (two seats side by side), which a page cannot demand in its own `meta`."""
    return web.FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": "frame-ancestors 'self'"})
