"""Rate limits: a window for each route and what it is about, one for the whole bot, and the ban for too many errors.

Source: discord-api-docs, topics/rate-limits.mdx. The sizes of the windows of routes are not published ("should not be
hard coded"); those here were observed by others, each named beside it, and may be wrong tomorrow. A route nobody
reported a limit of has none, and its answers carry no headers, as observed in discord-api-docs issue 1135.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from bot.sandbox.clock import SECOND
from bot.sandbox.errors import Code, Refusal
from bot.sandbox.snowflakes import instant_of

VIA = "1.1 google"  # on every answer but a ban's: its absence is how clients tell the two kinds of 429 apart
MOST_A_SECOND = 50
MOST_INVALID, INVALID_SECONDS = 10_000, 600.0
INVALID = frozenset({401, 403, 429})
MOST_NEW_COMMANDS, DAY = 200, 86_400.0  # discord-api-docs, interactions/application-commands.mdx
TOO_MANY_NEW_COMMANDS = 30034
YOUNG, OLD = 10 * SECOND, 14 * 24 * 3600 * SECOND
SWEEP_AT = 4_096  # windows kept before the closed ones are swept out
USER, SHARED, GLOBAL = "user", "shared", "global"
TOO_FAST = Code(429, 0, "You are being rate limited.")
TOO_FAST_TOGETHER = Code(429, 0, "The resource is being rate limited.")
BANNED = "<!DOCTYPE html><title>Access denied</title><p>Error 1015: You are being rate limited.</p>"


class Limited(Refusal):
    """A 429. `retry_after` in seconds; `headers` go out beside those of the route's own window."""

    def __init__(self, scope: str, retry_after: float, code: int | None = None, message: str | None = None) -> None:
        super().__init__(TOO_FAST_TOGETHER if scope == SHARED else TOO_FAST)
        # Rounded up, so that whoever waits exactly this long is let in.
        wait = math.ceil(retry_after * 1000) / 1000
        self.scope = scope
        self.body = {"message": message or self.code.message, "retry_after": wait, "global": scope == GLOBAL}
        if code is not None:
            self.body["code"] = code
        self.headers = {"Retry-After": str(math.ceil(wait)), "X-RateLimit-Scope": scope}
        if scope == GLOBAL:
            self.headers["X-RateLimit-Global"] = "true"


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """`count` requests in `seconds`. Routes given the same Limit share a window; `bucket` is what its hash names."""

    count: int
    seconds: float
    bucket: str

    @property
    def hash(self) -> str:
        return md5(self.bucket.encode(), usedforsecurity=False).hexdigest()


CHANNEL, GUILD, WEBHOOK = "/channels/{channel_id}", "/guilds/{guild_id}", "/webhooks/{webhook_id}/{webhook_token}"
MESSAGE = f"{CHANNEL}/messages/{{message_id}}"
EMOJI = f"{MESSAGE}/reactions/{{emoji_name}}"
ROLES = f"{GUILD}/members/{{user_id}}/roles/{{role_id}}"
COMMANDS = "/applications/{application_id}"
MAJOR = ("channel_id", "guild_id", "webhook_token", "interaction_token", "webhook_id")

