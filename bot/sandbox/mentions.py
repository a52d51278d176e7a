"""Who a text mentions, and whom it may notify. Source: discord-api-docs, resources/message.mdx "Allowed Mentions"."""

import re
from dataclasses import dataclass, field

from bot.sandbox.permissions import BITS, in_channel, of_everyone
from bot.sandbox.world import Channel, Json, Person

USER, ROLE = re.compile(r"<@!?(\d{15,20})>"), re.compile(r"<@&(\d{15,20})>")
EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass(slots=True)
class Mentioned:
    users: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    everyone: bool = False


def read(text: str, channel: Channel, author: Person, allowed: Json | None, replied_to: Person | None) -> Mentioned:
    """What `text` mentions once `allowed` (allowed_mentions) and the author's permissions have been applied.

    Without allowed_mentions everything in the text counts and the author of the answered message is pinged.
    """
    found = Mentioned()
    if replied_to is not None and (allowed is None or allowed.get("replied_user")):
        found.users.append(replied_to.id)
    if "@" not in text:
        return found
    server = channel.server
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or [])
    named_users = {int(value) for value in (allowed or {}).get("users") or []}
    for match in USER.finditer(text):
        person_id = int(match[1])
        known = server is None or person_id in server.members
        if known and person_id not in found.users and ("users" in parse or person_id in named_users):
            found.users.append(person_id)
    if server is None:
        return found
    # A webhook is no member and has what everyone has.
    granted = in_channel(channel, author) if author.id in server.members else of_everyone(channel)
    may_mention_all = bool(granted & BITS["MENTION_EVERYONE"])
    named_roles = {int(value) for value in (allowed or {}).get("roles") or []}
    for match in ROLE.finditer(text):
        role = server.roles.get(int(match[1]))
        if role is None or role.id in found.roles or not (role.mentionable or may_mention_all):
            continue
        if "roles" in parse or role.id in named_roles:
            found.roles.append(role.id)
    found.everyone = may_mention_all and "everyone" in parse and EVERYONE.search(text) is not None
    return found
