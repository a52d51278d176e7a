"""What a submission answers and builds on, judged by where it stands and what it replies to."""

from dataclasses import dataclass

from bot.domain.ids import PromptId, WorkId
from bot.domain.posts import Post, PostKind
from bot.domain.prompts import Prompt
from bot.domain.submissions import Submission
from bot.domain.works import IN, MAX_TITLE, MAX_WORDS, Kind, Origin, Work, WorkState, is_visible, shorten, title_from
from bot.services.ports import Transaction


@dataclass(frozen=True, slots=True)
class Aim:
    prompt: Prompt | None
    source: Work | None


async def aim(tx: Transaction, submission: Submission) -> Aim | None:
    """None where it is just talk."""
    community_id = submission.community_id
    prompt: Prompt | None = None
    source: Work | None = None
    on_card = False
    if submission.prompt_number is not None:
        prompt = await tx.prompts.by_number(community_id, submission.prompt_number)
    else:
        prompt = await tx.prompts.in_thread(submission.channel_id)
        if prompt is not None and prompt.community_id != community_id:
            return None
    if submission.reply_to is not None:
        source = await tx.works.by_message(submission.reply_to)
        post = await _replied_to(tx, submission)
        if post is not None and post.owed.community_id == community_id:
            if post.owed.kind is PostKind.WORK_ANSWER:
                source = await tx.works.by_number(community_id, post.owed.subject["work"])
            elif post.owed.kind in (PostKind.PROMPT_CARD, PostKind.PROMPT_OPENING):
                on_card = True
                prompt = prompt or await tx.prompts.by_number(community_id, post.owed.subject["prompt"])
    if source is not None and (source.community_id != community_id or source.state not in IN):
        source = None
    if source is not None and prompt is None and source.prompt_id is not None:
        prompt = await tx.prompts.get(source.prompt_id)
    if submission.origin in (Origin.COMMAND, Origin.MENU):
        named = prompt is not None or source is not None or submission.built_on
        return Aim(prompt, source) if named else None
    takes_words = on_card and prompt is not None and Kind.WORDS in prompt.kinds and submission.words.strip()
    if (prompt is None and source is None) or not (submission.assets or takes_words):
        return None
    return Aim(prompt, source)


async def _replied_to(tx: Transaction, submission: Submission) -> Post | None:
    """The post of ours that is replied to; one just sent may not have its message's id in its row yet."""
    post = await tx.posts.by_message(submission.reply_to) if submission.reply_to else None
    if post is None and submission.reply_key is not None:
        post = await tx.posts.by_key(submission.reply_key)
    return post


def work_of(submission: Submission, prompt_id: PromptId | None, *, from_file: bool = True) -> Work:
    """The work a submission becomes, received and not yet numbered.

    `from_file`: it may be called what its file is called, which can say who made it.
    """
    words = words_of(submission)
    title, assets = submission.title, submission.assets if from_file else ()
    return Work(
        id=WorkId(0),
        community_id=submission.community_id,
        number=None,
        prompt_id=prompt_id,
        state=WorkState.RECEIVED,
        origin=submission.origin,
        origin_id=submission.origin_id,
        made_at=submission.made_at,
        channel_id=submission.channel_id,
        message_id=submission.message_id,
        title=shorten(title, MAX_TITLE) if is_visible(title) else title_from(words, assets),
        words=words,
        makers=(submission.person.id,),
        assets=submission.assets,
        is_mature=submission.place.is_mature,
    )


def stands_apart(submission: Submission, prompt: Prompt | None) -> bool:
    """Whether the work is where not everyone may look, and not in its prompt's own place."""
    in_its_place = prompt is not None and (
        submission.origin is Origin.COMMAND or submission.channel_id in (prompt.thread_id, prompt.channel_id)
    )
    return submission.place.is_private and not in_its_place


def words_of(submission: Submission) -> str:
    return submission.words.strip()[:MAX_WORDS]
