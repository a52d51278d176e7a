"""A post: anything Callsheet owes to Discord. A row first, a message after."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.domain.ids import ChannelId, CommunityId, MessageId, PostId
from bot.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant

NONCE_WINDOW = 2 * MINUTE
"""Discord de-duplicates a nonce for "the past few minutes"; we trust it for two."""
MAX_BACKOFF = 15 * MINUTE
UNKNOWN_MESSAGE = 10_008
"""Discord's code for a message that is no more."""
GONE = f"404 {UNKNOWN_MESSAGE} Unknown Message"
"""Why a post is owed again that somebody deleted: what Discord would answer to an edit of it."""
NOT_ALLOWED = ("403 50001 ", "403 50013 ")
"""How the reasons begin that last until somebody changes a permission: Missing Access, Missing Permissions
(https://discord.com/developers/docs/topics/opcodes-and-status-codes#json)."""
HOPED_FOR = 14 * DAY
"""For so long after it was owed a post that was not allowed is tried again by itself."""
BETWEEN_TRIES = HOUR
"""In one channel, unless something tells us sooner that we may. Refused requests are a budget: ten thousand in ten
minutes shut a bot out (https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit)."""
LONGEST_BETWEEN_TRIES = 24
"""Hours until the same post is tried again: 1, 2, 3 … and a day at most."""
_ANSWER = re.compile(r"(?P<status>\d{3}) (?P<code>\d+) (?P<text>.*)", re.DOTALL)


class Action(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    THREAD = "thread"
    DM = "dm"
    """A direct message; its `channel_id` is the member it goes to, so that it waits in nobody else's line."""


class PostState(StrEnum):
    READY = "ready"
    SENDING = "sending"
    UNSURE = "unsure"
    """It may have arrived: we sent it and never heard."""
    SENT = "sent"
    FAILED = "failed"


class PostKind(StrEnum):
    """What a post says; `cogs.posts` draws each from how things stand when it is sent."""

    WELCOME = "welcome"
    PROMPT_CARD = "prompt_card"
    PROMPT_THREAD = "prompt_thread"
    PROMPT_OPENING = "prompt_opening"
    """Stands in the thread itself and says how words alone become a work."""
    PROMPT_ENDED = "prompt_ended"
    """One sentence for all who made something, in the prompt's thread."""
    WORK_ANSWER = "work_answer"
    WORK_REFUSAL = "work_refusal"
    MAKERS_ASKED = "makers_asked"
    """Asks those a maker named whether they made the work too."""
    VOTE_CARD = "vote_card"
    VOTE_RESULTS = "vote_results"
    CREDITS = "credits"
    BUILT_ON = "built_on"
    """Tells a maker what was built on their works."""
    REMINDER = "reminder"
    """A direct message to somebody who asked for it."""
    THREAD_REMINDER = "thread_reminder"
    MORE_TIME = "more_time"
    """A direct message to the member who may come late."""
    TEAM_NOTE = "team_note"
    """A sentence for the team's channel about something that was done."""


MISSED = frozenset({PostKind.PROMPT_CARD, PostKind.VOTE_CARD, PostKind.VOTE_RESULTS, PostKind.CREDITS})
"""What is missed by somebody if its message is deleted; a line under a work is not."""
NOT_LATER = frozenset({PostKind.WELCOME, PostKind.CREDITS, PostKind.REMINDER, PostKind.THREAD_REMINDER})
"""What is not tried again by itself once it was not allowed: by then a set-up or newer credits may have taken its
place, and a reminder has lost its moment."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A post to be. `subject` names what it is about by our ids, and is all that drawing it needs.

    `after` is the post it waits for; an edit, a delete or a thread acts on that post's message.
    """

    key: str
    community_id: CommunityId
    channel_id: ChannelId
    action: Action
    kind: PostKind
    subject: Mapping[str, Any] = field(default_factory=dict)
    after: PostId | None = None
    reply_to: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Post:
    id: PostId
    owed: Owed
    state: PostState
    revision: int
    """Counts up each time the same key is owed again, so that an edit asked for while one is on its way is sent."""
    attempts: int
    sending_at: Instant | None
    """When the first try whose fate we may not know began."""
    message_id: MessageId | None
    """The message, or for a thread the thread's id."""
    target_id: MessageId | None
    """The message of the post this one comes after."""
    reason: str | None = None
    """Why it failed: Discord's status, code and text, or a sentence of ours."""

    @property
    def refusal_code(self) -> int | None:
        """Discord's code for why it would not take it; None where it was not Discord that refused."""
        answer = _ANSWER.fullmatch(self.reason or "")
        return int(answer["code"]) if answer else None

    @property
    def refusal_text(self) -> str:
        answer = _ANSWER.fullmatch(self.reason or "")
        return answer["text"] if answer else ""


def answer_key(community_id: CommunityId, number: int) -> str:
    """The key of the one answer to a work."""
    return f"work:{community_id}:{number}"


def refusal_key(origin_id: int) -> str:
    """The key of the line that says a work wasn't added."""
    return f"refusal:{origin_id}"


def redrawing(post: Post) -> Owed:
    """The edit that draws a created post as things stand now; however often it is owed, it is one."""
    return replace(post.owed, key=f"{post.owed.key}:edit", action=Action.EDIT, after=post.id, reply_to=None)


def nonce_of(key: str, revision: int = 1) -> str:
    """Discord's nonce holds 25 characters; the same key gives the same one, until it is owed again by hand."""
    name = key if revision == 1 else f"{key}:{revision}"
    return hashlib.sha256(name.encode()).hexdigest()[:25]


def back_off(attempts: int) -> int:
    """Microseconds to wait before the next try: 2, 4, 8 … seconds, at most a quarter of an hour."""
    return min(MAX_BACKOFF, SECOND << min(attempts, 10))
