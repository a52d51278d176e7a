"""What a maker may change of a work, and until when: asked by everything that changes one."""

from bot.domain.communities import Person
from bot.domain.ids import CommunityId
from bot.domain.instants import Instant
from bot.domain.prompts import Prompt, judge_window
from bot.domain.refusals import Refusal, Why
from bot.domain.works import IN, Work, WorkState
from bot.services.ports import Transaction


async def lock_theirs(tx: Transaction, person: Person, community_id: CommunityId, number: int) -> Work:
    """The work, locked, if this person is one of its makers and it is in."""
    work = await tx.works.lock((await tx.works.by_number(community_id, number)).id)
    if person.id not in work.makers:
        raise Refusal(Why.NOT_YOURS, number=number)
    if work.state is not WorkState.ACCEPTED:
        raise Refusal(Why.WORK_NOT_IN, number=number)
    return work


async def judge_change(tx: Transaction, work: Work, at: Instant) -> Prompt | None:
    """Refuse to change what a work is made of once its prompt has closed, or while people vote on it.

    A free-standing work may change at any time. Returns the prompt it answers.
    """
    if work.prompt_id is None:
        return None
    prompt = await tx.prompts.lock(work.prompt_id)
    try:
        judge_window(prompt, at, await tx.late_passes.until(prompt.id, work.makers[0]))
    except Refusal as late:
        raise Refusal(Why.CHANGE_IS_LATE, **{**late.fields, "number": work.number}) from late
    if await in_a_vote(tx, work):
        raise Refusal(Why.IN_A_VOTE, number=work.number)
    return prompt


async def in_a_vote(tx: Transaction, work: Work) -> bool:
    """Whether people are voting on it now."""
    vote = await tx.votes.open_on(work.prompt_id) if work.prompt_id is not None else None
    return vote is not None and any(entry.work_id == work.id for entry in vote.entries)


async def is_leaned_on(tx: Transaction, work: Work) -> bool:
    """Whether somebody would miss it: a remix, a running vote, a production."""
    remixes = await tx.works.many(await tx.lineage.remixes(work.id))
    if any(remix.state in IN for remix in remixes.values()):
        return True
    return await in_a_vote(tx, work) or await tx.productions.use_any([work.id])
