"""The gateway's opcodes and close codes. Source: discord-api-docs, topics/opcodes-and-status-codes.mdx."""

from typing import NamedTuple

HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME = 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
SOUNDBOARD, CHANNEL_INFO = 31, 43
# Opcodes a client may send that have no effect here.
WITHOUT_EFFECT = frozenset({PRESENCE, VOICE_STATE, SOUNDBOARD, CHANNEL_INFO})


class CloseCode(NamedTuple):
    """One row of the table "Gateway Close Event Codes"."""

    number: int
    reason: str


UNKNOWN_OPCODE = CloseCode(4001, "Unknown opcode.")
DECODE_ERROR = CloseCode(4002, "Error while decoding payload.")
NOT_AUTHENTICATED = CloseCode(4003, "Not authenticated.")
BAD_TOKEN = CloseCode(4004, "Authentication failed.")
ALREADY_AUTHENTICATED = CloseCode(4005, "Already authenticated.")
INVALID_SEQUENCE = CloseCode(4007, "Invalid seq.")
RATE_LIMITED = CloseCode(4008, "Rate limited.")
TIMED_OUT = CloseCode(4009, "Session timed out.")
INVALID_SHARD = CloseCode(4010, "Invalid shard.")
SHARDING_REQUIRED = CloseCode(4011, "Sharding required.")
INVALID_VERSION = CloseCode(4012, "Invalid API version.")
INVALID_INTENTS = CloseCode(4013, "Invalid intent(s).")
DISALLOWED_INTENTS = CloseCode(4014, "Disallowed intent(s).")


class HangUp(Exception):
    """Why the gateway closes a connection."""

    def __init__(self, code: CloseCode) -> None:
        super().__init__(f"{code.number}: {code.reason}")
        self.code = code
