"""Reminding people of a prompt before it closes: those who asked, and the thread where its director wants that."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.communities import Person, require_set_up
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import ChannelId, CommunityId, MemberId, PromptId
from bot.domain.instants import MINUTE, Instant
from bot.domain.posts import Action, Owed, PostKind, PostState
from bot.domain.prompts import Prompt, PromptState, require_lead
from bot.domain.refusals import Refusal, Why
from bot.domain.reminders import OFFSETS, still_possible
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.reminding import arm, waiting

LOOK_AFTER = MINUTE
"""How long direct messages may take before those who could not be reached are named in the thread."""
CLOSED_TO_US = 50_007
"""Discord's code for somebody who takes no direct messages
(https://discord.com/developers/docs/topics/opcodes-and-status-codes#json)."""
NAMED_AT_ONCE = 50
"""Mentions in one message: a hundred may ping, and 2,000 characters hold eighty."""


@dataclass(frozen=True, slots=True)
class ReminderView:
    prompt: Prompt
    possible: tuple[int, ...]
    chosen: frozenset[int]
    """Of the possible ones."""


class ReminderService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake, wake_deadlines: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines

    async def view(
        self, person: Person, community_id: CommunityId, number: int, *, of_thread: bool = False
    ) -> ReminderView:
        """What this person asked for, or a director for the thread. Raises `Refusal(PROMPT_ALREADY_CLOSED)`."""
        async with self._db.transaction() as tx:
            return await self._view(tx, person, community_id, number, of_thread)

    async def choose(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        offsets: Collection[int],
        interaction_id: int,
        *,
        of_thread: bool = False,
    ) -> ReminderView:
        """Remind at these offsets and no others. One whose moment has passed meanwhile is skipped."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            view = await self._view(tx, person, community_id, number, of_thread)
            prompt = await tx.prompts.lock(view.prompt.id)
            chosen = frozenset(offsets) & set(still_possible(prompt.closes_at, now))
            await tx.reminders.choose(prompt.id, None if of_thread else person.id, chosen)
            await arm(tx, prompt.id, now)
        self._wake_deadlines()
        return ReminderView(prompt, view.possible, chosen)

    async def _view(
        self, tx: Transaction, person: Person, community_id: CommunityId, number: int, of_thread: bool
    ) -> ReminderView:
        community = await tx.communities.get(community_id)
        require_set_up(community)
        prompt = await tx.prompts.by_number(community_id, number)
        if of_thread:
            require_lead(community, person, prompt)
        now = self._clock.now()
        if prompt.state is not PromptState.OPEN or (prompt.closes_at or now) < now:
            raise Refusal(Why.PROMPT_ALREADY_CLOSED, title=prompt.title, number=number)
        possible = still_possible(prompt.closes_at, now)
        chosen = await tx.reminders.chosen(prompt.id, None if of_thread else person.id)
        return ReminderView(prompt, possible, chosen & set(possible))

    async def remind_on_time(self, deadline: Deadline) -> None:
        """Owe one message to each who asked, however many reminders came due while we were away."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            prompt = await tx.prompts.lock(PromptId(deadline.subject))
            due = [one for one in await waiting(tx, prompt) if one.due_at <= now]
            for one in due:
                await tx.deadlines.finish(one.key)
            closes_at = prompt.closes_at
            if prompt.state is PromptState.OPEN and closes_at is not None and closes_at > now:
                offsets = {closes_at - one.due_at for one in due} & set(OFFSETS)
                await self._remind(tx, prompt, closes_at, offsets, now)
        self._wake_posts()
        self._wake_deadlines()

    async def _remind(
        self, tx: Transaction, prompt: Prompt, closes_at: Instant, offsets: Collection[int], now: Instant
    ) -> None:
        subject = {"prompt": prompt.number}
        members = await tx.reminders.members(prompt.id, offsets)
        for member, before in members.items():
            key = _message_key(prompt, closes_at, before, member)
            await tx.posts.owe(
                Owed(key, prompt.community_id, ChannelId(member), Action.DM, PostKind.REMINDER, subject), now
            )
        if members:
            at = Instant(now + LOOK_AFTER)
            for before in set(members.values()):
                unreached = f"prompt:{prompt.id}:unreached:{before}:{closes_at}"
                await tx.deadlines.add(unreached, DeadlineKind.REMINDERS_UNREACHED, prompt.community_id, prompt.id, at)
        wanted = await tx.reminders.chosen(prompt.id, None) & set(offsets)
        if wanted and prompt.thread_id is not None:
            key = f"remind:{prompt.id}:{closes_at}:{min(wanted)}:thread"
            await tx.posts.owe(
                Owed(
                    key,
                    prompt.community_id,
                    prompt.thread_id,
                    Action.CREATE,
                    PostKind.THREAD_REMINDER,
                    {**subject, "members": []},
                ),
                now,
            )

    async def tell_unreached(self, deadline: Deadline) -> None:
        """Name in the thread, together, those who asked and take no direct messages."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            prompt = await tx.prompts.lock(PromptId(deadline.subject))
            before, closes_at = (int(part) for part in deadline.key.split(":")[-2:])
            if prompt.closes_at != closes_at or closes_at <= now or prompt.thread_id is None:
                await tx.deadlines.finish(deadline.key)
                return
            unreached, on_their_way = [], False
            for member in await tx.reminders.members(prompt.id, OFFSETS):
                post = await tx.posts.by_key(_message_key(prompt, Instant(closes_at), before, member))
                if post is None or post.state is PostState.SENT:
                    continue
                if post.state is not PostState.FAILED:
                    on_their_way = True
                elif post.refusal_code == CLOSED_TO_US:
                    unreached.append(member)
            if on_their_way:
                await tx.deadlines.add(
                    deadline.key, deadline.kind, prompt.community_id, prompt.id, Instant(now + LOOK_AFTER)
                )
                return
            for start in range(0, len(unreached), NAMED_AT_ONCE):
                members = [str(member) for member in unreached[start : start + NAMED_AT_ONCE]]
                subject = {"prompt": prompt.number, "members": members}
                owed = Owed(
                    f"{deadline.key}:{start}",
                    prompt.community_id,
                    prompt.thread_id,
                    Action.CREATE,
                    PostKind.THREAD_REMINDER,
                    subject,
                )
                await tx.posts.owe(owed, now)
            await tx.deadlines.finish(deadline.key)
        self._wake_posts()


def _message_key(prompt: Prompt, closes_at: Instant, before: int, member: MemberId) -> str:
    return f"remind:{prompt.id}:{closes_at}:{before}:{member}"
