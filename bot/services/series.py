"""Series: a prompt that is posted again every day, week or month, with themes that take turns."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.domain.audit import Deed
from bot.domain.communities import Community, Person, require_director
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import ChannelId, CommunityId, MemberId, SeriesId
from bot.domain.instants import MINUTE, Instant
from bot.domain.prompts import Prompt, PromptDraft, judge_closing
from bot.domain.recurrence import Every, following, recurrence_from, upcoming
from bot.domain.refusals import Refusal, Why
from bot.domain.series import Series, SeriesDraft, SeriesState, judge_series, next_draft, title_of
from bot.domain.showing import Shows
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.team import note, require_going

OpenPrompt = Callable[[Transaction, Community, PromptDraft, MemberId, ChannelId, Instant], Awaitable[Prompt]]
"""How a prompt is opened inside a transaction; prompts themselves are another feature."""
SHOWN_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Ahead:
    """A series before it begins: what is posted, and when the first ones come, with their titles."""

    what: SeriesDraft
    next: tuple[tuple[Instant, str], ...]


class SeriesService:
    def __init__(
        self, db: Database, clock: Clock, wake_posts: Wake, wake_deadlines: Wake, open_prompt: OpenPrompt
    ) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines
        self._open_prompt = open_prompt

    async def ahead(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        every: Every,
        first_at: Instant,
        open_for: int | None,
        themes: Sequence[str],
    ) -> Ahead:
        """How it would go, to be looked at before it is saved. Raises `Refusal` for what could not be posted."""
        async with self._db.transaction() as tx:
            what, _ = await self._draft(tx, person, community_id, number, every, first_at, open_for, themes)
        times = upcoming(what.recurrence, self._clock.now(), SHOWN_AHEAD)
        return Ahead(what, tuple((at, title_of(what, nth)) for nth, at in enumerate(times)))

    async def start(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        every: Every,
        first_at: Instant,
        open_for: int | None,
        themes: Sequence[str],
        interaction_id: int,
    ) -> Series:
        """Post a prompt like this one again and again, in the community's time zone of today."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            what, prompt = await self._draft(tx, person, community_id, number, every, first_at, open_for, themes)
            next_at = next(following(what.recurrence, now))
            series_id = await tx.series.add(community_id, what, person.id, prompt.channel_id, next_at)
            series = await tx.series.get(series_id)
            await self._await(tx, series)
            await self._note(tx, series, Deed.SERIES_STARTED, person)
        self._wake_posts()
        self._wake_deadlines()
        return series

    async def _draft(
        self,
        tx: Transaction,
        person: Person,
        community_id: CommunityId,
        number: int,
        every: Every,
        first_at: Instant,
        open_for: int | None,
        themes: Sequence[str],
    ) -> tuple[SeriesDraft, Prompt]:
        community = await tx.communities.get(community_id)
        require_director(community, person)
        prompt = await tx.prompts.by_number(community_id, number)
        if prompt.shows is not Shows.OPENLY:
            raise Refusal(Why.REPEATS_OPENLY, title=prompt.title)
        judge_closing(first_at, self._clock.now())
        what = SeriesDraft(
            title=prompt.title,
            brief=prompt.brief,
            recurrence=recurrence_from(every, first_at, community.zone),
            kinds=prompt.kinds,
            pays=prompt.pays,
            works_per_member=prompt.works_per_member,
            open_for=open_for,
            themes=tuple(themes),
        )
        judge_series(what, first_at)
        return what, prompt

    async def post_on_time(self, deadline: Deadline) -> None:
        """Post the one whose turn it is. Those missed in an absence come as one, and the next at its own time."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            series = await tx.series.lock(SeriesId(deadline.subject))
            if series.state is SeriesState.RUNNING and series.next_at == deadline.due_at:
                on_time = now - deadline.due_at <= MINUTE
                await self._post(tx, series, deadline.due_at if on_time else now)
                await self._go_on(tx, series, now, series.posted + 1)
            await tx.deadlines.finish(deadline.key)
        self._wake_posts()
        self._wake_deadlines()

    async def post_now(
        self, person: Person, community_id: CommunityId, series_id: SeriesId, interaction_id: int
    ) -> Prompt:
        """One more, at once; the next comes at its own time, with the theme after this one."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            series = await self._led(tx, person, community_id, series_id, interaction_id)
            await require_going(tx, community_id)
            prompt = await self._post(tx, series, now)
            await tx.series.set(series.id, series.state, series.posted + 1, series.next_at)
        self._wake_posts()
        self._wake_deadlines()
        return prompt

    async def skip(self, person: Person, community_id: CommunityId, series_id: SeriesId, interaction_id: int) -> Series:
        """Leave the next one out. Its theme has its turn the time after."""
        async with self._db.transaction() as tx:
            series = await self._led(tx, person, community_id, series_id, interaction_id)
            if series.next_at is None:
                raise Refusal(Why.NOTHING_OWED)
            await tx.deadlines.cancel(_key(series, series.next_at))
            skipped = await self._go_on(tx, series, max(self._clock.now(), series.next_at), series.posted)
            await self._note(tx, skipped, Deed.SERIES_SKIPPED, person)
        self._wake_posts()
        self._wake_deadlines()
        return skipped

    async def pause(
        self, person: Person, community_id: CommunityId, series_id: SeriesId, interaction_id: int
    ) -> Series:
        return await self._halt(person, community_id, series_id, interaction_id, SeriesState.PAUSED)

    async def stop(self, person: Person, community_id: CommunityId, series_id: SeriesId, interaction_id: int) -> Series:
        """For good. The prompts that were posted stay as they are."""
        return await self._halt(person, community_id, series_id, interaction_id, SeriesState.STOPPED)

    async def resume(
        self, person: Person, community_id: CommunityId, series_id: SeriesId, interaction_id: int
    ) -> Series:
        """Go on at the next of its times; none of those it slept through are made up for."""
        async with self._db.transaction() as tx:
            series = await self._led(tx, person, community_id, series_id, interaction_id)
            resumed = series
            if series.state is SeriesState.PAUSED:
                resumed = await self._go_on(tx, series, self._clock.now(), series.posted)
                await self._note(tx, resumed, Deed.SERIES_RESUMED, person)
        self._wake_posts()
        self._wake_deadlines()
        return resumed

    async def _halt(
        self,
        person: Person,
        community_id: CommunityId,
        series_id: SeriesId,
        interaction_id: int,
        state: SeriesState,
    ) -> Series:
        deed = Deed.SERIES_PAUSED if state is SeriesState.PAUSED else Deed.SERIES_STOPPED
        async with self._db.transaction() as tx:
            series = await self._led(tx, person, community_id, series_id, interaction_id)
            if series.next_at is not None:
                await tx.deadlines.cancel(_key(series, series.next_at))
            await tx.series.set(series.id, state, series.posted, None)
            halted = await tx.series.get(series.id)
            await self._note(tx, halted, deed, person)
        self._wake_posts()
        return halted

    async def _led(
        self, tx: Transaction, person: Person, community_id: CommunityId, series_id: SeriesId, interaction_id: int
    ) -> Series:
        """The series, locked, if this person may change it. Raises `Refusal(NO_SUCH_SERIES)` for one that is over."""
        await tx.seen.once(interaction_id, self._clock.now())
        require_director(await tx.communities.get(community_id), person)
        series = await tx.series.lock(series_id)
        if series.community_id != community_id or series.state is SeriesState.STOPPED:
            raise Refusal(Why.NO_SUCH_SERIES)
        return series

    async def _post(self, tx: Transaction, series: Series, opens_at: Instant) -> Prompt:
        """In its channel, or in the first one where it has been taken from us."""
        community = await tx.communities.get(series.community_id)
        place = series.channel_id if series.channel_id in community.channels else community.home
        draft = next_draft(series, opens_at)
        return await self._open_prompt(tx, community, draft, series.director_id, place, self._clock.now())

    async def _go_on(self, tx: Transaction, series: Series, after: Instant, posted: int) -> Series:
        next_at = next(following(series.what.recurrence, after))
        await tx.series.set(series.id, SeriesState.RUNNING, posted, next_at)
        going = await tx.series.get(series.id)
        await self._await(tx, going)
        return going

    async def _await(self, tx: Transaction, series: Series) -> None:
        if series.next_at is not None:
            key = _key(series, series.next_at)
            await tx.deadlines.add(key, DeadlineKind.SERIES_POSTS, series.community_id, series.id, series.next_at)

    async def _note(self, tx: Transaction, series: Series, deed: Deed, person: Person) -> None:
        community = await tx.communities.get(series.community_id)
        facts = {"title": series.what.title, "due": series.next_at or 0}
        await note(tx, community, deed, person.id, self._clock.now(), **facts)


def _key(series: Series, at: Instant) -> str:
    return f"series:{series.id}:{at}"
