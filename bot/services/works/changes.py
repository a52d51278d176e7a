"""What becomes of a work when its maker's message changes or goes, inside a transaction."""

from bot.domain.ids import PromptId
from bot.domain.instants import Instant
from bot.domain.making import NOT_AN_ENTRY
from bot.domain.posts import PostState
from bot.domain.prompts import judge_kinds, judge_return, judge_window
from bot.domain.refusals import Refusal, Why
from bot.domain.submissions import Submission
from bot.domain.works import CHANGEABLE, Asset, Work, WorkState, judge_assets, title_from
from bot.services.ports import Transaction
from bot.services.works.aiming import words_of
from bot.services.works.answers import answer_of, redraw
from bot.services.works.looking import waits


async def change_in(tx: Transaction, work: Work, edited: Submission, now: Instant) -> bool:
    """Bring a locked work to what its message holds now; whether anything changed.

    What is taken away is always taken away. New words and added files count if they were in time, and if the prompt
    takes them. A work that has lost all it was made of is withdrawn. What was added on its panel
    is not the message's to take.
    """
    there = {asset.discord_id for asset in edited.assets}
    dropped = [asset for asset in work.assets if asset.added_at is None and asset.discord_id not in there]
    left = tuple(asset for asset in work.assets if asset not in dropped)
    known = await tx.works.files_ever(work.id)  # one that was replaced on the panel still stands in the message
    added = tuple(asset for asset in edited.assets if asset.discord_id not in known)
    in_time = await _in_time(tx, work, edited.edited_at or now)
    if not in_time or not await _takes(tx, work.prompt_id, (*left, *added), edited.words):
        added = ()
    words = words_of(edited) if in_time else work.words
    if not (dropped or added) and words == work.words:
        return False
    await tx.works.drop([asset.id for asset in dropped if asset.id is not None], now)
    if not (left or added) and not await _takes(tx, work.prompt_id, (), words):
        return await withdraw_in(tx, work, now)
    await tx.works.add_assets(work.id, added)
    title = work.title
    if title == title_from(work.words, work.assets):  # it was never given one, so it follows
        title = title_from(words, (*left, *added))
    await tx.works.reword(work.id, title, words)
    if title != work.title:
        await redraw(tx, work, now)
    return True


async def withdraw_in(tx: Transaction, work: Work, now: Instant) -> bool:
    """Take a locked work back; False where it was not in."""
    if work.state not in CHANGEABLE:
        return False
    await tx.works.end(work.id, WorkState.WITHDRAWN, None)
    await redraw(tx, work, now)
    return True


async def message_gone_in(tx: Transaction, work: Work, now: Instant) -> bool:
    """A maker's message was deleted: its work goes, or its files leave the work that was made of several messages.

    Returns whether a work was withdrawn.
    """
    into = await tx.making.joined_into(work.id)
    if into is None and not await tx.making.parts(work.id):
        return await withdraw_in(tx, await tx.works.lock(work.id), now)
    whole = await tx.works.lock(into or work.id)
    gone = {asset.discord_id for asset in work.assets if into or asset.added_at is None}
    return await _take_out(tx, whole, gone, now)


async def part_changed_in(tx: Transaction, part: Work, edited: Submission, now: Instant) -> bool:
    """A message was edited whose work went into another: what was taken out of it leaves that one too."""
    into = await tx.making.joined_into(part.id)
    gone = {asset.discord_id for asset in part.assets} - {asset.discord_id for asset in edited.assets}
    if into is not None and gone:
        await _take_out(tx, await tx.works.lock(into), gone, now)
    return into is not None and bool(gone)


async def _take_out(tx: Transaction, work: Work, discord_ids: set[int], now: Instant) -> bool:
    """Whether it lost its last file by that, and so was withdrawn."""
    lost = [asset for asset in work.assets if asset.discord_id in discord_ids]
    if len(lost) == len(work.assets):
        return await withdraw_in(tx, work, now)
    await tx.works.drop([asset.id for asset in lost if asset.id is not None], now)
    await redraw(tx, work, now)
    return False


async def come_back_in(tx: Transaction, work: Work, at: Instant, now: Instant) -> None:
    """Bring a locked work that was taken back in again, as it was, with its number.

    Raises `Refusal` where it could not be handed in now, and where its maker's message is gone.
    """
    prompt = await tx.prompts.lock(work.prompt_id) if work.prompt_id is not None else None
    gone = work.message_id is not None and await tx.seen.has("delete", work.message_id)
    until = await tx.late_passes.until(prompt.id, work.makers[0]) if prompt is not None else None
    judge_return(work, prompt, at, until, message_is_gone=gone)
    # The place in the prompt is that of whoever handed it in, whichever maker brings it back.
    if prompt is not None and not await tx.works.take_slot(prompt.id, work.makers[0], work.id, prompt.works_per_member):
        raise Refusal(Why.TOO_MANY_WORKS, title=prompt.title, works=prompt.works_per_member)
    held = await waits(tx, work)
    await tx.works.accept(work.id, work.number or 0, now)
    if held:
        await tx.works.turn(work.id, WorkState.HELD)
    answer = await answer_of(tx, work)
    going = await tx.posts.by_key(f"{answer.owed.key}:gone") if answer is not None else None
    if answer is None or going is None or work.reason != NOT_AN_ENTRY:
        await redraw(tx, work, now)
    elif going.state is PostState.READY:
        await tx.posts.failed(going, "it is an entry after all", now)
        await redraw(tx, work, now)
    else:
        await tx.posts.again(answer.id)


async def _in_time(tx: Transaction, work: Work, at: Instant) -> bool:
    if work.prompt_id is None:
        return True
    until = await tx.late_passes.until(work.prompt_id, work.makers[0])
    try:
        judge_window(await tx.prompts.lock(work.prompt_id), at, until)
    except Refusal:
        return False
    return True


async def _takes(tx: Transaction, prompt_id: PromptId | None, assets: tuple[Asset, ...], words: str) -> bool:
    """Whether this could be a work where it stands."""
    try:
        judge_assets(assets)
        if prompt_id is not None:
            judge_kinds(await tx.prompts.get(prompt_id), assets, words)
    except Refusal:
        return False
    return bool(assets or words.strip())