REACTIONS = Limit(1, 0.25, "reactions")  # discord-jda/JDA pull request 1020: one window for all of them
MEMBER_ROLES = Limit(10, 10.0, "member roles")  # a table collected from the API's own headers, May 2020
NEW_COMMANDS = Limit(5, 20.0, "new commands")  # MatteZ02/discord-interactions issue 21
# Deleting is counted by the age of the message: discord-api-docs issue 8330 (May 2026).
DELETE_YOUNG = Limit(5, 1.0, "delete young messages")
DELETE_MESSAGE = Limit(3, 0.333, "delete messages")
DELETE_OLD = Limit(30, 4.0, "delete old messages")
OBSERVED: dict[tuple[str, str], Limit] = {
    # Posting and editing share a hash, and are yet counted apart: discord-api-docs issues 5646 and 8073.
    ("POST", f"{CHANNEL}/messages"): Limit(5, 5.0, "messages"),
    ("PATCH", MESSAGE): Limit(5, 5.0, "messages"),
    ("GET", f"{CHANNEL}/messages"): Limit(5, 5.0, "history"),  # discord-api-docs issue 8161
    ("DELETE", MESSAGE): DELETE_MESSAGE,
    ("POST", f"{CHANNEL}/messages/bulk-delete"): Limit(1, 1.0, "bulk delete"),  # seen by bot authors; no report to cite
    ("GET", f"{CHANNEL}/pins"): Limit(1, 5.0, "pins"),  # discord-api-docs issue 1124
    ("PATCH", CHANNEL): Limit(10, 15.0, "channel"),  # discord-api-docs issue 2190
    ("PUT", f"{EMOJI}/@me"): REACTIONS,
    ("DELETE", f"{EMOJI}/@me"): REACTIONS,
    ("DELETE", f"{EMOJI}/{{user_id}}"): REACTIONS,
    ("DELETE", EMOJI): REACTIONS,
    ("DELETE", f"{MESSAGE}/reactions"): REACTIONS,
    ("GET", f"{GUILD}/members/{{user_id}}"): Limit(5, 1.0, "member"),
    ("PUT", ROLES): MEMBER_ROLES,
    ("DELETE", ROLES): MEMBER_ROLES,
    ("POST", f"{COMMANDS}/commands"): NEW_COMMANDS,
    ("POST", f"{COMMANDS}/guilds/{{guild_id}}/commands"): NEW_COMMANDS,
    # Webhooks, and interactions by their token: discord-api-docs issue 2701.
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): Limit(5, 2.0, "callback"),
    ("POST", WEBHOOK): Limit(5, 2.0, "webhook"),
    **{
        (method, f"{WEBHOOK}/messages/{message}"): Limit(5, 2.0, f"webhook {method}")
        for method in ("GET", "PATCH", "DELETE")
        for message in ("@original", "{message_id}")
    },
}
# Limits of the resource, whoever uses it. They stand in no header and stop a request that had some left.
RENAME = Limit(2, 600.0, "channel name or topic")  # discord-api-docs issues 1900 and 2190
# Shared and minutes long: discord-api-docs issue 7816. Its size is a guess.
NEW_THREAD = Limit(50, 300.0, "new threads")
THREADS = frozenset({f"{CHANNEL}/threads", f"{MESSAGE}/threads"})


class Gate:
    """What counts on one route, looked up once when the route is made."""

    def __init__(self, method: str, path: str) -> None:
        self.limit = OBSERVED.get((method, path))
        self.hash = self.limit.hash if self.limit else ""
        self.major = next((name for name in MAJOR if f"{{{name}}}" in path), "")
        self.by_age = self.limit is DELETE_MESSAGE
        # "Interaction endpoints are not bound to the bot's Global Rate Limit". Other webhooks are asked without a token
        # and would be counted by address; the sandbox does not.
        self.counts_globally = not path.startswith(("/interactions/", WEBHOOK))
        self.renames = (method, path) == ("PATCH", CHANNEL)
        self.opens_thread = method == "POST" and path in THREADS


@dataclass(slots=True, eq=False)
class Window:
    used: int
    closes: float


