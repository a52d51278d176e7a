"""Who may do what where: roles, channel overwrites, threads, owner and administrator.

Source: discord-api-docs, topics/permissions.mdx (the pseudo-code there, and "Permissions in threads").
"""

from functools import cache

from bot.sandbox.errors import MISSING_ACCESS, MISSING_PERMISSIONS, Mistake, Refusal
from bot.sandbox.world import PRIVATE_THREAD, Channel, Person, Server

BITS = {
    name: 1 << bit
    for bit, name in {
        0: "CREATE_INSTANT_INVITE", 1: "KICK_MEMBERS", 2: "BAN_MEMBERS", 3: "ADMINISTRATOR",
        4: "MANAGE_CHANNELS", 5: "MANAGE_GUILD", 6: "ADD_REACTIONS", 7: "VIEW_AUDIT_LOG",
        8: "PRIORITY_SPEAKER", 9: "STREAM", 10: "VIEW_CHANNEL", 11: "SEND_MESSAGES",
        12: "SEND_TTS_MESSAGES", 13: "MANAGE_MESSAGES", 14: "EMBED_LINKS", 15: "ATTACH_FILES",
        16: "READ_MESSAGE_HISTORY", 17: "MENTION_EVERYONE", 18: "USE_EXTERNAL_EMOJIS",
        19: "VIEW_GUILD_INSIGHTS", 20: "CONNECT", 21: "SPEAK", 22: "MUTE_MEMBERS",
        23: "DEAFEN_MEMBERS", 24: "MOVE_MEMBERS", 25: "USE_VAD", 26: "CHANGE_NICKNAME",
        27: "MANAGE_NICKNAMES", 28: "MANAGE_ROLES", 29: "MANAGE_WEBHOOKS",
        30: "MANAGE_GUILD_EXPRESSIONS", 31: "USE_APPLICATION_COMMANDS", 32: "REQUEST_TO_SPEAK",
        33: "MANAGE_EVENTS", 34: "MANAGE_THREADS", 35: "CREATE_PUBLIC_THREADS",
        36: "CREATE_PRIVATE_THREADS", 37: "USE_EXTERNAL_STICKERS", 38: "SEND_MESSAGES_IN_THREADS",
        39: "USE_EMBEDDED_ACTIVITIES", 40: "MODERATE_MEMBERS", 41: "VIEW_CREATOR_MONETIZATION_ANALYTICS",
        42: "USE_SOUNDBOARD", 43: "CREATE_GUILD_EXPRESSIONS", 44: "CREATE_EVENTS",
        45: "USE_EXTERNAL_SOUNDS", 46: "SEND_VOICE_MESSAGES", 48: "SET_VOICE_CHANNEL_STATUS", 49: "SEND_POLLS",
        50: "USE_EXTERNAL_APPS", 51: "PIN_MESSAGES", 52: "BYPASS_SLOWMODE",
    }.items()
}  # fmt: skip
ALL = sum(BITS.values())


@cache
def bits(*names: str) -> int:
    return sum(BITS[name] for name in names)


def named_bits(value: object) -> int:
    """Permissions as people give them: a list of names, or a whole number; raises Mistake."""
    if isinstance(value, list):
        unknown = [name for name in value if str(name).upper() not in BITS]
        if unknown:
            raise Mistake(f'There is no permission "{unknown[0]}": write them as Discord does, like SEND_MESSAGES.')
        return sum({BITS[name.upper()] for name in value})
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        return int(value)
    raise Mistake("Give permissions as a list of names or as a whole number.")


EVERYONE = bits(
    "CREATE_INSTANT_INVITE", "ADD_REACTIONS", "VIEW_CHANNEL", "SEND_MESSAGES", "EMBED_LINKS",
    "ATTACH_FILES", "READ_MESSAGE_HISTORY", "USE_EXTERNAL_EMOJIS", "CONNECT", "SPEAK", "USE_VAD",
    "CHANGE_NICKNAME", "USE_APPLICATION_COMMANDS", "CREATE_PUBLIC_THREADS", "CREATE_PRIVATE_THREADS",
    "SEND_MESSAGES_IN_THREADS", "SEND_POLLS", "USE_EXTERNAL_APPS",
)  # fmt: skip
INVITED_BOT = bits(
    "VIEW_CHANNEL", "SEND_MESSAGES", "EMBED_LINKS", "ATTACH_FILES", "READ_MESSAGE_HISTORY",
    "ADD_REACTIONS", "MANAGE_MESSAGES", "PIN_MESSAGES", "MANAGE_THREADS", "CREATE_PUBLIC_THREADS",
    "CREATE_PRIVATE_THREADS", "SEND_MESSAGES_IN_THREADS", "MANAGE_ROLES", "MANAGE_CHANNELS",
)  # fmt: skip

VIEW, ADMINISTRATOR = BITS["VIEW_CHANNEL"], BITS["ADMINISTRATOR"]
SEND, SEND_IN_THREADS = BITS["SEND_MESSAGES"], BITS["SEND_MESSAGES_IN_THREADS"]
SENDING = bits("SEND_TTS_MESSAGES", "MENTION_EVERYONE", "EMBED_LINKS", "ATTACH_FILES", "SEND_POLLS")


def in_server(server: Server, person: Person) -> int:
    """The person's permissions before any channel is looked at."""
    if person.id == server.owner_id:
        return ALL
    granted = server.roles[server.id].permissions
    for role_id in server.members[person.id].roles:
        granted |= server.roles[role_id].permissions
    return ALL if granted & ADMINISTRATOR else granted


def in_channel(channel: Channel, person: Person) -> int:
    """The person's permissions in a channel or thread (a thread has its parent's), 0 if they cannot see it."""
    server = channel.server
    if server is None:
        return ALL
    if person.id not in server.members:
        return 0
    granted = in_server(server, person)
    if granted == ALL:
        return ALL
    if rules := channel.ruling.overwrites:
        if everyone := rules.get(server.id):
            granted = granted & ~everyone.deny | everyone.allow
        allow = deny = 0
        for role_id in server.members[person.id].roles:
            if rule := rules.get(role_id):
                allow |= rule.allow
                deny |= rule.deny
        granted = granted & ~deny | allow
        if own := rules.get(person.id):
            granted = granted & ~own.deny | own.allow
    if not granted & VIEW:
        return 0
    thread = channel.thread
    if thread is not None and channel.type == PRIVATE_THREAD and person.id not in thread.members:
        return granted if granted & BITS["MANAGE_THREADS"] else 0
    if not granted & (SEND if thread is None else SEND_IN_THREADS):
        granted &= ~SENDING
    return granted


def of_everyone(channel: Channel) -> int:
    """What a channel gives to @everyone alone."""
    granted = channel.home.roles[channel.home.id].permissions
    if rule := channel.ruling.overwrites.get(channel.home.id):
        granted = granted & ~rule.deny | rule.allow
    return granted


def require(channel: Channel, person: Person, *names: str) -> int:
    """The person's permissions, or Refusal: 50001 if they cannot see the channel, 50013 if one named is missing."""
    granted = in_channel(channel, person)
    if not granted & VIEW:
        raise Refusal(MISSING_ACCESS)
    needed = bits(*names)
    if granted & needed != needed:
        raise Refusal(MISSING_PERMISSIONS)
    return granted


def require_in_server(server: Server, person: Person, *names: str) -> None:
    needed = bits(*names)
    if in_server(server, person) & needed != needed:
        raise Refusal(MISSING_PERMISSIONS)


def to_send(channel: Channel) -> str:
    return "SEND_MESSAGES" if channel.thread is None else "SEND_MESSAGES_IN_THREADS"
