"""Late passes: a director gives one member more time for a prompt."""

from bot.domain.audit import Deed
from bot.domain.communities import Person, require_set_up
from bot.domain.ids import ChannelId, CommunityId, MemberId
from bot.domain.instants import Instant
from bot.domain.posts import Action, Owed, PostKind
from bot.domain.prompts import Prompt, PromptState, closing_instant, judge_closing, require_lead
from bot.domain.refusals import Refusal, Why
from bot.services.ports import Clock, Database, Wake
from bot.services.team import note

OVER = (PromptState.FINISHED, PromptState.DROPPED)


class PassService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def give(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        member: MemberId,
        until: Instant,
        interaction_id: int,
    ) -> Prompt:
        """Works of this member count until then, whatever the prompt's closing. They are told directly.

        Raises `Refusal`: NEEDS_DIRECTOR, TIME_IS_PAST, TIME_TOO_FAR, IN_TIME_ANYWAY, PROMPT_ALREADY_CLOSED for one
        that is finished or dropped.
        """
        now = self._clock.now()
        judge_closing(until, now)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_set_up(community)
            prompt = await tx.prompts.lock((await tx.prompts.by_number(community_id, number)).id)
            require_lead(community, person, prompt)
            if prompt.state in OVER:
                raise Refusal(Why.PROMPT_ALREADY_CLOSED, title=prompt.title, number=number)
            ends = closing_instant(prompt)
            if ends is None or until <= ends:
                raise Refusal(Why.IN_TIME_ANYWAY, title=prompt.title)
            await tx.late_passes.give(prompt.id, member, until, person.id)
            facts = {"number": number, "title": prompt.title, "member": str(member), "due": until}
            await note(tx, community, Deed.MORE_TIME_GIVEN, person.id, now, **facts)
            key = f"pass:{prompt.id}:{member}:{interaction_id}"
            subject = {"prompt": number, "until": until}
            await tx.posts.owe(Owed(key, community_id, ChannelId(member), Action.DM, PostKind.MORE_TIME, subject), now)
        self._wake_posts()
        return prompt
