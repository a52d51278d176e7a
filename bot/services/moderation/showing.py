"""Every post of ours that shows a work, drawn again as things stand now."""

from bot.domain.instants import Instant
from bot.domain.posts import Post, PostState, answer_key, redrawing
from bot.domain.works import Work
from bot.services.ports import Transaction


async def show_again(tx: Transaction, work: Work, now: Instant) -> None:
    """Its answer, its prompt's card, the votes it is in with their results, and credits that name it."""
    found: list[Post | None] = []
    if work.number is not None:
        found.append(await tx.posts.by_key(answer_key(work.community_id, work.number)))
    if work.prompt_id is not None:
        found.append(await tx.posts.get(await tx.prompts.card_post(work.prompt_id)))
    for vote in await tx.votes.list_of(work.community_id):
        if any(entry.work_id == work.id for entry in vote.entries):
            card = await tx.posts.get(await tx.votes.card_post(vote.id))
            found += [card, await tx.posts.by_key(f"{card.owed.key}:results")]
    for post_id in await tx.moderation.credits_posts(work.community_id):
        post = await tx.posts.get(post_id)
        named = (number for line in post.owed.subject["lines"] for number, _ in line["works"])
        if work.number in named:
            found.append(post)
    for one in found:
        if one is not None and one.state is not PostState.FAILED:
            await tx.posts.owe(redrawing(one), now)
