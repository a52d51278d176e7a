"""Posts that Discord refused for good: seen by those who run the thing, and posted again when they say so."""

from enum import StrEnum

from bot.domain.communities import Community, Person, may_direct, may_moderate, require_director, require_moderator
from bot.domain.ids import CommunityId, PostId, WorkId
from bot.domain.posts import UNKNOWN_MESSAGE, Action, Post, PostKind
from bot.domain.refusals import Refusal, Why
from bot.services.ports import Clock, Database, Transaction, Wake


class Thing(StrEnum):
    """What a post may be about; each has one in a post's `subject`, by its number."""

    PROMPT = "prompt"
    VOTE = "vote"
    PRODUCTION = "production"


class PostService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def refused(self, person: Person, community_id: CommunityId, thing: Thing, number: int) -> list[Post]:
        """What Discord would not take of this, oldest first; nothing for whoever does not run it."""
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
            runs = may_moderate if thing is Thing.VOTE else may_direct
            if not runs(community, person):
                return []
            return await _refused_of(tx, community, thing, number)

    async def post_again(
        self, person: Person, community_id: CommunityId, thing: Thing, number: int, interaction_id: int
    ) -> list[Post]:
        """Owe all of it once more. A message that was deleted is made anew.

        Raises `Refusal`: NEEDS_DIRECTOR, NEEDS_MODERATOR, NOTHING_TO_POST_AGAIN.
        """
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            community = await tx.communities.get(community_id)
            require = require_moderator if thing is Thing.VOTE else require_director
            require(community, person)
            refused = await _refused_of(tx, community, thing, number)
            if not refused:
                raise Refusal(Why.NOTHING_TO_POST_AGAIN)
            for post in refused:
                await _owe_again(tx, post)
        self._wake_posts()
        return refused

    async def post_one_again(
        self, person: Person, community_id: CommunityId, post_id: PostId, interaction_id: int
    ) -> Post:
        """Owe one of them once more. Raises as `post_again` does."""
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            community = await tx.communities.get(community_id)
            post = next((one for one in await tx.posts.refused(community_id) if one.id == post_id), None)
            if post is None:
                raise Refusal(Why.NOTHING_TO_POST_AGAIN)
            of_vote = post.owed.kind in (PostKind.VOTE_CARD, PostKind.VOTE_RESULTS)
            require = require_moderator if of_vote else require_director
            require(community, person)
            await _owe_again(tx, post)
        self._wake_posts()
        return post

    async def may_again(self, community_id: CommunityId) -> None:
        """Permissions have changed here: in each channel one post that was not allowed is tried, the rest follow it."""
        async with self._db.transaction() as tx:
            tried = await tx.posts.may_again(self._clock.now(), community_id=community_id)
        if tried:
            self._wake_posts()


async def _owe_again(tx: Transaction, post: Post) -> None:
    if post.owed.action is Action.EDIT and post.refusal_code == UNKNOWN_MESSAGE and post.owed.after:
        await tx.posts.again(post.owed.after)
    await tx.posts.again(post.id)


async def _refused_of(tx: Transaction, community: Community, thing: Thing, number: int) -> list[Post]:
    return [post for post in await tx.posts.refused(community.id) if await _is_about(tx, post, thing, number)]


async def _is_about(tx: Transaction, post: Post, thing: Thing, number: int) -> bool:
    subject = post.owed.subject
    if post.owed.action is Action.DM:
        return False  # whoever closed their direct messages meant it
    if post.owed.kind is PostKind.CREDITS and thing is Thing.PRODUCTION and subject["production"] == number:
        # Credits that were scheduled anew take the place of those that never arrived.
        production = await tx.productions.by_number(post.owed.community_id, number)
        newest = (await tx.productions.announcements(production.id))[-1].id
        return post.owed.key.startswith(f"credits:{post.owed.community_id}:{number}:{newest}:")
    if post.owed.kind not in (PostKind.WORK_ANSWER, PostKind.WORK_REFUSAL):
        return bool(subject.get(thing) == number)
    if thing is not Thing.PROMPT or post.refusal_code == UNKNOWN_MESSAGE:
        return False  # nobody misses a line that was deleted
    if post.owed.kind is PostKind.WORK_ANSWER:
        work = await tx.works.by_number(post.owed.community_id, subject["work"])
    else:
        work = await tx.works.get(WorkId(subject["work_id"]))
    return work.prompt_id is not None and (await tx.prompts.get(work.prompt_id)).number == number
