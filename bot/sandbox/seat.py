"""Where a person sits: what they can see of a server, and of their direct messages with the bot."""

from bisect import bisect_left

from bot.sandbox import channels
from bot.sandbox.errors import Mistake, Refusal
from bot.sandbox.permissions import BITS, VIEW, bits, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import Channel, Json, Message, Person, Server

DIRECT = "dm"


class Seat:
    """One person in one server. Ids and unique names are both accepted; every misuse raises Mistake."""

    def __init__(self, state: State, server: Server, person: Person) -> None:
        self.server = server
        self.person = person
        self._state = state

    def channel(self, ref: str, *needed: str) -> Channel:
        """A channel the person sees and has the named permissions in; "dm" is theirs with the bot. Mistake 404, 403."""
        channel = channels.direct(self._state, self.person) if ref == DIRECT else self.server.named_channel(ref)
        self._need(channel, *needed)
        return channel

    def message(self, ref: str | int) -> Message:
        """A message the person can see, whispered ones and their direct ones too; Mistake 404."""
        number = int(ref) if str(ref).isdecimal() else 0
        message = self._state.world.messages.get(number) or self.person.whispers.get(number)
        if message is None or not self._is_here(message.channel):
            raise Mistake(f'There is no message "{ref}" that {self.person.name} could see.', 404)
        self._need(message.channel)
        return message

    def _is_here(self, channel: Channel) -> bool:
        return channel.recipient is self.person if channel.server is None else channel.server is self.server

    def _need(self, channel: Channel, *needed: str) -> None:
        if channel.server is not None and channel.server.id in self._state.world.outages:
            raise Mistake(f'"{channel.server.name}" is unavailable: end its outage first.', 503)
        granted = in_channel(channel, self.person)
        if not granted & VIEW:
            raise Mistake(f"{self.person.name} cannot see #{channel.name}.", 403)
        missing = [name for name in needed if not granted & bits(name)]
        if missing:
            raise Mistake(f"{self.person.name} lacks {', '.join(missing)} in #{channel.name}.", 403)

    def channels(self) -> Json:
        """The channels and active threads the person sees, each with their permissions in it; and their "dm"."""
        show = self._state.objects.channel_for
        seen = [channel for channel in self.server.channels.values() if in_channel(channel, self.person) & VIEW]
        direct = self._state.world.direct(self.person)
        return {
            "channels": [show(channel, self.person) for channel in seen if channel.thread is None],
            "threads": [show(channel, self.person) for channel in seen if channel.thread is not None],
            "dm": direct and show(direct, self.person),
        }

    def view(self, place: Channel, limit: int = 100, before: int | None = None) -> Json:
        """What the person sees in a channel: its newest `limit` messages (`before` one), whispers, an open modal."""
        may_read = in_channel(place, self.person) & BITS["READ_MESSAGE_HISTORY"]
        ids = list(place.messages) if may_read else []
        end = len(ids) if before is None else bisect_left(ids, before)
        start = max(0, end - limit)
        shown = [place.messages[number] for number in ids[start:end]]
        whispers = [w for w in self.person.whispers.values() if w.channel is place]
        modal = self._state.interactions.modals.get(self.person.id)
        show = self._state.objects.message
        return {
            "messages": [show(message, self.person.id) for message in shown],
            "more": start > 0,
            "ephemeral": [show(message, self.person.id) for message in whispers],
            "modal": modal and {"id": str(modal.id), **modal.data},
            "pings": {str(message.id): _pings(message) for message in (*shown, *whispers)},
            "reactions": {str(message.id): _who(message) for message in shown if message.reactions},
        }


def _pings(message: Message) -> Json:
    pings = message.pings
    return {
        "users": [str(person) for person in pings.users],
        "roles": [str(role) for role in pings.roles],
        "everyone": pings.everyone,
    }


def _who(message: Message) -> Json:
    return {emoji: [str(person) for person in people] for emoji, people in message.reactions.items()}


def sentence(refusal: Refusal) -> Mistake:
    """Discord's refusal of what a person did, as a sentence."""
    details: list[str] = []

    def gather(node: Json, path: str) -> None:
        for key, value in node.items():
            if key == "_errors":
                details.extend(f"{path or 'it'}: {fault['message']}" for fault in value)
            else:
                gather(value, f"{path}.{key}" if path else key)

    gather(refusal.body.get("errors") or {}, "")
    status = refusal.code.status if refusal.code.status in (403, 404, 413) else 400
    return Mistake(f"Discord refuses this: {'; '.join(details) or refusal.code.message}", status)
