"""Rehearsals on both engines: one running at a time, everything that is known of it read back."""

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import ChannelId, CommunityId, MemberId
from bot.domain.instants import Instant
from bot.domain.rehearsal import Step, Trouble
from data import Database

HOME, OWNER, STAGE, THREAD = CommunityId(1), MemberId(2), ChannelId(3), ChannelId(4)


async def test_a_rehearsal_is_read_back_as_it_stands_and_only_the_last_is_kept(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.communities.ensure(HOME, "Home")
        begun = await tx.rehearsals.begin(HOME, OWNER, STAGE, Instant(10))
        assert await tx.rehearsals.find(begun.id) == begun == await tx.rehearsals.latest(HOME)
    with pytest.raises(IntegrityError):
        async with db.transaction() as tx:
            await tx.rehearsals.begin(HOME, OWNER, STAGE, Instant(11))

    trouble = Trouble(Step.WORK, 50_013, ("attach_files",))
    async with db.transaction() as tx:
        await tx.rehearsals.opened(begun.id, THREAD)
        await tx.rehearsals.went_on(begun.id, Step.REMIX, [trouble])
        await tx.rehearsals.ended(begun.id, Instant(20), left_behind=True)
        ended = await tx.rehearsals.latest(HOME)
    assert ended is not None
    assert (ended.thread_id, ended.step, ended.troubles) == (THREAD, Step.REMIX, (trouble,))
    assert (ended.ended_at, ended.left_behind) == (20, True)

    async with db.transaction() as tx:
        again = await tx.rehearsals.begin(HOME, OWNER, STAGE, Instant(30))
        assert await tx.rehearsals.find(begun.id) is None
    assert again.id > begun.id, "a number is never given twice"
