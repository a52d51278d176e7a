"""A submission becomes a promised work, or is refused, inside a transaction."""

from dataclasses import replace

from bot.domain.ids import WorkId
from bot.domain.instants import Instant
from bot.domain.lineage import judge_source
from bot.domain.making import AiUse
from bot.domain.prompts import asks_about_ai, judge_arrival, judge_kinds, judge_way
from bot.domain.reasons import write_reason
from bot.domain.refusals import Refusal, Why
from bot.domain.submissions import Submission
from bot.domain.works import WorkState, judge_assets
from bot.services.linking import link_replies
from bot.services.ports import Transaction
from bot.services.works.aiming import Aim, stands_apart, work_of
from bot.services.works.answers import owe_refusal


async def receive_in(tx: Transaction, submission: Submission, aimed: Aim, now: Instant) -> WorkId:
    """Promise a work, or raise the `Refusal` that says why it can't be one."""
    judge_assets(submission.assets)
    made_at = submission.made_at
    numbers = dict.fromkeys(submission.built_on)
    sources = [await tx.works.by_number(submission.community_id, number) for number in numbers]
    if aimed.source is not None and aimed.source.number not in numbers:
        sources.insert(0, aimed.source)
    prompt = aimed.prompt
    if prompt is not None:
        prompt = await tx.prompts.lock(prompt.id)
        try:
            judge_arrival(prompt, made_at, await tx.late_passes.until(prompt.id, submission.person.id))
            judge_way(prompt, submission.origin)
            judge_kinds(prompt, submission.assets, submission.words)
        except Refusal as refused:
            if not sources or refused.why is Why.ONLY_BY_SUBMIT:
                raise
            prompt = None  # a remix is always welcome: what the prompt can't take is a free-standing work
    if not submission.assets and not submission.words.strip():
        raise Refusal(Why.NOTHING_HANDED_IN)
    work = work_of(submission, prompt.id if prompt else None, from_file=prompt is None or not prompt.is_nameless)
    work = replace(work, is_private=stands_apart(submission, aimed.prompt))
    work_id = await tx.works.add(work)
    work = replace(work, id=work_id)
    await tx.people.remember(submission.community_id, submission.person.id, submission.person.name, made_at)
    for source in sources:
        judge_source(work, source)
        await tx.lineage.add(work, source)
    if prompt is not None and not await tx.works.take_slot(
        prompt.id, submission.person.id, work_id, prompt.works_per_member
    ):
        raise Refusal(Why.TOO_MANY_WORKS, title=prompt.title, works=prompt.works_per_member)
    if submission.ai_used is not None and prompt is not None and asks_about_ai(prompt):
        await tx.making.declare(work_id, AiUse(submission.ai_used), now)
    if submission.reply_to is not None and aimed.source is None:
        await tx.lineage.expect(work_id, submission.reply_to)
    if submission.message_id is not None:
        await link_replies(tx, work, [submission.message_id], now)
    return work_id


async def refuse_in(tx: Transaction, submission: Submission, aimed: Aim, refusal: Refusal, now: Instant) -> None:
    """Keep a message that can't be a work as refused, and owe the line that says so."""
    prompt_id = aimed.prompt.id if aimed.prompt else None
    work = replace(work_of(submission, prompt_id), state=WorkState.REFUSED, reason=write_reason(refusal))
    work_id = await tx.works.add(work)
    if submission.reply_to is not None and aimed.source is None:
        await tx.lineage.expect(work_id, submission.reply_to)
    await owe_refusal(tx, replace(work, id=work_id), now)
