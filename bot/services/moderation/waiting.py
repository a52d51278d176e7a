"""What waits for a moderator: works that are held, and works that somebody reported."""

from collections import defaultdict
from dataclasses import dataclass

from bot.domain.ids import CommunityId, MemberId, WorkId
from bot.domain.moderation import Report, Settings
from bot.domain.works import Work, WorkState
from bot.services.ports import Transaction


@dataclass(frozen=True, slots=True)
class Waiting:
    """One work to look at, and why."""

    work: Work
    reports: tuple[Report, ...]
    asked: str
    """What its maker was asked to change."""


@dataclass(frozen=True, slots=True)
class WaitingView:
    settings: Settings
    waiting: tuple[Waiting, ...]
    names: dict[MemberId, str]


async def read_waiting(tx: Transaction, community_id: CommunityId) -> WaitingView:
    """Held works and reported ones, oldest first. A work that is gone from the set takes its reports with it."""
    by_work: dict[WorkId, list[Report]] = defaultdict(list)
    for report in await tx.moderation.reports(community_id):
        by_work[report.work_id].append(report)
    held = await tx.moderation.held(community_id)
    works = await tx.works.many({*held, *by_work})
    asked = await tx.moderation.asked(list(works))
    waiting = tuple(
        Waiting(works[work_id], tuple(by_work[work_id]), asked.get(work_id, ""))
        for work_id in sorted(works)
        if works[work_id].state in (WorkState.HELD, WorkState.ACCEPTED)
    )
    makers = {maker for one in waiting for maker in one.work.makers}
    return WaitingView(await tx.moderation.settings(community_id), waiting, await tx.people.names(community_id, makers))
