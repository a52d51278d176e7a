"""Threads archive by themselves after a time without activity. Source: discord-api-docs, topics/threads.mdx.

Activity is a message, an unarchiving, or a change of the archive time; a pinned post stays active. Sandbox time that is
pushed forward is looked through at once; as real time passes, a thread is looked at when somebody comes to it.
"""

from bot.sandbox import threads
from bot.sandbox.clock import SECOND
from bot.sandbox.state import State
from bot.sandbox.world import Channel


def archive_idle(state: State) -> None:
    """Archive every thread that has been idle for its time."""
    for server in state.world.servers.values():
        for channel in server.threads():
            archive_if_idle(state, channel)


def archive_if_idle(state: State, channel: Channel) -> None:
    thread = channel.thread
    if thread is None or thread.archived or channel.flags & threads.PINNED:
        return
    ends = thread.active_at + thread.auto_archive_minutes * 60 * SECOND
    if ends <= state.clock.now():
        threads.set_archived(state, channel, archived=True, at=ends)
