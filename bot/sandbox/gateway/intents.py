"""Gateway intents: which events each brings, and which of them need a grant.

Source: discord-api-docs, events/gateway.mdx "List of Intents".
"""

from collections.abc import Collection, Mapping

from bot.sandbox.gateway.codes import DISALLOWED_INTENTS, INVALID_INTENTS, HangUp

GUILDS, MEMBERS, MODERATION, EXPRESSIONS, INTEGRATIONS, WEBHOOKS, INVITES, VOICE_STATES = (1 << n for n in range(8))
PRESENCES, MESSAGES, REACTIONS, TYPING = (1 << n for n in range(8, 12))
DIRECT_MESSAGES, DIRECT_REACTIONS, DIRECT_TYPING, MESSAGE_CONTENT = (1 << n for n in range(12, 16))
SCHEDULED_EVENTS, AUTOMOD_RULES, AUTOMOD_ACTIONS, POLLS, DIRECT_POLLS = (1 << n for n in (16, 20, 21, 24, 25))
ALWAYS = 1 << 62  # ours: every session has it, so that events under no intent need no rule of their own
KNOWN = (1 << 17) - 1 | AUTOMOD_RULES | AUTOMOD_ACTIONS | POLLS | DIRECT_POLLS

PRIVILEGED = {"presences": PRESENCES, "members": MEMBERS, "message_content": MESSAGE_CONTENT}
# The application flags of an app that few people see (GATEWAY_…_LIMITED), resources/application.mdx.
FLAGS = {PRESENCES: 1 << 13, MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}

_CREATED = ("CREATE", "UPDATE", "DELETE")
_REACTIONS = ("ADD", "REMOVE", "REMOVE_ALL", "REMOVE_EMOJI")
_MESSAGES = {f"MESSAGE_{what}": MESSAGES for what in (*_CREATED, "DELETE_BULK")}

# Event -> the intents any of which brings it. An event that is not listed is sent to everyone.
IN_SERVERS: Mapping[str, int] = {
    **{f"{what}_{how}": GUILDS for what in ("GUILD", "GUILD_ROLE", "CHANNEL", "THREAD") for how in _CREATED},
    **{f"STAGE_INSTANCE_{how}": GUILDS for how in _CREATED},
    "CHANNEL_PINS_UPDATE": GUILDS,
    "THREAD_LIST_SYNC": GUILDS,
    "THREAD_MEMBER_UPDATE": GUILDS,
    "THREAD_MEMBERS_UPDATE": GUILDS | MEMBERS,
    "VOICE_CHANNEL_STATUS_UPDATE": GUILDS,
    "VOICE_CHANNEL_START_TIME_UPDATE": GUILDS,
    "GUILD_MEMBER_ADD": MEMBERS,
    "GUILD_MEMBER_REMOVE": MEMBERS,
    "GUILD_AUDIT_LOG_ENTRY_CREATE": MODERATION,
    "GUILD_BAN_ADD": MODERATION,
    "GUILD_BAN_REMOVE": MODERATION,
    "GUILD_EMOJIS_UPDATE": EXPRESSIONS,
    "GUILD_STICKERS_UPDATE": EXPRESSIONS,
    "GUILD_SOUNDBOARD_SOUNDS_UPDATE": EXPRESSIONS,
    **{f"GUILD_SOUNDBOARD_SOUND_{how}": EXPRESSIONS for how in _CREATED},
    "GUILD_INTEGRATIONS_UPDATE": INTEGRATIONS,
    **{f"INTEGRATION_{how}": INTEGRATIONS for how in _CREATED},
    "WEBHOOKS_UPDATE": WEBHOOKS,
    "INVITE_CREATE": INVITES,
    "INVITE_DELETE": INVITES,
    "VOICE_CHANNEL_EFFECT_SEND": VOICE_STATES,
    "VOICE_STATE_UPDATE": VOICE_STATES,
    "PRESENCE_UPDATE": PRESENCES,
    **_MESSAGES,
    **{f"MESSAGE_REACTION_{how}": REACTIONS for how in _REACTIONS},
    "TYPING_START": TYPING,
    **{f"GUILD_SCHEDULED_EVENT_{how}": SCHEDULED_EVENTS for how in (*_CREATED, "USER_ADD", "USER_REMOVE")},
    **{f"AUTO_MODERATION_RULE_{how}": AUTOMOD_RULES for how in _CREATED},
    "AUTO_MODERATION_ACTION_EXECUTION": AUTOMOD_ACTIONS,
    "MESSAGE_POLL_VOTE_ADD": POLLS,
    "MESSAGE_POLL_VOTE_REMOVE": POLLS,
}
IN_DIRECT_MESSAGES: Mapping[str, int] = {
    "CHANNEL_CREATE": 0,  # bots have not been told of DM channels since v8, change-log.mdx "API and Gateway V8"
    "CHANNEL_PINS_UPDATE": DIRECT_MESSAGES,
    **dict.fromkeys(_MESSAGES, DIRECT_MESSAGES),
    **{f"MESSAGE_REACTION_{how}": DIRECT_REACTIONS for how in _REACTIONS},
    "TYPING_START": DIRECT_TYPING,
    "MESSAGE_POLL_VOTE_ADD": DIRECT_POLLS,
    "MESSAGE_POLL_VOTE_REMOVE": DIRECT_POLLS,
}


def granted(names: Collection[str]) -> int:
    """The privileged intents of these names; raises ValueError for a name that is none."""
    for name in names:
        if name not in PRIVILEGED:
            raise ValueError(f"{name} is no privileged intent: they are {', '.join(PRIVILEGED)}")
    return sum(PRIVILEGED[name] for name in set(names))


def application_flags(privileged: int) -> int:
    """The flags by which an application shows which privileged intents it was granted."""
    return sum(flag for intent, flag in FLAGS.items() if privileged & intent)


def check(asked: object, privileged: int) -> int:
    """The intents of an Identify, with ALWAYS; raises HangUp 4013 for unknown bits, 4014 for those not granted."""
    if isinstance(asked, bool) or not isinstance(asked, int) or asked & ~KNOWN:
        raise HangUp(INVALID_INTENTS)
    if asked & sum(FLAGS) & ~privileged:
        raise HangUp(DISALLOWED_INTENTS)
    return asked | ALWAYS
