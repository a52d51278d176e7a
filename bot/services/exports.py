"""Everything a community made, as plain data: enough for an outsider to recount its votes and derive its credits.

The shape is `docs/export.schema.json`. Snowflakes are strings, instants µs UTC, ballots carry no names.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.credits import credit
from bot.domain.ids import CommunityId, EntryId, MemberId, WorkId
from bot.domain.lineage import Edge, sources_of
from bot.domain.making import AiUse, Outside
from bot.domain.productions import Production
from bot.domain.prompts import Prompt
from bot.domain.refusals import Refusal, Why
from bot.domain.votes import Ballot, Vote, VoteState
from bot.domain.votes.approval import count
from bot.domain.works import Work
from bot.services.ports import Database

FORMAT = 1

Json = dict[str, Any]


class ExportService:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def places(self) -> list[Json]:
        """Where each community that is set up has Callsheet work."""
        async with self._db.transaction() as tx:
            known = await tx.communities.list_all()
        return [
            {"id": str(one.id), "name": one.name, "channels": [str(channel) for channel in one.channels]}
            for one in known
            if one.set_up_at is not None
        ]

    async def export(self, community_id: CommunityId) -> Json:
        """One community, whole. Raises `Refusal(NOT_SET_UP)` where there is none."""
        async with self._db.transaction() as tx:
            community = await tx.communities.find(community_id)
            if community is None:
                raise Refusal(Why.NOT_SET_UP)
            prompts = await tx.prompts.list_of(community_id)
            works = await tx.works.of_community(community_id)
            edges = await tx.lineage.edges(community_id)
            outside = {work.id: await tx.making.outside(work.id) for work in works}
            ai = await tx.making.declared([work.id for work in works])
            reached = await tx.works.many({work for edge in edges for work in (edge.work, edge.source)})
            votes = await tx.votes.list_of(community_id)
            ballots = {vote.id: await tx.votes.ballots(vote.id) for vote in votes}
            productions = await tx.productions.list_of(community_id)
            announcements = {one.id: await tx.productions.announcements(one.id) for one in productions}
            by_id = {**reached, **{work.id: work for work in works}}
            members = {
                *(maker for work in by_id.values() for maker in work.makers),
                *(prompt.director_id for prompt in prompts),
                *(vote.moderator_id for vote in votes),
                *(production.director_id for production in productions),
            }
            names = await tx.people.names(community_id, members)
        titles = {prompt.id: prompt.number for prompt in prompts}
        sources = sources_of(edges)
        return {
            "format": FORMAT,
            "community": {"id": str(community.id), "name": community.name, "zone": community.zone},
            "people": [{"id": str(one), "name": names.get(one)} for one in sorted(members)],
            "prompts": [_prompt(prompt) for prompt in reversed(prompts)],
            "works": [_work(work, titles, sources, by_id, outside[work.id], ai.get(work.id)) for work in works],
            "votes": [_vote(vote, ballots[vote.id], titles) for vote in reversed(votes)],
            "productions": [
                {
                    **_production(production, edges, by_id),
                    "announcements": [
                        {"channel": str(one.channel_id), "due_at": one.due_at, "state": one.state}
                        for one in announcements[production.id]
                    ],
                }
                for production in reversed(productions)
            ],
        }

    async def absences(self, limit: int = 5) -> list[Json]:
        """What was found after the last times Discord's events did not reach us, newest first: for the operator."""
        async with self._db.transaction() as tx:
            names = {one.id: one.name for one in await tx.communities.list_all()}
            return [
                {
                    "community": names.get(one.community_id, ""),
                    "away_from": one.away_from,
                    "back_at": one.back_at,
                    "works": one.works,
                    "refused": one.refused,
                    "edits": one.edits,
                    "deletions": one.deletions,
                    "unreadable": len(one.unreadable),
                }
                for one in await tx.absences.newest(limit)
            ]

    async def export_all(self) -> list[Json]:
        """Every community, by id."""
        async with self._db.transaction() as tx:
            communities = await tx.communities.list_all()
        return [await self.export(one.id) for one in sorted(communities, key=lambda community: community.id)]


def _prompt(prompt: Prompt) -> Json:
    return {
        "number": prompt.number,
        "title": prompt.title,
        "brief": prompt.brief,
        "kinds": sorted(prompt.kinds),
        "pays": prompt.pays,
        "works_per_member": prompt.works_per_member,
        "opens_at": prompt.opens_at,
        "closes_at": prompt.closes_at,
        "closed_at": prompt.closed_at,
        "state": prompt.state,
        "director": str(prompt.director_id),
    }


def _work(
    work: Work,
    prompts: Mapping[Any, int],
    sources: Mapping[WorkId, list[WorkId]],
    works: Mapping[WorkId, Work],
    outside: Sequence[Outside],
    ai: AiUse | None,
) -> Json:
    numbers = [works[source].number for source in sources.get(work.id, [])]
    return {
        "number": work.number,
        "title": work.title,
        "words": work.words,
        "state": work.state,
        "prompt": prompts.get(work.prompt_id),
        "origin": work.origin,
        "discord_id": str(work.origin_id),
        "made_at": work.made_at,
        "makers": [str(maker) for maker in work.makers],
        "credit": work.credit,
        "outside": [{"kind": one.kind, "name": one.name, "link": one.link, "licence": one.licence} for one in outside],
        "ai": None if ai is None else {"used": ai.used, "how": ai.how},
        "sources": sorted(number for number in numbers if number is not None),
        "files": [
            {"filename": asset.filename, "size": asset.size, "kind": asset.kind, "sha256": asset.sha256}
            for asset in work.assets
        ],
    }


def _vote(vote: Vote, ballots: Sequence[Ballot], prompts: Mapping[Any, int]) -> Json:
    """While a vote is open its ballots are nobody's business, not even the operator's."""
    numbers: dict[EntryId, int] = {entry.id: entry.number for entry in vote.entries}
    told: Json = {"ballots": None, "result": None}
    if vote.state is VoteState.CLOSED:
        result = count((ballot.picks for ballot in ballots), list(numbers))
        told = {
            "ballots": sorted(sorted(numbers[pick] for pick in ballot.picks) for ballot in ballots),
            "result": [
                {"place": one.place, "picks": one.picks, "works": [numbers[entry] for entry in one.entries]}
                for one in result.standings
            ],
        }
    return {
        "number": vote.number,
        "title": vote.title,
        "prompt": prompts.get(vote.prompt_id),
        "moderator": str(vote.moderator_id),
        "rule": vote.rule,
        "state": vote.state,
        "opens_at": vote.opens_at,
        "closes_at": vote.closes_at,
        "closed_at": vote.closed_at,
        "entries": list(numbers.values()),
        **told,
    }


def _production(production: Production, edges: Sequence[Edge], works: Mapping[WorkId, Work]) -> Json:
    uses = {use.work_id: use.role for use in production.uses}
    credits = credit(uses, edges, works)
    return {
        "number": production.number,
        "title": production.title,
        "state": production.state,
        "director": str(production.director_id),
        "uses": [{"work": use.number, "role": use.role} for use in production.uses],
        "credits": [_credit(one.maker, one.steps, one.works, one.roles, works) for one in credits],
    }


def _credit(
    maker: MemberId, steps: int, made: Sequence[WorkId], roles: Sequence[str], works: Mapping[WorkId, Work]
) -> Json:
    return {"maker": str(maker), "steps": steps, "works": [works[work].number for work in made], "roles": list(roles)}
