"""A work's family read alone, what was fetched, who wants to hear: on both engines."""

from itertools import pairwise

from bot.domain.ids import MemberId
from bot.domain.instants import HOUR, Instant
from bot.domain.lineage import Edge, Telling
from bot.domain.works import WorkState
from data import Database
from tests.data import sets
from tests.data.sets import ADA, AWAY, BEN, CLEO, HOME, NOW


async def test_a_family_is_read_up_and_down_and_other_families_are_left_alone(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        root, left, right, middle, child, cousin = [await sets.work(tx) for _ in range(6)]
        strangers = [await sets.work(tx) for _ in range(2)]
        links = [(left, root), (right, root), (middle, left), (middle, right), (child, middle), (cousin, left)]
        for work, source in [*links, (strangers[1], strangers[0])]:
            await tx.lineage.add(work, source)

        up = {Edge(middle.id, left.id), Edge(middle.id, right.id), Edge(left.id, root.id), Edge(right.id, root.id)}
        assert set(await tx.lineage.upstream(middle.id)) == up, "a diamond is followed once"
        assert await tx.lineage.downstream(middle.id) == [Edge(child.id, middle.id)]
        assert set(await tx.lineage.downstream(root.id)) == {Edge(work.id, source.id) for work, source in links}
        assert await tx.lineage.upstream(root.id) == []
        assert await tx.lineage.downstream(child.id) == []


async def test_a_long_line_of_remixes_is_read_to_its_end(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        line = [await sets.work(tx) for _ in range(120)]
        for source, work in pairwise(line):
            await tx.lineage.add(work, source)
        assert len(await tx.lineage.upstream(line[-1].id)) == 119
        assert len(await tx.lineage.downstream(line[0].id)) == 119


async def test_what_was_fetched_comes_newest_first_and_only_while_it_is_in(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        one, two, three = [await sets.work(tx) for _ in range(3)]
        away = await sets.work(tx, AWAY)
        for at, work in enumerate((one, two, three, away, one)):
            await tx.lineage.fetched(BEN, work.id, Instant(NOW + at))
        await tx.lineage.fetched(ADA, two.id, NOW)
        assert await tx.lineage.fetched_by(BEN, HOME, NOW) == [one.id, three.id, two.id]
        assert await tx.lineage.fetched_by(BEN, HOME, Instant(NOW + 2)) == [one.id, three.id]
        await tx.works.end(three.id, WorkState.WITHDRAWN, None)
        assert await tx.lineage.fetched_by(BEN, HOME, NOW) == [one.id, two.id]
        assert await tx.lineage.fetched_by(CLEO, HOME, NOW) == []


async def test_recent_works_are_of_the_same_prompt_and_older(db: Database) -> None:
    async with db.transaction() as tx:
        prompt = await sets.prompt(tx)
        mine = [await sets.work(tx, prompt_id=prompt) for _ in range(4)]
        free = [await sets.work(tx) for _ in range(2)]
        assert await tx.lineage.recent(mine[2], 25) == [mine[1].id, mine[0].id]
        assert await tx.lineage.recent(mine[3], 1) == [mine[2].id]
        assert await tx.lineage.recent(free[1], 25) == [free[0].id]


async def test_a_maker_is_known_by_a_part_of_their_name_in_any_case(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        for member, name in ((ADA, "Ada"), (BEN, "Bén 🎬"), (CLEO, "Adalbert Groß")):
            await tx.people.remember(HOME, member, name, NOW)
        await tx.people.remember(AWAY, MemberId(9), "Ada", NOW)
        assert sorted(await tx.lineage.known_as(HOME, " ADA ")) == [ADA, CLEO]
        assert await tx.lineage.known_as(HOME, "bÉN") == [BEN]
        assert await tx.lineage.known_as(HOME, "gross") == [CLEO]
        works = [await sets.work(tx, makers=(maker,)) for maker in (ADA, BEN, CLEO)]
        assert await tx.lineage.by_makers(HOME, [ADA, CLEO], 25) == [works[2].id, works[0].id]
        assert await tx.lineage.by_makers(HOME, [ADA, CLEO], 1) == [works[2].id]
        assert await tx.lineage.by_makers(HOME, [], 25) == []


async def test_what_the_maker_said_is_no_source_is_remembered(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        source, work = await sets.work(tx), await sets.work(tx)
        for _ in range(2):
            await tx.lineage.refuse(work.id, source.id)
        assert await tx.lineage.refused(work.id) == {source.id}
        assert await tx.lineage.refused(source.id) == set()


async def test_a_member_hears_once_a_day_until_they_choose_and_in_each_server_as_chosen_there(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        assert await tx.lineage.telling(HOME, BEN) is Telling.DAILY
        for telling in Telling:
            await tx.lineage.choose_telling(HOME, BEN, telling)
            assert await tx.lineage.telling(HOME, BEN) is telling
        assert await tx.lineage.telling(AWAY, BEN) is Telling.DAILY


async def test_news_is_news_once_and_only_of_works_that_are_in_and_linked(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        source, one, two, unlinked = [await sets.work(tx) for _ in range(4)]
        for work in (one, two):
            await tx.lineage.add(work, source)
        news = [Edge(work.id, source.id) for work in (one, two, unlinked)]
        assert [await tx.lineage.note_news(HOME, BEN, edge) for edge in (*news, news[0])] == [True, True, True, False]
        assert await tx.lineage.news_for(HOME, BEN) == news[:2]
        await tx.works.end(one.id, WorkState.WITHDRAWN, None)
        assert await tx.lineage.news_for(HOME, BEN) == news[1:2]
        await tx.lineage.told(HOME, BEN, Instant(NOW + HOUR))
        assert await tx.lineage.news_for(HOME, BEN) == []
        assert not await tx.lineage.note_news(HOME, BEN, news[1])
        assert await tx.lineage.news_for(HOME, CLEO) == await tx.lineage.news_for(AWAY, BEN) == []
