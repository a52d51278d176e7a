"""Coming up: what Callsheet owes and when. Each change goes by the rules of the feature it belongs to."""

from collections.abc import Awaitable, Callable

from discord import ui
from discord.ext import commands

from bot.app import App
from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import DraftId, PostId, SeriesId, VoteId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why
from bot.domain.series import Series
from bot.router import Press, pressed
from bot.services.calendar import Act, Item
from cogs.answers import Answer
from cogs.cards.calendar import CAN_NOT_BE_UNDONE, back, coming_up, item_panel, sure_panel
from cogs.forms.calendar import moving_form
from cogs.panels import rows
from cogs.permissions import require_permissions
from cogs.times import read_time
from cogs.words.plain import quoted, when


class Calendar(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.services = app.services
        self.calendar = app.services.calendar

    @pressed("calendar", "open")
    async def open(self, press: Press, answer: Answer) -> None:
        await answer.show(*await self._list(press))

    @pressed("calendar", "list")
    async def back_to_list(self, press: Press, answer: Answer) -> None:
        await answer.update(*await self._list(press))

    async def _list(self, press: Press) -> tuple[str, ui.View]:
        items = await self.calendar.coming_up(press.person, press.community_id)
        paused = await self.services.moderation.is_paused(press.community_id)
        return coming_up(items, press.token, paused=paused)

    @pressed("calendar", "pick")
    async def pick(self, press: Press, answer: Answer) -> None:
        item = await self.calendar.find(press.person, press.community_id, press.values[0])
        token = await self.services.panels.private(press.community_id, press.person.id, {"ref": item.ref})
        await answer.update(*item_panel(item, token))

    @pressed("calendar", "left")
    async def leave(self, press: Press, answer: Answer) -> None:
        item = await self.calendar.find(press.person, press.community_id, press.subject["ref"])
        await answer.update(*item_panel(item, press.token))

    @pressed("calendar", "move")
    async def ask_when(self, press: Press, answer: Answer) -> None:
        await answer.ask(moving_form(press.token, press.subject))

    @pressed("calendar", "moved")
    async def move(self, press: Press, answer: Answer) -> None:
        item = await self._item(press, Act.MOVE)
        person, community_id, interaction_id = press.person, press.community_id, press.interaction_id
        community = await self.services.communities.get(community_id)
        at = read_time(press.text("when"), community.zone, self.app.clock.now())
        match item.kind:
            case DeadlineKind.PROMPT_OPENS:
                draft_id = DraftId(item.subject)
                await self.services.drafts.change(person, community_id, draft_id, interaction_id, opens_at=at)
            case DeadlineKind.PROMPT_CLOSES:
                await self.services.prompts.move_closing(person, community_id, item.number, at, interaction_id)
            case DeadlineKind.VOTE_CLOSES:
                await self.services.votes.move_closing(person, community_id, item.number, at, interaction_id)
            case DeadlineKind.CREDITS_ARE_DUE:
                await self.services.productions.move(person, community_id, item.number, at, interaction_id)
        await answer.show(f"Moved: {quoted(item.title, 60)}, now {when(at)}.", rows(back(press.token)))

    @pressed("calendar", "ask_now")
    async def ask_now(self, press: Press, answer: Answer) -> None:
        item = await self._item(press, Act.NOW)
        question = CAN_NOT_BE_UNDONE[item.kind or DeadlineKind.PROMPT_CLOSES].format(title=quoted(item.title, 60))
        await answer.update(*sure_panel(question, "now", "Do it now", press.token))

    @pressed("calendar", "now")
    async def do_now(self, press: Press, answer: Answer) -> None:
        item = await self._item(press, Act.NOW)
        person, community_id, interaction_id = press.person, press.community_id, press.interaction_id
        match item.kind:
            case DeadlineKind.PROMPT_OPENS:
                draft = await self.services.drafts.get(person, community_id, DraftId(item.subject))
                community = await self.services.communities.get(community_id)
                require_permissions(answer.interaction.guild, community.place(draft.channel_id))
                await self.services.drafts.post(person, community_id, draft.id, interaction_id)
            case DeadlineKind.PROMPT_CLOSES:
                await self.services.prompts.close(person, community_id, item.number, interaction_id)
            case DeadlineKind.VOTE_CLOSES:
                vote = await self.services.votes.to_close(person, community_id, item.number)
                await self.services.ballots.close(VoteId(vote.id), self.app.clock.now())
            case DeadlineKind.CREDITS_ARE_DUE:
                now = self.app.clock.now()
                await self.services.productions.move(person, community_id, item.number, now, interaction_id)
            case DeadlineKind.SERIES_POSTS:
                await self.services.series.post_now(person, community_id, SeriesId(item.subject), interaction_id)
        await self._done(answer, press, f"Done: {quoted(item.title, 60)}. What it posts is on its way.")

    @pressed("calendar", "cancel")
    async def cancel(self, press: Press, answer: Answer) -> None:
        item = await self._item(press, Act.CANCEL)
        person, community_id, interaction_id = press.person, press.community_id, press.interaction_id
        if item.kind is DeadlineKind.CREDITS_ARE_DUE:
            await self.services.productions.cancel(person, community_id, item.number, interaction_id)
            said = f"The credits of {quoted(item.title, 60)} wait until somebody schedules them again."
        elif item.kind is DeadlineKind.PROMPT_OPENS:
            await self.services.drafts.unschedule(person, community_id, DraftId(item.subject), interaction_id)
            said = f"{quoted(item.title, 60)} opens no more by itself. It waits in `/prompt drafts`."
        else:
            view = await self.services.reminders.view(person, community_id, item.number, of_thread=True)
            left = view.chosen - {(view.prompt.closes_at or 0) - Instant(item.at or 0)}
            await self.services.reminders.choose(
                person, community_id, item.number, left, interaction_id, of_thread=True
            )
            said = f"The thread of {quoted(item.title, 60)} is not reminded then. Members who asked still are."
        await self._done(answer, press, said)

    @pressed("calendar", "skip")
    async def skip(self, press: Press, answer: Answer) -> None:
        series = await self._series(press, Act.SKIP, self.services.series.skip)
        await self._done(answer, press, f"Skipped. The next one comes {when(series.next_at or Instant(0))}.")

    @pressed("calendar", "pause")
    async def pause(self, press: Press, answer: Answer) -> None:
        await self._series(press, Act.PAUSE, self.services.series.pause)
        await self._done(answer, press, "Paused: nothing is posted until somebody lets it go on, here.")

    @pressed("calendar", "resume")
    async def resume(self, press: Press, answer: Answer) -> None:
        series = await self._series(press, Act.RESUME, self.services.series.resume)
        await self._done(answer, press, f"It goes on. The next one comes {when(series.next_at or Instant(0))}.")

    @pressed("calendar", "ask_stop")
    async def ask_stop(self, press: Press, answer: Answer) -> None:
        item = await self._item(press, Act.STOP)
        question = (
            f"Stop {quoted(item.title, 60)} for good? What was posted stays. To leave out some time, pause it instead."
        )
        await answer.update(*sure_panel(question, "stop", "Stop it", press.token))

    @pressed("calendar", "stop")
    async def stop(self, press: Press, answer: Answer) -> None:
        await self._series(press, Act.STOP, self.services.series.stop)
        await self._done(answer, press, "Stopped. You can begin another with **Repeat…** in a prompt's **Manage**.")

    async def _series(self, press: Press, act: Act, do: Callable[..., Awaitable[Series]]) -> Series:
        item = await self._item(press, act)
        return await do(press.person, press.community_id, SeriesId(item.subject), press.interaction_id)

    @pressed("calendar", "retry")
    async def retry(self, press: Press, answer: Answer) -> None:
        item = await self._item(press, Act.RETRY)
        post = await self.services.posts.post_one_again(
            press.person, press.community_id, PostId(item.subject), press.interaction_id
        )
        said = f"On its way to <#{post.owed.channel_id}> once more. If Discord still won't take it, it is back here."
        await self._done(answer, press, said)

    async def _item(self, press: Press, act: Act) -> Item:
        """What the panel is about, if it is still owed and this person may still do that with it."""
        item = await self.calendar.find(press.person, press.community_id, press.subject["ref"])
        if act not in item.may:
            raise Refusal(Why.NOTHING_OWED)
        return item

    async def _done(self, answer: Answer, press: Press, said: str) -> None:
        await answer.update(said, rows(back(press.token)))


async def setup(app: App) -> None:
    await app.add_cog(Calendar(app))
