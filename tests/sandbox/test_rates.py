"""How often a bot may ask. The windows are Discord's own length here; the bot waits by moving the windows' clock on."""

import time
from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.clock import SECOND
from bot.sandbox.rates import BANNED, SWEEP_AT, Gate, Limited, Rates
from bot.sandbox.snowflakes import DISCORD_EPOCH_MS
from bot.sandbox.world import Json

from .clients import Control, PlainBot

POST = Gate("POST", "/channels/{channel_id}/messages")


class Hasty:
    """A plain bot that does not wait: what it is answered, headers and all."""

    def __init__(self, plain: PlainBot) -> None:
        self.plain = plain
        self.rates = plain.sandbox.state.rates

    async def ask(self, method: str, path: str, body: Any = None, authorization: str = "Bot sandbox-token") -> "Answer":
        url = self.plain.sandbox.api + path
        sending = {} if body is None else {"json": body}
        headers = {"Authorization": authorization}
        async with self.plain.session.request(method, url, headers=headers, **sending) as response:
            given = await response.json() if response.content_type == "application/json" else await response.text()
            return Answer(response.status, response.headers, given)

    async def say(self, channel: str, content: str = "hello") -> "Answer":
        return await self.ask("POST", f"/channels/{channel}/messages", {"content": content})


class Answer:
    def __init__(self, status: int, headers: Any, body: Any) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def window(self) -> tuple[int, int]:
        """(limit, remaining)"""
        return int(self.headers["X-RateLimit-Limit"]), int(self.headers["X-RateLimit-Remaining"])

    @property
    def bucket(self) -> str:
        return self.headers["X-RateLimit-Bucket"]


@pytest.fixture
def hasty(plain: PlainBot) -> Hasty:
    return Hasty(plain)


async def test_every_answer_tells_its_window(hasty: Hasty, general: str, sandbox: Sandbox):
    """An answer says how many requests its route allows, how many are left, and when that is forgotten.

    Source: discord-api-docs topics/rate-limits.mdx, "Header Format"
    """
    first = await hasty.say(general)
    assert first.window == (5, 4)
    assert 4.5 < float(first.headers["X-RateLimit-Reset-After"]) <= 5.001
    resets = float(first.headers["X-RateLimit-Reset"]) - sandbox.clock.now() / SECOND
    assert 4.5 < resets <= 5.001
    assert len(first.bucket) == 32
    assert (await hasty.say(general)).window == (5, 3)


async def test_a_route_nobody_reported_a_limit_of_has_no_window(hasty: Hasty, general: str):
    """A route without a limit of its own carries no rate limit headers.

    Source: https://github.com/discord/discord-api-docs/issues/1135
    """
    answer = await hasty.ask("GET", f"/channels/{general}")
    assert not [name for name in answer.headers if name.lower().startswith("x-ratelimit")]
    assert answer.headers["Via"] == "1.1 google"


async def test_one_too_many_is_refused_and_does_nothing(hasty: Hasty, general: str, control: Control):
    """Beyond a route's window a request is answered 429 with the time to wait, and has no effect.

    Source: discord-api-docs topics/rate-limits.mdx, "Exceeding A Rate Limit"
    """
    for number in range(5):
        assert (await hasty.say(general, str(number))).status == 200
    refused = await hasty.say(general, "5")
    assert refused.status == 429
    assert refused.headers["Content-Type"] == "application/json"
    assert refused.headers["Retry-After"] == "5"
    assert refused.headers["X-RateLimit-Scope"] == "user"
    assert refused.headers["Via"]
    assert "X-RateLimit-Global" not in refused.headers
    assert refused.window == (5, 0)
    assert refused.body.keys() == {"message", "retry_after", "global"}
    assert (refused.body["message"], refused.body["global"]) == ("You are being rate limited.", False)
    assert 4.5 < refused.body["retry_after"] <= 5
    assert len((await control.see())["messages"]) == 5


async def test_waiting_as_long_as_told_is_enough(hasty: Hasty, general: str):
    """Who waits `retry_after` seconds is let in again.

    Source: discord-api-docs topics/rate-limits.mdx, "Rate Limit Response Structure"
    """
    answers = [await hasty.say(general) for _ in range(6)]
    hasty.rates.pass_by(answers[-1].body["retry_after"])
    assert (await hasty.say(general)).window == (5, 4)


