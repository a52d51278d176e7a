"""What can be made to fail. The table describes itself, so that a page can draw a panel from it."""

from dataclasses import dataclass

from bot.sandbox.permissions import BITS
from bot.sandbox.world import Json

REQUEST, EVENT, WORLD = "request", "event", "world"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a fault can be told. `type` is text, number, choice, choices, server, channel or message."""

    name: str
    type: str
    says: str
    required: bool = False
    choices: tuple[str, ...] = ()
    otherwise: float | str | None = None

    def show(self) -> Json:
        shown: Json = {"name": self.name, "type": self.type, "says": self.says, "required": self.required}
        if self.choices:
            shown["choices"] = list(self.choices)
        if self.otherwise is not None:
            shown["otherwise"] = self.otherwise
        return shown


@dataclass(frozen=True, slots=True)
class Kind:
    """`place` is what it befalls. Those of the world happen at once and once, so nothing of them is counted."""

    name: str
    place: str
    says: str
    fields: tuple[Field, ...] = ()

    @property
    def counted(self) -> bool:
        return self.place != WORLD and self.name != SILENCE

    def show(self) -> Json:
        fields = [*self.fields, *(COUNTS if self.counted else ())]
        return {"kind": self.name, "says": self.says, "fields": [field.show() for field in fields]}


METHOD = Field("method", "choice", "Only requests of this method.", choices=("GET", "POST", "PUT", "PATCH", "DELETE"))
ROUTE = Field(
    "route",
    "text",
    "Only this route, as in Discord's description or with ids; a * at the end takes what begins so; words take routes "
    "that hold them all.",
)
FILTERS = (METHOD, ROUTE)
NAME = Field("event", "text", "Only events of this name, like MESSAGE_CREATE.")
COUNTS = (
    Field("times", "number", "How often it hits; left out: until it is cleared."),
    Field("skip", "number", "How many it lets pass first.", otherwise=0),
)
SERVER = Field("server", "server", "The server.", required=True)


def _seconds(says: str, otherwise: float) -> Field:
    return Field("seconds", "number", says, otherwise=otherwise)


RETRY = _seconds("How many real seconds the bot is told to wait.", 1.0)
ERROR_BEFORE, ERROR_AFTER, SLOW = "error_before", "error_after", "slow"
LIMITED = {"limited_user": "user", "limited_shared": "shared", "limited_global": "global"}
BAN, CUT_BEFORE, CUT_AFTER = "banned", "cut_before", "cut_after"
DROPPED, DOUBLED, DELAYED, REORDERED, SILENCE = (
    "event_dropped", "event_doubled", "event_delayed", "event_reordered", "silence",
)  # fmt: skip
PERMISSIONS, CHANNEL, MESSAGE, SERVER_LOST, OUTAGE, LINKS = (
    "permissions_lost", "channel_lost", "message_lost", "server_lost", "server_outage", "links_expired",
)  # fmt: skip

KINDS = {
    kind.name: kind
    for kind in (
        Kind(ERROR_BEFORE, REQUEST, "A request is answered 502 and does nothing.", FILTERS),
        Kind(ERROR_AFTER, REQUEST, "A request does what it asks, and is answered 502 all the same.", FILTERS),
        Kind("limited_user", REQUEST, "A request is answered 429: this bot was too fast on it.", (*FILTERS, RETRY)),
        Kind("limited_shared", REQUEST, "A request is answered 429: all together were too fast.", (*FILTERS, RETRY)),
        Kind("limited_global", REQUEST, "A request is answered 429: the bot was too fast over all.", (*FILTERS, RETRY)),
        Kind(BAN, REQUEST, "A request is answered 429 by Cloudflare, as to an address it has banned.", FILTERS),
        Kind(
            SLOW,
            REQUEST,
            "A request does what it asks at once, and its answer comes late.",
            (*FILTERS, _seconds("How many real seconds late.", 5.0)),
        ),
        Kind(CUT_BEFORE, REQUEST, "The connection of a request is cut before it does anything.", FILTERS),
        Kind(CUT_AFTER, REQUEST, "A request does what it asks, and its answer is cut half way.", FILTERS),
        Kind(DROPPED, EVENT, "The bot is never told of something that happened.", (NAME,)),
        Kind(DOUBLED, EVENT, "The bot is told twice of something that happened.", (NAME,)),
        Kind(
            DELAYED,
            EVENT,
            "The bot is told late of something that happened.",
            (NAME, _seconds("How many real seconds late.", 5.0)),
        ),
        Kind(REORDERED, EVENT, "The bot is told of something only after the next thing that happened.", (NAME,)),
        Kind(SILENCE, EVENT, "The open gateway connections go mute: no events, no heartbeats, and they stay open."),
        Kind(
            PERMISSIONS,
            WORLD,
            "The bot may no longer do something, in one channel or everywhere in a server.",
            (
                SERVER,
                Field("channel", "channel", "Only in this channel."),
                Field("permissions", "choices", "What it may no longer do.", required=True, choices=tuple(BITS)),
            ),
        ),
        Kind(
            CHANNEL,
            WORLD,
            "Somebody deletes a channel or thread with all that is in it.",
            (SERVER, Field("channel", "channel", "The channel or thread.", required=True)),
        ),
        Kind(
            MESSAGE,
            WORLD,
            "Somebody deletes a message.",
            (Field("message", "message", "The message's id.", required=True),),
        ),
        Kind(SERVER_LOST, WORLD, "The bot is thrown out of a server.", (SERVER,)),
        Kind(OUTAGE, WORLD, "A server cannot be reached for a while: Discord has an outage.", (SERVER,)),
        Kind(
            LINKS,
            WORLD,
            "Links to files stop working; whoever fetches the message again gets fresh ones.",
            (Field("message", "message", "Only the files of this message, by its id; left out: all files."),),
        ),
    )
}
