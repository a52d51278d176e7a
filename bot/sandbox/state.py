"""Everything one sandbox holds, handed to whoever answers a request."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.clock import Clock
from bot.sandbox.commands import Commands
from bot.sandbox.faults.armed import Armed
from bot.sandbox.faults.events import Meddler
from bot.sandbox.files import Files
from bot.sandbox.gateway import Gateway
from bot.sandbox.gateway.intents import MESSAGE_CONTENT
from bot.sandbox.interactions import Interactions
from bot.sandbox.log import Log
from bot.sandbox.objects import Objects
from bot.sandbox.openapi import OpenApi
from bot.sandbox.permissions import VIEW, in_channel
from bot.sandbox.rates import Rates
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.streams import ClockStreams, Hints
from bot.sandbox.visibility import DISPATCHED, dispatched
from bot.sandbox.world import Channel, Json, Message, World


@dataclass(slots=True)
class State:
    """`first_answer_seconds` and `final_answer_seconds` are real time: how long people wait for the bot."""

    url: str
    gateway_url: str
    token: str
    clock: Clock
    snowflakes: Snowflakes
    world: World
    files: Files
    objects: Objects
    gateway: Gateway
    commands: Commands
    interactions: Interactions
    streams: ClockStreams
    hints: Hints
    openapi: OpenApi | None
    rates: Rates
    faults: Armed
    meddler: Meddler
    first_answer_seconds: float
    final_answer_seconds: float
    most_active_threads: int
    guide: Json | None = None
    log: Log = field(default_factory=Log)
    nonces: dict[tuple[int, str], Message] = field(default_factory=dict)

    @property
    def reads_content(self) -> bool:
        """Whether the application was granted message content."""
        return bool(self.gateway.privileged & MESSAGE_CONTENT)

    def tell(self, channel: Channel, event: str, data: Json | Callable[[], Json]) -> None:
        """Send the bot an event about a channel it may see, of others only that they are there; tell the page too.

        Where making `data` is work, give what makes it: it is not asked for if no session hears of such events.
        """
        server, bot = channel.server, self.world.bot
        server_id = None if server is None else server.id
        if self.gateway.hears(event, server_id):
            if in_channel(channel, bot) & VIEW:
                self.gateway.dispatch(event, data() if callable(data) else data, server_id)
            elif event in DISPATCHED and server is not None and bot.id in server.members:
                self.gateway.dispatch(event, dispatched(channel, bot), server_id)
        self.hints.changed(server, channel)