async def test_windows_are_counted_by_channel_under_one_bucket(hasty: Hasty, film: dict[str, Any]):
    """Each channel, server and webhook has a window of its own, and the bucket's name does not tell them apart.

    Source: discord-api-docs topics/rate-limits.mdx, "Header Format" (X-RateLimit-Bucket)
    """
    general, _, backstage = (channel["id"] for channel in film["channels"])
    for _ in range(5):
        used = await hasty.say(general)
    other = await hasty.say(backstage)
    assert (used.window, other.window) == ((5, 0), (5, 4))
    assert used.bucket == other.bucket


async def test_posting_and_editing_share_a_bucket_but_not_a_count(hasty: Hasty, general: str):
    """Editing names the bucket that posting names, and yet is counted apart.

    Source: https://github.com/discord/discord-api-docs/issues/8073
    """
    posted = await hasty.say(general)
    edited = await hasty.ask("PATCH", f"/channels/{general}/messages/{posted.body['id']}", {"content": "other"})
    assert (edited.status, edited.window) == (200, (5, 4))
    assert edited.bucket == posted.bucket


async def test_requests_that_fail_are_counted_too(hasty: Hasty, general: str):
    """A refused request spends what a successful one spends.

    Source: https://birdie0.github.io/discord-webhooks-guide/other/rate_limits.html
    """
    assert (await hasty.say(general, "")).status == 400
    assert (await hasty.say(general)).window == (5, 3)


async def test_reactions_share_one_narrow_window(hasty: Hasty, general: str):
    """Adding and removing reactions together: one in a quarter of a second.

    Source: https://github.com/discord-jda/JDA/pull/1020
    """
    message = (await hasty.say(general)).body["id"]
    path = f"/channels/{general}/messages/{message}/reactions/%F0%9F%8E%AC/@me"
    added = await hasty.ask("PUT", path)
    refused = await hasty.ask("DELETE", path)
    assert (added.status, added.window, refused.status) == (204, (1, 0), 429)
    assert refused.body["retry_after"] <= 0.25


