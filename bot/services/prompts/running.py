"""Posting prompts, closing them by hand or on time, ending them with a word, finding them again."""

from dataclasses import dataclass, replace

from bot.domain.audit import Deed
from bot.domain.communities import Community, Person, require_director, require_set_up
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.drafts import tidied
from bot.domain.ids import ChannelId, CommunityId, PromptId, WorkId
from bot.domain.instants import Instant, instant_of
from bot.domain.posts import Action, Owed, PostKind, redrawing
from bot.domain.prompts import (
    Ending,
    Prompt,
    PromptDraft,
    PromptState,
    judge_arrival,
    judge_closing,
    judge_draft,
    judge_ending,
    may_lead,
    require_lead,
)
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work
from bot.services.counting import counting_key
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.prompts.opening import closing_key, open_prompt
from bot.services.prompts.unsealing import redraw_lines, unseal
from bot.services.reminding import arm
from bot.services.team import note, require_going

ENDED = {PromptState.FINISHED: Deed.PROMPT_FINISHED, PromptState.DROPPED: Deed.PROMPT_DROPPED}


@dataclass(frozen=True, slots=True)
class PromptView:
    """A prompt with what is in it."""

    prompt: Prompt
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class WorksView:
    """A prompt and its works, as they are looked through."""

    prompt: Prompt
    works: tuple[Work, ...]
    used_ai: frozenset[WorkId]
    """Those of which their makers said so."""
    may_manage: bool
    built_on: frozenset[WorkId]
    """Those that somebody built on."""


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
        draft = replace(tidied(draft), opens_at=opens_at)
        judge_draft(draft)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_director(community, person)
            await require_going(tx, community_id)
            await tx.people.remember(community_id, person.id, person.name, now)
            place = community.place(channel_id)
            prompt = await open_prompt(tx, community, draft, person.id, place, now)
        self._wake_posts()
        self._wake_deadlines()
        return prompt

    async def close(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> Prompt:
        """Close it now. What was posted before this moment still counts."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community, prompt = await self._led_by(tx, person, community_id, number)
            if prompt.state is not PromptState.OPEN:
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
            community, prompt = await self._led_by(tx, person, community_id, number)
            if prompt.state is not PromptState.OPEN or (prompt.closes_at or now) < now:
                raise Refusal(Why.PROMPT_ALREADY_CLOSED, title=prompt.title, number=number)
            await tx.prompts.move_closing(prompt.id, closes_at)
            await tx.deadlines.add(
                closing_key(prompt.id), DeadlineKind.PROMPT_CLOSES, community_id, prompt.id, closes_at
            )
            await arm(tx, prompt.id, now)
            await self._redraw(tx, prompt, now)
            facts = {"number": number, "title": prompt.title, "closing": closes_at}
            await note(tx, community, Deed.PROMPT_MOVED, person.id, now, **facts)
            moved = await tx.prompts.get(prompt.id)
        self._wake_posts()
        self._wake_deadlines()
        return moved

    async def end(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        state: PromptState,
        word: str,
        interaction_id: int,
        *,
        ping: bool = False,
    ) -> PromptView:
        """Finish or drop a closed prompt, and owe one sentence to all who made something for it.

        `ping`: those people are notified. Raises `Refusal`: PROMPT_IS_OPEN, PROMPT_HAS_ENDED, ENDING_IS_EMPTY.
        """
        now = self._clock.now()
        word = " ".join(word.split())
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community, prompt = await self._led_by(tx, person, community_id, number)
            judge_ending(prompt, word)
            await tx.prompts.end(prompt.id, state, Ending(word, now, person.id))
            await self._redraw(tx, prompt, now)
            if prompt.is_nameless:
                await redraw_lines(tx, prompt, now)
            works = tuple(await tx.works.of_prompt(prompt.id))
            if works:
                key, subject = f"prompt:{community_id}:{number}:ended", {"prompt": number, "ping": ping}
                place = prompt.thread_id or prompt.channel_id
                await tx.posts.owe(Owed(key, community_id, place, Action.CREATE, PostKind.PROMPT_ENDED, subject), now)
            facts = {"number": number, "title": prompt.title, "reason": word}
            await note(tx, community, ENDED[state], person.id, now, **facts)
            ended = await tx.prompts.get(prompt.id)
        self._wake_posts()
        return PromptView(ended, works)

    async def count_on_time(self, deadline: Deadline) -> None:
        """Works came or went a while ago: its card says how many there are now."""
        async with self._db.transaction() as tx:
            prompt = await tx.prompts.get(PromptId(deadline.subject))
            await self._redraw(tx, prompt, self._clock.now())
            await tx.deadlines.cancel(counting_key(prompt.id))  # not finished for good: the next work owes it anew
        self._wake_posts()

    async def _led_by(
        self, tx: Transaction, person: Person, community_id: CommunityId, number: int
    ) -> tuple[Community, Prompt]:
        """The prompt, locked, if this person manages it."""
        community = await tx.communities.get(community_id)
        require_set_up(community)
        prompt = await tx.prompts.lock((await tx.prompts.by_number(community_id, number)).id)
        require_lead(community, person, prompt)
        return community, prompt

    async def _close(self, tx: Transaction, prompt: Prompt, at: Instant) -> None:
        now = self._clock.now()
        await tx.prompts.close(prompt.id, at)
        await arm(tx, prompt.id, now)
        await self._redraw(tx, prompt, now)
        if prompt.is_sealed:
            await unseal(tx, await tx.prompts.get(prompt.id), now)

    async def _redraw(self, tx: Transaction, prompt: Prompt, now: Instant) -> None:
        card = await tx.posts.get(await tx.prompts.card_post(prompt.id))
        await tx.posts.owe(redrawing(card), now)

    async def view(self, community_id: CommunityId, number: int) -> PromptView:
        async with self._db.transaction() as tx:
            require_set_up(await tx.communities.get(community_id))
            prompt = await tx.prompts.by_number(community_id, number)
            return PromptView(prompt, tuple(await tx.works.of_prompt(prompt.id)))

    async def look_through(self, person: Person, community_id: CommunityId, number: int) -> WorksView:
        """The works in it for the one who looks, with what a list says of each."""
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
            require_set_up(community)
            prompt = await tx.prompts.by_number(community_id, number)
            works = tuple(await tx.works.of_prompt(prompt.id))
            said = await tx.making.declared([work.id for work in works])
            built_on = frozenset(await tx.lineage.built_on([work.id for work in works]))
            used_ai = frozenset(work for work, ai in said.items() if ai.used)
            return WorksView(prompt, works, used_ai, may_lead(community, person, prompt), built_on)

    async def led(self, person: Person, community_id: CommunityId, number: int) -> tuple[Community, PromptView]:
        """The same for whoever manages it. Raises `Refusal(NEEDS_DIRECTOR)`."""
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
            require_set_up(community)
            prompt = await tx.prompts.by_number(community_id, number)
            require_lead(community, person, prompt)
            return community, PromptView(prompt, tuple(await tx.works.of_prompt(prompt.id)))

    async def taking(self, person: Person, community_id: CommunityId, number: int, at: Instant) -> Prompt:
        """The prompt, if it takes works of this person at this instant: asked before a form is shown.

        Raises `Refusal`.
        """
        async with self._db.transaction() as tx:
            prompt = await tx.prompts.by_number(community_id, number)
            until = await tx.late_passes.until(prompt.id, person.id)
        judge_arrival(prompt, at, until)
        return prompt

    async def mine(self, person: Person, community_id: CommunityId, number: int) -> PromptView:
        """What this person handed in to it, whatever became of it, newest first."""
        async with self._db.transaction() as tx:
            prompt = await tx.prompts.by_number(community_id, number)
            return PromptView(prompt, tuple(await tx.works.by_maker(prompt.id, person.id)))

    async def here(self, community_id: CommunityId, channel_id: ChannelId) -> Prompt | None:
        """The prompt whose thread this is."""
        async with self._db.transaction() as tx:
            prompt = await tx.prompts.in_thread(channel_id)
        return prompt if prompt and prompt.community_id == community_id else None

    async def list_of(self, community_id: CommunityId, state: PromptState | None = None) -> list[Prompt]:
        """Newest first."""
        async with self._db.transaction() as tx:
            return await tx.prompts.list_of(community_id, state)
