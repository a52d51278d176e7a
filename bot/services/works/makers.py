"""Several makers: named by one, asked in public once, makers only when they say so."""

from collections.abc import Sequence

from bot.domain.communities import Person
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import instant_of
from bot.domain.making import MAX_MAKERS
from bot.domain.posts import Action, Owed, PostKind, redrawing
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work, WorkState
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.works.answers import place_of, redraw
from bot.services.works.theirs import lock_theirs


class MakersService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def ask(
        self, person: Person, community_id: CommunityId, number: int, named: Sequence[MemberId], interaction_id: int
    ) -> list[MemberId]:
        """Name others as makers. One silent line asks those who were not asked before; returns them."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            work = await lock_theirs(tx, person, community_id, number)
            if work.is_nameless and work.prompt_id is not None:
                raise Refusal(Why.NAMELESS_FOR_NOW, title=(await tx.prompts.get(work.prompt_id)).title)
            new = [one for one in dict.fromkeys(named) if one not in work.makers]
            waiting = [one.member for one in await tx.making.asked(work.id) if one.agreed is None]
            count = len({*work.makers, *waiting, *new})
            if count > MAX_MAKERS:
                raise Refusal(Why.TOO_MANY_MAKERS, count=count, limit=MAX_MAKERS)
            asked = [one for one in new if await tx.making.ask(work.id, one, now)]
            if not asked:
                raise Refusal(Why.NOBODY_NEW_NAMED)
            await tx.posts.owe(await _line(tx, work, asked), now)
        self._wake_posts()
        return asked

    async def answer(
        self, person: Person, community_id: CommunityId, number: int, interaction_id: int, *, made_it: bool
    ) -> Work:
        """One who was named says whether they made it; they may say otherwise later."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            work = await tx.works.lock((await tx.works.by_number(community_id, number)).id)
            asked = [one.member for one in await tx.making.asked(work.id)]
            if person.id not in asked:
                raise Refusal(Why.NOT_ASKED, number=number)
            if work.state is not WorkState.ACCEPTED:
                raise Refusal(Why.WORK_NOT_IN, number=number)
            await tx.making.answered(work.id, person.id, made_it)
            if made_it:
                await tx.people.remember(community_id, person.id, person.name, instant_of(interaction_id))
                await tx.making.add_maker(work.id, person.id)
            elif person.id in work.makers:
                if len(work.makers) == 1:
                    raise Refusal(Why.ONLY_MAKER, number=number)
                await tx.making.remove_maker(work.id, person.id)
            await redraw(tx, work, now)
            for one in asked:
                line = await tx.posts.by_key(_key(work, one))
                if line is not None and str(person.id) in line.owed.subject["members"]:
                    await tx.posts.owe(redrawing(line), now)
            changed = await tx.works.get(work.id)
        self._wake_posts()
        return changed

    async def standing(self, community_id: CommunityId, number: int, named: Sequence[MemberId]) -> dict[MemberId, bool]:
        """Of those that a line names: who agreed (True), and who has not said yet (False)."""
        async with self._db.transaction() as tx:
            work = await tx.works.by_number(community_id, number)
            said = {one.member: one.agreed for one in await tx.making.asked(work.id)}
        return {one: said[one] is True for one in named if one in said and said[one] is not False}


def _key(work: Work, first: MemberId) -> str:
    """Each line is called by the first it asks: nobody is asked twice, so no two lines are called the same."""
    return f"makers:{work.id}:{first}"


async def _line(tx: Transaction, work: Work, asked: Sequence[MemberId]) -> Owed:
    return Owed(
        _key(work, asked[0]),
        work.community_id,
        await place_of(tx, work),
        Action.CREATE,
        PostKind.MAKERS_ASKED,
        {"work": work.number, "members": [str(one) for one in asked]},
        reply_to=work.message_id,
    )