@pytest.mark.parametrize(
    ("age", "limit", "most_seconds"),
    [(5, 5, 1.0), (60, 3, 0.333), (15 * 86_400, 30, 4.0)],
    ids=["younger than 10 s", "older", "older than 14 days"],
)
async def test_deleting_is_counted_by_the_age_of_the_message(
    hasty: Hasty, general: str, sandbox: Sandbox, age: int, limit: int, most_seconds: float
):
    """How many messages may be deleted how fast depends on their age.

    Source: https://github.com/discord/discord-api-docs/issues/8330
    """
    made_at = sandbox.clock.now() - age * SECOND
    message = (made_at // 1000 - DISCORD_EPOCH_MS) << 22
    answer = await hasty.ask("DELETE", f"/channels/{general}/messages/{message}")
    assert answer.window == (limit, limit - 1)
    assert float(answer.headers["X-RateLimit-Reset-After"]) <= most_seconds + 0.001


async def test_bulk_deletes_come_one_a_second(hasty: Hasty, general: str):
    """One bulk delete a second in a channel.

    Source: observed; not published
    """
    answers = [await hasty.ask("POST", f"/channels/{general}/messages/bulk-delete", {"messages": []}) for _ in "ab"]
    assert [answer.status for answer in answers] == [400, 429]


async def test_a_channel_is_renamed_twice_in_ten_minutes(hasty: Hasty, general: str):
    """The third new name or topic in ten minutes is refused, though the headers say that there is room.

    Source: https://github.com/discord/discord-api-docs/issues/1900
    """
    changes = [{"name": "first"}, {"topic": "second"}, {"name": "third"}]
    first, second, third = [await hasty.ask("PATCH", f"/channels/{general}", change) for change in changes]
    assert (first.status, second.status, third.status) == (200, 200, 429)
    assert third.window == (10, 7)
    assert third.headers["X-RateLimit-Scope"] == "shared"
    assert third.body["message"] == "The resource is being rate limited."
    assert 590 < third.body["retry_after"] <= 600
    assert (await hasty.ask("PATCH", f"/channels/{general}", {"rate_limit_per_user": 5})).status == 200


async def test_threads_are_opened_fifty_in_five_minutes(hasty: Hasty, general: str):
    """Beyond its limit, opening threads is refused to everyone in that channel.

    Source: https://github.com/discord/discord-api-docs/issues/7816 (that it is shared and minutes long; 50 is a guess)
    """
    for number in range(50):
        hasty.rates.pass_by(1)
        opened = await hasty.ask("POST", f"/channels/{general}/threads", {"name": str(number), "type": 11})
        assert opened.status == 201
    refused = await hasty.ask("POST", f"/channels/{general}/threads", {"name": "51", "type": 11})
    assert (refused.status, refused.headers["X-RateLimit-Scope"]) == (429, "shared")


async def test_a_member_is_read_five_times_a_second_and_given_roles_once(hasty: Hasty, film: dict[str, Any]):
    """Reading a member: five a second; giving and taking roles: ten in ten seconds, counted together.

    Source: observed; not published
    """
    member = f"/guilds/{film['id']}/members/{film['owner']['id']}"
    role = next(role["id"] for role in film["roles"] if role["name"] == "director")
    assert (await hasty.ask("GET", member)).window == (5, 4)
    assert (await hasty.ask("PUT", f"{member}/roles/{role}")).window == (10, 9)
    assert (await hasty.ask("DELETE", f"{member}/roles/{role}")).window == (10, 8)


async def test_fifty_requests_a_second_over_all(hasty: Hasty, general: str):
    """The fifty-first request in a second is refused on every route, and says that it is the bot as a whole.

    Source: discord-api-docs topics/rate-limits.mdx, "Global Rate Limit"
    """
    hasty.rates.pass_by(1)
    hasty.rates.scale = 60  # fifty a minute: however slow this machine is
    for _ in range(50):
        assert (await hasty.ask("GET", f"/channels/{general}")).status == 200
    refused = await hasty.ask("GET", "/users/@me")
    assert refused.status == 429
    assert (refused.headers["X-RateLimit-Global"], refused.headers["X-RateLimit-Scope"]) == ("true", "global")
    assert refused.body["global"] is True
    assert "X-RateLimit-Bucket" not in refused.headers
    hasty.rates.pass_by(refused.body["retry_after"])
    assert (await hasty.ask("GET", "/users/@me")).status == 200


async def test_answers_to_interactions_do_not_count_globally(bot: PlainBot, control: Control, general: str):
    """A bot over its fifty a second still answers interactions, and answering them does not bring it there.

    Source: discord-api-docs topics/rate-limits.mdx, "Global Rate Limit"
    """
    hasty = Hasty(bot)
    await bot.register({"name": "ping", "description": "Pings"})
    hasty.rates.pass_by(1)
    hasty.rates.scale = 60
    for _ in range(50):
        await hasty.ask("GET", f"/channels/{general}")
    assert (await hasty.ask("GET", f"/channels/{general}")).status == 429
    bot.patient = False
    seen, _ = await bot.answer(
        control.as_person("POST", "commands", {"channel": "general", "command": "ping"}), 4, {"content": "pong"}
    )
    assert seen["messages"][-1]["content"] == "pong"


async def test_follow_ups_are_counted_by_interaction(bot: PlainBot, control: Control):
    """Five follow-ups in two seconds for each interaction, whatever its neighbours do.

    Source: https://github.com/discord/discord-api-docs/issues/2701
    """
    hasty = Hasty(bot)
    await bot.register({"name": "ping", "description": "Pings"})
    use = {"channel": "general", "command": "ping"}
    _, first = await bot.answer(control.as_person("POST", "commands", use), 4, {"content": "pong"})
    _, second = await bot.answer(control.as_person("POST", "commands", use), 4, {"content": "pong"})
    hasty.rates.scale = 60
    said = {"content": "more"}
    paths = [f"/webhooks/{bot.id}/{interaction['token']}" for interaction in (first, second)]
    answers = [await hasty.ask("POST", paths[0], said) for _ in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert (await hasty.ask("POST", paths[1], said)).window == (5, 4)


async def test_commands_are_created_five_in_twenty_seconds(hasty: Hasty):
    """The sixth command created within twenty seconds waits.

    Source: https://github.com/MatteZ02/discord-interactions/issues/21
    """
    path = f"/applications/{hasty.plain.id}/commands"
    made = [await hasty.ask("POST", path, {"name": f"c{n}", "description": "d"}) for n in range(6)]
    assert [answer.status for answer in made] == [201] * 5 + [429]


async def test_two_hundred_new_commands_a_day_for_each_server(hasty: Hasty, film: dict[str, Any]):
    """More than 200 new commands in a day are refused with 30034; those of known name are not new.

    Source: discord-api-docs interactions/application-commands.mdx; https://github.com/discordjs/discord.js/issues/10458
    """
    everywhere = f"/applications/{hasty.plain.id}/commands"
    here = f"/applications/{hasty.plain.id}/guilds/{film['id']}/commands"

    def batch(first: int) -> list[Json]:
        return [{"name": f"c{number}", "description": "d"} for number in range(first, first + 100)]

    for first in (0, 100, 100):
        assert (await hasty.ask("PUT", everywhere, batch(first))).status == 200
    refused = await hasty.ask("PUT", everywhere, batch(101))
    assert (refused.status, refused.body["code"]) == (429, 30034)
    assert refused.body["message"] == "Max number of daily application command creates has been reached (200)"
    assert 86_000 < refused.body["retry_after"] <= 86_400
    assert (await hasty.ask("GET", everywhere)).body[0]["name"] == "c100"
    assert (await hasty.ask("PUT", here, batch(101))).status == 200
    hasty.rates.pass_by(86_400)
    assert (await hasty.ask("PUT", everywhere, batch(101))).status == 200


async def test_ten_thousand_errors_in_ten_minutes_are_a_ban(hasty: Hasty, general: str):
    """After 10,000 answers of 401, 403 or 429 in ten minutes Cloudflare answers, in HTML and without Via.

    Source: discord-api-docs topics/rate-limits.mdx, "Invalid Request Limit aka Cloudflare bans"
    """
    for _ in range(9_998):
        hasty.rates.count_invalid(403)
    hasty.rates.count_invalid(404)
    assert (await hasty.ask("GET", "/users/@me", authorization="Bot wrong")).status == 401
    assert (await hasty.ask("GET", "/users/@me")).status == 200
    assert (await hasty.ask("GET", "/users/@me", authorization="Bot wrong")).status == 401
    banned = await hasty.ask("GET", "/users/@me")
    assert (banned.status, banned.body) == (429, BANNED)
    assert banned.headers["Content-Type"].startswith("text/html")
    assert "Via" not in banned.headers
    hasty.rates.pass_by(600)
    assert (await hasty.ask("GET", "/users/@me")).status == 200


def test_a_shared_limit_is_not_held_against_anyone():
    """429s of a shared scope do not count towards the ban.

    Source: discord-api-docs topics/rate-limits.mdx, "Invalid Request Limit aka Cloudflare bans"
    """
    rates = Rates()
    for _ in range(10_000):
        rates.count_invalid(429, "shared")
    assert not rates.banned
    for _ in range(10_000):
        rates.count_invalid(429, "user")
    assert rates.banned


def test_windows_last_as_long_as_the_scale_says():
    """The scale is ours, for demos and journeys: at 0.1 five seconds are half a second."""
    now = [100.0]
    rates = Rates(0.1, now=lambda: now[0])
    for _ in range(5):
        rates.admit(POST, {"channel_id": "1"}, {})
    with pytest.raises(Limited) as refused:
        rates.admit(POST, {"channel_id": "1"}, {})
    assert refused.value.body["retry_after"] == 0.5
    now[0] += 0.5
    rates.admit(POST, {"channel_id": "1"}, {})


def test_without_a_scale_nothing_is_limited():
    """At 0 there are no limits, no headers, and no ban."""
    rates, headers = Rates(0), {}
    for _ in range(10_001):
        rates.admit(POST, {"channel_id": "1"}, headers)
        rates.count_invalid(401)
    assert headers == {}
    assert not rates.banned


def test_closed_windows_do_not_pile_up():
    """Every interaction has a window of its own: those that are over are swept out."""
    now = [100.0]
    rates = Rates(now=lambda: now[0])
    follow_up = Gate("POST", "/webhooks/{webhook_id}/{webhook_token}")
    for number in range(5 * SWEEP_AT):
        now[0] += 0.01
        rates.admit(follow_up, {"webhook_token": str(number)}, {})
    assert len(rates._windows) < 3 * SWEEP_AT


def test_counting_costs_next_to_nothing():
    """It is on the way of every request: far below a tenth of a millisecond, on any machine."""
    rates = Rates()
    callback = Gate("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
    started = time.process_time()
    for number in range(2_000):
        rates.admit(callback, {"interaction_token": str(number)}, {})
    assert (time.process_time() - started) / 2_000 < 0.000_1


async def test_the_control_api_is_not_limited(control: Control, film: Json):
    """It is ours: people and pages may ask as often as they like."""
    for _ in range(60):
        await control.see()
