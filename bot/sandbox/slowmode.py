"""Slowmode: one message and one thread a person in each interval; bots and BYPASS_SLOWMODE are unaffected.

Source: discord-api-docs, resources/channel.mdx, `rate_limit_per_user`.
"""

from bot.sandbox.clock import SECOND
from bot.sandbox.errors import SLOWMODE, Refusal
from bot.sandbox.permissions import BITS, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import Channel, Person


def check(state: State, channel: Channel, person: Person, threads: bool = False) -> None:
    """Refuse (20016) a second message, or with `threads` a second thread, of a person within the interval."""
    if not channel.slowmode_seconds or person.bot:
        return
    last = channel.last_by.get((person.id, threads))
    if last is None or in_channel(channel, person) & BITS["BYPASS_SLOWMODE"]:
        return
    if state.clock.now() - last < channel.slowmode_seconds * SECOND:
        raise Refusal(SLOWMODE)


def note(state: State, channel: Channel, person: Person, threads: bool = False) -> None:
    """Remember that the person has spoken, or opened a thread."""
    if channel.slowmode_seconds:
        channel.last_by[person.id, threads] = state.clock.now()
