"""Bans: someone is thrown out, and what they lately wrote goes with them.

Source: discord-api-docs, resources/guild.mdx "Create Guild Ban". That they may not come back is not kept here.
"""

from bot.sandbox import membership, messages
from bot.sandbox.clock import SECOND
from bot.sandbox.errors import MISSING_PERMISSIONS, Form, Refusal
from bot.sandbox.objects import user
from bot.sandbox.permissions import require_in_server
from bot.sandbox.state import State
from bot.sandbox.world import Member, Person, Server

MOST_SECONDS = 7 * 24 * 3600
AT_ONCE = 100  # messages one deletion names


def ban(state: State, server: Server, target: Member, by: Person, delete_seconds: int = 0) -> None:
    """Ban someone below oneself, and delete what they wrote in the last `delete_seconds`. Refusal 50013, 50035."""
    require_in_server(server, by, "BAN_MEMBERS")
    if _rank(server, target) >= _rank(server, server.members[by.id]):
        raise Refusal(MISSING_PERMISSIONS)
    if not 0 <= delete_seconds <= MOST_SECONDS:
        form = Form()
        form.fault("delete_message_seconds", "NUMBER_TYPE_MAX", f"int value should be between 0 and {MOST_SECONDS}.")
        form.close()
    membership.tell(state, server, "GUILD_BAN_ADD", {"guild_id": str(server.id), "user": user(target.person)})
    membership.leave(state, server, target.person)
    _purge(state, server, target.person, state.clock.now() - delete_seconds * SECOND)


def _rank(server: Server, member: Member) -> float:
    """How high someone's highest role is (topics/permissions.mdx, "Permission Hierarchy"); the owner is above all."""
    if member.person.id == server.owner_id:
        return float("inf")
    return max((server.roles[role].position for role in member.roles), default=0)


def _purge(state: State, server: Server, person: Person, since: int) -> None:
    """In each channel by one bulk deletion, as far as there is more than one message to delete."""
    for channel in server.channels.values():
        written = [one for one in channel.messages.values() if one.author is person and one.created_at > since]
        for start in range(0, len(written), AT_ONCE):
            some = written[start : start + AT_ONCE]
            if len(some) == 1:
                messages.remove(state, some[0])
            else:
                messages.remove_many(state, channel, [one.id for one in some])
