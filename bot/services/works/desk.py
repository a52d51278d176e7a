"""A work as the one looking at it may see and change it, beside its family; and the terms its makers agreed to."""

from dataclasses import dataclass

from bot.domain.communities import Person
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant, instant_of
from bot.domain.making import NOT_AN_ENTRY, TERMS_VERSION, AiUse, Consent, Outside
from bot.domain.prompts import asks_about_ai
from bot.domain.works import Asset, Work
from bot.services.ports import Clock, Database
from bot.services.works.together import offered


@dataclass(frozen=True, slots=True)
class Desk:
    work: Work
    is_maker: bool = False
    outside: tuple[Outside, ...] = ()
    part_of: int | None = None
    """The number of the work it went into."""
    parts: tuple[int, ...] = ()
    """The works that went into it."""
    run: tuple[int, ...] = ()
    """What it may be made one with, itself last."""
    earlier: tuple[tuple[Asset, Instant], ...] = ()
    """For its makers: files it had before, each with when it was taken out."""
    waiting: tuple[MemberId, ...] = ()
    """Named as makers, and they have not said yet: for its makers, and for each of these alone."""
    was_named: bool = False
    """The one looking was named by another, and agreed."""
    ai: AiUse | None = None
    """What its makers said about AI in it."""
    asks_ai: bool = False
    """Its prompt wants to know that, and the one looking may say it."""
    consent: Consent | None = None
    """What the one looking last said to the terms."""

    @property
    def asks_terms(self) -> bool:
        """Whether its maker has yet to say what may be done with their works."""
        return self.is_maker and (self.consent is None or self.consent.version < TERMS_VERSION)

    @property
    def was_talk(self) -> bool:
        return self.work.reason == NOT_AN_ENTRY


class DeskService:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def view(self, person: Person, community_id: CommunityId, number: int) -> Desk:
        """Raises `Refusal(NO_SUCH_WORK)`."""
        async with self._db.transaction() as tx:
            work = await tx.works.by_number(community_id, number)
            is_maker = person.id in work.makers
            asked = await tx.making.asked(work.id)
            into = await tx.making.joined_into(work.id)
            parts = await tx.works.many(await tx.making.parts(work.id))
            prompt = await tx.prompts.get(work.prompt_id) if is_maker and work.prompt_id is not None else None
            return Desk(
                work=work,
                is_maker=is_maker,
                outside=tuple(await tx.making.outside(work.id)),
                part_of=(await tx.works.get(into)).number if into is not None else None,
                parts=tuple(sorted(part.number or 0 for part in parts.values())),
                run=tuple(one.number or 0 for one in await offered(tx, work)),
                earlier=tuple(await tx.making.earlier_files(work.id)) if is_maker else (),
                waiting=tuple(
                    one.member for one in asked if one.agreed is None and (is_maker or one.member == person.id)
                ),
                was_named=is_maker and any(one.member == person.id and one.agreed for one in asked),
                ai=(await tx.making.declared([work.id])).get(work.id),
                asks_ai=prompt is not None and asks_about_ai(prompt),
                consent=await tx.making.consented(community_id, person.id),
            )

    async def shown_with(self, work: Work) -> tuple[Asset, ...]:
        """The files that stand in no message of its maker, so that its answer has to show them."""
        async with self._db.transaction() as tx:
            parts = await tx.works.many(await tx.making.parts(work.id))
        elsewhere = {asset.discord_id for part in parts.values() for asset in part.assets}
        return tuple(one for one in work.assets if one.added_at is not None and one.discord_id not in elsewhere)

    async def consent_of(self, person: Person, community_id: CommunityId) -> Consent | None:
        """What this member said last to the terms in force; None where they have yet to say."""
        async with self._db.transaction() as tx:
            consent = await tx.making.consented(community_id, person.id)
        return consent if consent is not None and consent.version >= TERMS_VERSION else None

    async def consent(
        self, person: Person, community_id: CommunityId, interaction_id: int, *, outside: bool
    ) -> Consent:
        """Record what a member says to the terms. Their works stand either way; the newest answer counts."""
        consent = Consent(TERMS_VERSION, outside, instant_of(interaction_id))
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            await tx.making.consent(community_id, person.id, consent)
        return consent
