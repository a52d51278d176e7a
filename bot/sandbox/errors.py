"""Refusals: what Discord answers when it says no, and what the control API answers when a caller is mistaken."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Code:
    """One row of Discord's error tables: HTTP status, JSON code, message.

    Source: discord-api-docs, topics/opcodes-and-status-codes.mdx.
    """

    status: int
    code: int
    message: str


NOT_FOUND = Code(404, 0, "404: Not Found")
UNAUTHORIZED = Code(401, 0, "401: Unauthorized")
SERVER_ERROR = Code(500, 0, "500: Internal Server Error")
UNKNOWN_APPLICATION = Code(404, 10002, "Unknown Application")
UNKNOWN_CHANNEL = Code(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Code(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Code(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Code(404, 10008, "Unknown Message")
UNKNOWN_OVERWRITE = Code(404, 10009, "Unknown Overwrite")
UNKNOWN_ROLE = Code(404, 10011, "Unknown Role")
UNKNOWN_USER = Code(404, 10013, "Unknown User")
UNKNOWN_EMOJI = Code(400, 10014, "Unknown Emoji")
UNKNOWN_WEBHOOK = Code(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Code(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = Code(404, 10063, "Unknown application command")
UNKNOWN_COMMAND_PERMISSIONS = Code(404, 10066, "Unknown application command permissions")
BOTS_CANNOT = Code(403, 20001, "Bots cannot use this endpoint")
SLOWMODE = Code(429, 20016, "This action cannot be performed due to slowmode rate limit")
TOO_MANY_PINS = Code(400, 30003, "Maximum number of pins reached (250)")
TOO_MANY_WEBHOOKS = Code(400, 30007, "Maximum number of webhooks reached (15)")
TOO_MANY_REACTIONS = Code(400, 30010, "Maximum number of reactions reached (20)")
TOO_MANY_FILES = Code(400, 30015, "Maximum number of attachments in a message reached (10)")
TOO_MANY_COMMANDS = Code(400, 30032, "Maximum number of application commands reached (100)")
TOO_MANY_IN_THREAD = Code(400, 30033, "Maximum number of thread participants has been reached (1000)")
ONE_PINNED_POST = Code(400, 30047, "Maximum number of pinned threads in a forum channel has been reached (1)")
BAD_JSON = Code(400, 50109, "The request body contains invalid JSON.")
TOO_LARGE = Code(413, 40005, "Request entity too large")
ALREADY_ACKNOWLEDGED = Code(400, 40060, "Interaction has already been acknowledged.")
TAG_NAMES_DIFFER = Code(400, 40061, "Tag names must be unique")
TAG_REQUIRED = Code(400, 40067, "A tag is required to create a forum post in this channel")
MISSING_ACCESS = Code(403, 50001, "Missing Access")
NOT_IN_A_DM = Code(400, 50003, "Cannot execute action on a DM channel")
NOT_THE_AUTHOR = Code(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Code(400, 50006, "Cannot send an empty message")
CANNOT_MESSAGE_USER = Code(403, 50007, "Cannot send messages to this user")
NOT_TEXT_CHANNEL = Code(400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = Code(403, 50013, "Missing Permissions")
BULK_DELETE_COUNT = Code(400, 50016, "You can only bulk delete between 2 and 100 messages")
SYSTEM_MESSAGE = Code(403, 50021, "Cannot execute action on a system message")
WRONG_CHANNEL_TYPE = Code(400, 50024, "Cannot execute action on this channel type")
INVALID_TOKEN = Code(401, 50027, "Invalid Webhook Token")
TOO_OLD_TO_BULK_DELETE = Code(400, 50034, "You can only bulk delete messages that are under 14 days old.")
INVALID_FORM = Code(400, 50035, "Invalid Form Body")
NO_MUTUAL_SERVER = Code(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
INVALID_MESSAGE_TYPE = Code(400, 50068, "Invalid message type")
THREAD_ARCHIVED = Code(400, 50083, "Thread is archived")
NEEDS_HISTORY = Code(400, 160002, "Cannot reply without permission to read message history")
THREAD_EXISTS = Code(400, 160004, "A thread has already been created for this message")
THREAD_LOCKED = Code(403, 160005, "Thread is locked")
TOO_MANY_THREADS = Code(400, 160006, "Maximum number of active threads reached")
REFERENCE_NOT_FOUND = Code(400, 160008, "Message could not be found")
REFERENCE_NEEDS_HISTORY = Code(400, 160009, "Cannot reference a message without permission to read message history")
FORWARD_OF_ADULT_CONTENT = Code(400, 160010, "NSFW channel message reference not allowed")
FORWARD_WITH_CONTENT = Code(400, 160011, "Forward messages cannot have additional content")
UNREADABLE_CONTENT = Code(400, 160014, "You cannot forward a message whose content you cannot read.")
HOOK_NEEDS_THREAD = Code(400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id")
HOOK_HAS_TWO_THREADS = Code(
    400, 220002, "Webhooks posted to forum channels cannot have both a thread_name and thread_id"
)
HOOK_MAKES_NO_THREADS = Code(400, 220003, "Webhooks can only create threads in forum channels")


class Refusal(Exception):
    """Discord's no. `body` is the JSON Discord would answer; `code.status` the HTTP status."""

    def __init__(self, code: Code, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{code.status} {code.code}: {code.message}")
        self.code = code
        self.body: dict[str, Any] = {"message": code.message, "code": code.code}
        if errors:
            self.body["errors"] = errors


class Form:
    """Gathers the faults of one request body and refuses them all at once, nested as Discord nests them."""

    def __init__(self) -> None:
        self.errors: dict[str, Any] = {}

    def fault(self, path: str, code: str, message: str) -> None:
        """Note a fault at a dotted path ("embeds.0.title"); an empty path is the body itself."""
        node = self.errors
        for step in filter(None, path.split(".")):
            node = node.setdefault(step, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: str) -> None:
        self.fault(path, "BASE_TYPE_REQUIRED", "This field is required")

    def length(self, path: str, size: int, least: int, most: int) -> None:
        """Refuse a size outside least..most, in Discord's words."""
        if least <= size <= most:
            return
        if least and most:
            self.fault(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            self.fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def close(self) -> None:
        """Raise Refusal (50035) if any fault was noted."""
        if self.errors:
            raise Refusal(INVALID_FORM, self.errors)


class Mistake(Exception):
    """An ill-formed call of the control API: a status and a sentence that says what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