class Rates:
    """Who asked how often. Windows last `scale` × what Discord's do, in real time; at 0 nothing is limited.

    `now` is monotonic real time in seconds, not the sandbox's: clients sleep in real time. `epoch` is the time of day
    in µs that `X-RateLimit-Reset` is told in.
    """

    def __init__(
        self, scale: float = 1.0, now: Callable[[], float] = time.monotonic, epoch: Callable[[], int] | None = None
    ) -> None:
        self.scale = scale
        self._now = now
        self._epoch = epoch or (lambda: time.time_ns() // 1000)
        self._passed = 0.0
        # By limit and what it is about.
        self._windows: dict[tuple[Any, Any], Window] = {}
        self._sweep_at = SWEEP_AT

    def pass_by(self, seconds: float) -> None:
        """Go on as if so much real time had passed: how a test waits."""
        self._passed += seconds

    def _enter(self, limit: object, about: object, most: int, seconds: float, cost: int = 1) -> tuple[int, float]:
        """(what is left, seconds until the window closes); -1 when less than `cost` was left, and nothing is spent."""
        now = self._now() + self._passed
        window = self._windows.get((limit, about))
        if window is None or window.closes <= now:
            if len(self._windows) >= self._sweep_at:
                self._sweep(now)
            window = self._windows[limit, about] = Window(0, now + seconds * self.scale)
        if window.used + cost > most:
            return -1, window.closes - now
        window.used += cost
        return most - window.used, window.closes - now

    def _sweep(self, now: float) -> None:
        self._windows = {key: window for key, window in self._windows.items() if window.closes > now}
        self._sweep_at = SWEEP_AT + 2 * len(self._windows)

    def admit(self, gate: Gate, path: Mapping[str, str], headers: dict[str, str]) -> None:
        """Count a request and put its window into `headers`; raises Limited."""
        if not self.scale:
            return
        if gate.counts_globally:
            left, wait = self._enter(GLOBAL, None, MOST_A_SECOND, 1.0)
            if left < 0:
                raise Limited(GLOBAL, wait)
        limit = gate.limit
        if limit is None:
            return
        if gate.by_age:
            limit = self._by_age(path["message_id"])
        left, wait = self._enter(limit, path.get(gate.major), limit.count, limit.seconds)
        headers["X-RateLimit-Limit"] = str(limit.count)
        headers["X-RateLimit-Remaining"] = str(max(left, 0))
        headers["X-RateLimit-Reset"] = f"{self._epoch() / SECOND + wait:.3f}"
        headers["X-RateLimit-Reset-After"] = f"{wait + 0.0005:.3f}"  # rounded up
        headers["X-RateLimit-Bucket"] = limit.hash if gate.by_age else gate.hash
        if left < 0:
            raise Limited(USER, wait)

    def admit_shared(self, gate: Gate, path: Mapping[str, str], body: Any) -> None:
        """Count a request against the limit of what it is about; raises Limited."""
        if not self.scale:
            return
        if gate.renames and isinstance(body, dict) and ("name" in body or "topic" in body):
            limit = RENAME
        elif gate.opens_thread:
            limit = NEW_THREAD
        else:
            return
        left, wait = self._enter(limit, path.get(gate.major), limit.count, limit.seconds)
        if left < 0:
            raise Limited(SHARED, wait)

    def _by_age(self, message_id: str) -> Limit:
        age = self._epoch() - (instant_of(int(message_id)) if message_id.isdecimal() else 0)
        return DELETE_YOUNG if age < YOUNG else DELETE_OLD if age > OLD else DELETE_MESSAGE

    def create_commands(self, guild_id: int | None, count: int) -> None:
        """Count commands new to a server (or to all); raises Limited with code 30034 beyond 200 a day."""
        if not self.scale or not count:
            return
        left, wait = self._enter("commands", guild_id, MOST_NEW_COMMANDS, DAY, count)
        if left < 0:
            message = f"Max number of daily application command creates has been reached ({MOST_NEW_COMMANDS})"
            raise Limited(USER, wait, TOO_MANY_NEW_COMMANDS, message)

    def count_invalid(self, status: int, scope: str | None = None) -> None:
        """Note an answer of 401, 403 or 429; those of a shared limit are not held against anyone."""
        if self.scale and status in INVALID and scope != SHARED:
            self._enter("invalid", None, MOST_INVALID, INVALID_SECONDS)

    @property
    def banned(self) -> bool:
        """Whether Cloudflare keeps the bot out: until the ten minutes of its 10,000 invalid requests are over."""
        window = self._windows.get(("invalid", None))
        return window is not None and window.used >= MOST_INVALID and window.closes > self._now() + self._passed
