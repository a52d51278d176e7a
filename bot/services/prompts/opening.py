"""Opening a prompt inside a transaction: its card, its thread and its closing are owed together."""

from bot.domain.audit import Deed
from bot.domain.communities import Community
from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import ChannelId, MemberId, PromptId
from bot.domain.instants import Instant
from bot.domain.posts import Action, Owed, PostKind
from bot.domain.prompts import Prompt, PromptDraft
from bot.domain.showing import Shows
from bot.domain.works import Kind
from bot.services.ports import Transaction
from bot.services.team import note


async def open_prompt(
    tx: Transaction, community: Community, draft: PromptDraft, director_id: MemberId, place: ChannelId, now: Instant
) -> Prompt:
    """A judged draft becomes an open prompt in `place`."""
    number = await tx.communities.take_number(community.id, "prompt")
    subject = {"prompt": number}
    key = f"prompt:{community.id}:{number}"
    card = await tx.posts.owe(Owed(key, community.id, place, Action.CREATE, PostKind.PROMPT_CARD, subject), now)
    thread = await tx.posts.owe(
        Owed(f"{key}:thread", community.id, place, Action.THREAD, PostKind.PROMPT_THREAD, subject, after=card), now
    )
    # Words posted in the thread are talk until they reply to something of ours.
    if Kind.WORDS in draft.kinds and draft.shows is Shows.OPENLY:
        opening = f"{key}:opening"
        await tx.posts.owe(
            Owed(opening, community.id, place, Action.CREATE, PostKind.PROMPT_OPENING, subject, after=thread), now
        )
    prompt_id = await tx.prompts.add(community.id, number, draft, director_id, place, card, thread)
    if draft.closes_at is not None:
        await tx.deadlines.add(
            closing_key(prompt_id), DeadlineKind.PROMPT_CLOSES, community.id, prompt_id, draft.closes_at
        )
    await note(tx, community, Deed.PROMPT_POSTED, director_id, now, number=number, title=draft.title)
    return await tx.prompts.get(prompt_id)


def closing_key(prompt_id: PromptId) -> str:
    return f"prompt:{prompt_id}:closes"
