"""Pins: pinning with the notice Discord posts, unpinning, and the list of what is pinned."""

from bot.sandbox.clock import iso
from bot.sandbox.errors import SYSTEM_MESSAGE, TOO_MANY_PINS, Refusal
from bot.sandbox.messages import SYSTEM, place_of, publish, reference_to, updated
from bot.sandbox.state import State
from bot.sandbox.world import Channel, Message, Person

PIN_NOTICE = 6
MOST_PINS = 250  # discord-api-docs opcodes page, 30003


def pinned(channel: Channel) -> list[Message]:
    """Pinned messages, the latest pinned first."""
    found = [message for message in channel.messages.values() if message.pinned_at is not None]
    return sorted(found, key=lambda message: message.pinned_at or 0, reverse=True)


def pin(state: State, message: Message, by: Person) -> None:
    """Pin and post the notice Discord posts; Refusal 30003 beyond 250, 50021 for what Discord itself posted."""
    if message.type in SYSTEM:
        raise Refusal(SYSTEM_MESSAGE)
    if message.pinned_at is not None:
        return
    if len(pinned(message.channel)) >= MOST_PINS:
        raise Refusal(TOO_MANY_PINS)
    message.pinned_at = message.channel.last_pin_at = state.clock.now()
    updated(state, message)
    _pins_changed(state, message.channel)
    notice = Message(state.snowflakes.new(), message.channel, by, state.clock.now(), type=PIN_NOTICE)
    notice.reference = reference_to(message)
    publish(state, notice)


def unpin(state: State, message: Message) -> None:
    if message.pinned_at is not None:
        message.pinned_at = None
        updated(state, message)
        _pins_changed(state, message.channel)


def _pins_changed(state: State, channel: Channel) -> None:
    pinned_at = channel.last_pin_at
    stamp = None if pinned_at is None else iso(pinned_at)
    state.tell(channel, "CHANNEL_PINS_UPDATE", {**place_of(channel), "last_pin_timestamp": stamp})
