"""Posting prompts, closing them by hand or on time, finding them again."""

from dataclasses import dataclass, replace

from bot.domain.audit import Deed
from bot.domain.communities import Community, Person, require_director, require_set_up
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import ChannelId, CommunityId, MemberId, PromptId
from bot.domain.instants import Instant, instant_of
from bot.domain.posts import Action, Owed, PostKind, redrawing
from bot.domain.prompts import Prompt, PromptDraft, PromptState, judge_closing, judge_draft
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Kind, Work
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.reminding import arm
from bot.services.team import note, require_going


@dataclass(frozen=True, slots=True)
class PromptView:
    """A prompt with what is in it."""

    prompt: Prompt
    works: tuple[Work, ...]


class PromptService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake, wake_deadlines: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines

    async def check_director(self, person: Person, community_id: CommunityId) -> Community:
        """The community, if this person directs in it: asked before a form is shown."""
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
        require_director(community, person)
        return community

    async def post(
        self,
        person: Person,
        community_id: CommunityId,
        draft: PromptDraft,
        channel_id: ChannelId | None,
        interaction_id: int,
    ) -> Prompt:
        """Open a prompt: its card, its thread and its closing are owed in one transaction.

        `channel_id` None means the community's first channel. Raises `Refusal` for a draft that could not be
        shown or answered, and for someone who does not direct here.
        """
        now = self._clock.now()
        opens_at = min(now, instant_of(interaction_id))  # works are judged by Discord's clock, and so is this
        draft = replace(draft, title=" ".join(draft.title.split()), brief=draft.brief.strip(), opens_at=opens_at)
        judge_draft(draft)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_director(community, person)
            await require_going(tx, community_id)
            await tx.people.remember(community_id, person.id, person.name, now)
            prompt = await open_prompt(tx, community, draft, person.id, community.place(channel_id), now)
        self._wake_posts()
        self._wake_deadlines()
        return prompt

    async def close(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> Prompt:
        """Close it now. What was posted before this moment still counts."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_director(community, person)
            prompt = await tx.prompts.lock((await tx.prompts.by_number(community_id, number)).id)
            if prompt.state is PromptState.CLOSED:
                raise Refusal(Why.PROMPT_ALREADY_CLOSED, title=prompt.title, number=number)
            await self._close(tx, prompt, now)
            await note(tx, community, Deed.PROMPT_CLOSED, person.id, now, number=number, title=prompt.title)
            await tx.deadlines.cancel(closing_key(prompt.id))
            closed = await tx.prompts.get(prompt.id)
        self._wake_posts()
        return closed

    async def close_on_time(self, deadline: Deadline) -> None:
        """The closing that was promised, at the instant that was promised, however late we are."""
        async with self._db.transaction() as tx:
            prompt = await tx.prompts.lock(PromptId(deadline.subject))
            if prompt.state is PromptState.OPEN and prompt.closes_at != deadline.due_at:
                return  # it was moved after this deadline was claimed, and the moved one is still owed
            if prompt.state is PromptState.OPEN:
                await self._close(tx, prompt, deadline.due_at)
            await tx.deadlines.finish(deadline.key)
        self._wake_posts()

    async def move_closing(
        self, person: Person, community_id: CommunityId, number: int, closes_at: Instant, interaction_id: int
    ) -> Prompt:
        """Give an open prompt another closing time."""
        now = self._clock.now()
        judge_closing(closes_at, now)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            require_director(await tx.communities.get(community_id), person)
            prompt = await tx.prompts.lock((await tx.prompts.by_number(community_id, number)).id)
            if prompt.state is PromptState.CLOSED or (prompt.closes_at or now) < now:
                raise Refusal(Why.PROMPT_ALREADY_CLOSED, title=prompt.title, number=number)
            await tx.prompts.move_closing(prompt.id, closes_at)
            await tx.deadlines.add(
                closing_key(prompt.id), DeadlineKind.PROMPT_CLOSES, community_id, prompt.id, closes_at
            )
            await arm(tx, prompt.id, now)
            await self._redraw(tx, prompt, now)
            moved = await tx.prompts.get(prompt.id)
        self._wake_posts()
        self._wake_deadlines()
        return moved

    async def _close(self, tx: Transaction, prompt: Prompt, at: Instant) -> None:
        await tx.prompts.close(prompt.id, at)
        await arm(tx, prompt.id, self._clock.now())
        await self._redraw(tx, prompt, self._clock.now())

    async def _redraw(self, tx: Transaction, prompt: Prompt, now: Instant) -> None:
        card = await tx.posts.get(await tx.prompts.card_post(prompt.id))
        await tx.posts.owe(redrawing(card), now)

    async def view(self, community_id: CommunityId, number: int) -> PromptView:
        async with self._db.transaction() as tx:
            require_set_up(await tx.communities.get(community_id))
            prompt = await tx.prompts.by_number(community_id, number)
            return PromptView(prompt, tuple(await tx.works.of_prompt(prompt.id)))

    async def here(self, community_id: CommunityId, channel_id: ChannelId) -> Prompt | None:
        """The prompt whose thread this is."""
        async with self._db.transaction() as tx:
            prompt = await tx.prompts.in_thread(channel_id)
        return prompt if prompt and prompt.community_id == community_id else None

    async def list_of(self, community_id: CommunityId, state: PromptState | None = None) -> list[Prompt]:
        """Newest first."""
        async with self._db.transaction() as tx:
            return await tx.prompts.list_of(community_id, state)


async def open_prompt(
    tx: Transaction, community: Community, draft: PromptDraft, director_id: MemberId, place: ChannelId, now: Instant
) -> Prompt:
    """Open a prompt inside a transaction: its card, its thread and its closing are owed with it."""
    number = await tx.communities.take_number(community.id, "prompt")
    subject = {"prompt": number}
    key = f"prompt:{community.id}:{number}"
    card = await tx.posts.owe(Owed(key, community.id, place, Action.CREATE, PostKind.PROMPT_CARD, subject), now)
    thread = await tx.posts.owe(
        Owed(
            f"{key}:thread",
            community.id,
            place,
            Action.THREAD,
            PostKind.PROMPT_THREAD,
            subject,
            after=card,
        ),
        now,
    )
    if Kind.WORDS in draft.kinds:  # words posted in the thread are talk until they reply to something of ours
        opening = f"{key}:opening"
        await tx.posts.owe(
            Owed(opening, community.id, place, Action.CREATE, PostKind.PROMPT_OPENING, subject, after=thread),
            now,
        )
    prompt_id = await tx.prompts.add(community.id, number, draft, director_id, place, card, thread)
    if draft.closes_at is not None:
        await tx.deadlines.add(
            closing_key(prompt_id),
            DeadlineKind.PROMPT_CLOSES,
            community.id,
            prompt_id,
            draft.closes_at,
        )
    return await tx.prompts.get(prompt_id)


def closing_key(prompt_id: PromptId) -> str:
    return f"prompt:{prompt_id}:closes"
