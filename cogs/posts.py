"""Posts: each kind drawn from how things stand when it is sent, then handed to Discord."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import discord
from discord import ui

from bot.app import App
from bot.domain.communities import Person
from bot.domain.ids import MemberId, MessageId
from bot.domain.instants import SECOND, Instant, to_datetime
from bot.domain.posts import Action, Post, PostKind, nonce_of
from bot.domain.privacy import SOMEONE
from bot.domain.prompts import Prompt, PromptState, lateness
from bot.domain.works import Origin, Work, WorkState, shorten
from bot.router import custom_id, post_id
from bot.services.ports import Undeliverable
from cogs.cards import lineage as family
from cogs.cards import references
from cogs.cards.making import makers_asked
from cogs.cards.moderation import WAITING
from cogs.cards.passes import more_time
from cogs.cards.productions import credits_card
from cogs.cards.prompts import MAKERS_NAMED, ending_post, prompt_card, prompt_opening
from cogs.cards.reminders import reminder, thread_reminder
from cogs.cards.votes import results_card, vote_card
from cogs.cards.works import work_answer, work_refusal
from cogs.panels import SIGNAL, button, card, rows
from cogs.shown import Shown, safe_name
from cogs.translate import custom_ids, place_of
from cogs.words.deeds import deed

LOOKED_AT = 2_000
"""Messages read back when a post may have arrived."""
UPLOAD_LIMIT = 10 * 1024 * 1024
"""What every server takes in one file (https://discord.com/developers/docs/reference#uploading-files)."""
REQUEST_LIMIT = 24 * 1024 * 1024
MOST_DESCRIPTION = 1_024
WINNERS_SHOWN = 5
NOBODY = Person(MemberId(0), "")
ARCHIVE_AFTER_MINUTES: Literal[10_080] = 10_080
LASTING = frozenset({400, 403, 404, 413})
THREAD_EXISTS = 160_004
"""Discord's code for a message that has a thread already."""
THREAD_IS_ARCHIVED = 50_083
CLOCKS_APART = 10 * SECOND
"""Our clock and Discord's agree to within seconds; a message is looked for from a little before it was sent."""


@dataclass
class Drawn:
    """A message ready to go. `pings` are the only people it notifies."""

    text: str | None
    view: Any
    """A `ui.View` beside a text, or a `ui.LayoutView` alone."""
    files: list[Shown] = field(default_factory=list)
    pings: tuple[int, ...] = ()
    silent: bool = False


class Publisher:
    """The outbox's hands. Created messages carry their key in a button, so that they can be found again."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._draw: dict[PostKind, Callable[[Post], Awaitable[Drawn]]] = {
            PostKind.WELCOME: self._welcome,
            PostKind.PROMPT_CARD: self._prompt_card,
            PostKind.PROMPT_OPENING: self._prompt_opening,
            PostKind.PROMPT_ENDED: self._prompt_ended,
            PostKind.WORK_ANSWER: self._work_answer,
            PostKind.WORK_REFUSAL: self._work_refusal,
            PostKind.MAKERS_ASKED: self._makers_asked,
            PostKind.VOTE_CARD: self._vote_card,
            PostKind.VOTE_RESULTS: self._vote_results,
            PostKind.CREDITS: self._credits,
            PostKind.BUILT_ON: self._built_on,
            PostKind.TEAM_NOTE: self._team_note,
            PostKind.REMINDER: self._reminder,
            PostKind.THREAD_REMINDER: self._thread_reminder,
            PostKind.MORE_TIME: self._more_time,
        }

    async def create(self, post: Post) -> MessageId:
        try:
            return await self._create(post)
        except Undeliverable:
            if post.owed.kind is PostKind.BUILT_ON and post.owed.action is Action.DM:
                await self._app.services.news.could_not_write(post)
            raise

    async def _create(self, post: Post) -> MessageId:
        drawn = await self._draw[post.owed.kind](post)
        extras: dict[str, Any] = {}
        if post.owed.reply_to is not None:
            extras["reference"] = discord.MessageReference(
                message_id=post.owed.reply_to, channel_id=post.owed.channel_id, fail_if_not_exists=False
            )
        drawn.view.stop()
        with _lasting_refusals():
            message = await (await self._destination(post)).send(
                drawn.text,
                view=drawn.view,
                files=[file.open() for file in drawn.files],
                nonce=nonce_of(post.owed.key, post.revision),
                silent=drawn.silent,
                allowed_mentions=discord.AllowedMentions(
                    everyone=False, roles=False, replied_user=False, users=[discord.Object(one) for one in drawn.pings]
                ),
                **extras,
            )
        return MessageId(message.id)

    async def edit(self, post: Post) -> None:
        if post.owed.kind is PostKind.PROMPT_THREAD:
            view = await self._app.services.prompts.view(post.owed.community_id, post.owed.subject["prompt"])
            await self._lock(post.target_id, locked=view.prompt.is_sealed)
            return
        drawn = await self._draw[post.owed.kind](post)
        drawn.view.stop()
        with _lasting_refusals():
            try:
                await self._replace(post, drawn)
            except discord.HTTPException as error:
                if error.code != THREAD_IS_ARCHIVED:
                    raise
                await self._app.http.edit_channel(post.owed.channel_id, archived=False)
                await self._replace(post, drawn)

    async def _replace(self, post: Post, drawn: Drawn) -> None:
        """Files go along each time: what is shown no more goes, and what was taken back may have returned."""
        await self._message(post).edit(
            content=drawn.text,
            view=drawn.view,
            allowed_mentions=discord.AllowedMentions.none(),
            attachments=[file.open() for file in drawn.files],
        )

    async def delete(self, post: Post) -> None:
        with _lasting_refusals():
            await self._message(post).delete()

    async def open_thread(self, post: Post) -> MessageId:
        view = await self._app.services.prompts.view(post.owed.community_id, post.owed.subject["prompt"])
        try:
            with _lasting_refusals():
                thread = await self._app.http.start_thread_with_message(
                    post.owed.channel_id,
                    self._message(post).id,
                    name=shorten(view.prompt.title, 100),
                    auto_archive_duration=ARCHIVE_AFTER_MINUTES,
                )
                thread_id = MessageId(int(thread["id"]))
        except _ThreadIsThere:
            # A thread made from a message has the message's id (https://discord.com/developers/docs/topics/threads).
            thread_id = MessageId(post.target_id or 0)
        if view.prompt.is_sealed:
            await self._lock(thread_id, locked=True)
        return thread_id

    async def _lock(self, thread_id: int | None, *, locked: bool) -> None:
        """A locked thread takes posts only of who manages threads, and Callsheet does."""
        with _lasting_refusals():
            await self._app.http.edit_channel(thread_id or 0, archived=False, locked=locked)

    async def find(self, post: Post) -> MessageId | None:
        wanted = post_id(post.owed.key)
        since = to_datetime(Instant(post.sending_at - CLOCKS_APART)) if post.sending_at else None
        with _lasting_refusals():
            channel = await self._destination(post)
            async for message in channel.history(limit=LOOKED_AT, after=since, oldest_first=True):
                if message.author.id == self._app.application_id and wanted in custom_ids(message.components):
                    return MessageId(message.id)
        return None

    async def _destination(self, post: Post) -> discord.abc.Messageable:
        if post.owed.action is Action.DM:
            return await self._app.create_dm(discord.Object(post.owed.channel_id))
        return self._channel(post)

    def _channel(self, post: Post) -> discord.PartialMessageable:
        channel_id: int = post.owed.channel_id
        if post.owed.kind is PostKind.PROMPT_OPENING:  # it goes into the thread it comes after
            if post.target_id is None:
                raise Undeliverable("what it belongs to was never posted")
            channel_id = post.target_id
        return self._app.get_partial_messageable(channel_id, guild_id=post.owed.community_id)

    def _message(self, post: Post) -> discord.PartialMessage:
        if post.target_id is None:
            raise Undeliverable("what it belongs to was never posted")
        return self._channel(post).get_partial_message(post.target_id)

    async def _welcome(self, post: Post) -> Drawn:
        view = card(
            "## Callsheet is here",
            "It turns this server into an open film set: directors post prompts, anyone answers with work, anyone "
            "builds on anyone's work, the community votes, and everyone is credited.\n"
            "Someone with **Manage Server** sets it up in a minute: where prompts go, who directs, and the time zone.",
            buttons=[button("Set it up", post_id(post.owed.key), discord.ButtonStyle.primary)],
            accent=SIGNAL,
        )
        return Drawn(None, view)

    async def _prompt_card(self, post: Post) -> Drawn:
        subject = {"prompt": post.owed.subject["prompt"]}
        view = await self._app.services.prompts.view(post.owed.community_id, subject["prompt"])
        key = f"prompt:{post.owed.community_id}:{subject['prompt']}"
        manage = await self._app.services.panels.public(f"{key}:manage", post.owed.community_id, subject)
        files = references.found(self._app.store, view.prompt.references)
        drawn = prompt_card(view.prompt, len(view.works), key, manage, references.items(files))
        return Drawn(None, drawn, [Shown(*file) for file in files])

    async def _prompt_ended(self, post: Post) -> Drawn:
        view = await self._app.services.prompts.view(post.owed.community_id, post.owed.subject["prompt"])
        text, buttons = ending_post(view.prompt, view.works, post.owed.key)
        makers = dict.fromkeys(maker for work in view.works for maker in work.makers)
        pings = tuple(makers)[:MAKERS_NAMED] if post.owed.subject["ping"] else ()
        return Drawn(text, buttons, pings=pings, silent=not pings)

    async def _prompt_opening(self, post: Post) -> Drawn:
        text, buttons = prompt_opening(post.owed.key)
        return Drawn(text, buttons, silent=True)

    async def _work_answer(self, post: Post) -> Drawn:
        number: int = post.owed.subject["work"]
        view = await self._app.services.lineage.view(
            NOBODY, post.owed.community_id, number, post.owed.channel_id, for_its_line=True
        )
        work = view.work
        shown_here = work.origin is Origin.COMMAND and work.state is WorkState.ACCEPTED
        works, community_id = self._app.services.works, post.owed.community_id
        key = f"work:{community_id}:{number}"
        desk = await works.desk.view(NOBODY, community_id, number)
        subject = {"work": number}
        join = await self._app.services.panels.public(f"{key}:join", community_id, subject) if desk.run else ""
        stands_in = view.prompt.thread_id if view.prompt else None
        text, buttons = work_answer(
            work,
            view.sources,
            key,
            shown_here=shown_here,
            elsewhere=view.prompt if view.sources and post.owed.channel_id != stands_in else None,
            part_of=desk.part_of,
            one_of=len(desk.run),
            join=join,
            late=lateness(view.prompt, work.made_at),
            ai=desk.ai,
        )
        if not shown_here:  # what stands in its maker's message is not shown twice
            work = replace(work, assets=await works.desk.shown_with(work))
        return Drawn(text, buttons, self._files([work], post), silent=True)

    async def _makers_asked(self, post: Post) -> Drawn:
        number: int = post.owed.subject["work"]
        community_id, works = post.owed.community_id, self._app.services.works
        named = [MemberId(int(one)) for one in post.owed.subject["members"]]
        work = (await works.desk.view(NOBODY, community_id, number)).work
        standing = await works.makers.standing(community_id, number, named)
        token = await self._app.services.panels.public(f"{post.owed.key}:made", community_id, {"work": number})
        text, buttons, asked = makers_asked(work, standing, post.owed.key, token)
        return Drawn(text, buttons, pings=asked, silent=True)

    async def _work_refusal(self, post: Post) -> Drawn:
        maker = None if post.owed.reply_to else post.owed.subject["maker"]  # None too where it is not said
        text, buttons = work_refusal(post.owed.key, None if maker is None else MemberId(maker))
        return Drawn(text, buttons, silent=True)

    async def _vote_card(self, post: Post) -> Drawn:
        subject = {"vote": post.owed.subject["vote"]}
        vote = await self._app.services.votes.view(post.owed.community_id, subject["vote"])
        key = f"vote:{post.owed.community_id}:{vote.number}"
        public = self._app.services.panels.public
        ballot = await public(f"{key}:ballot", post.owed.community_id, subject)
        manage = await public(f"{key}:manage", post.owed.community_id, subject)
        return Drawn(None, vote_card(vote, key, ballot, manage))

    async def _vote_results(self, post: Post) -> Drawn:
        view = await self._app.services.votes.result(post.owed.community_id, post.owed.subject["vote"])
        entries = {entry.id: entry for entry in view.vote.entries}
        winners = [view.works[entries[winner].work_id] for winner in view.result.winners[:WINNERS_SHOWN]]
        files = self._files(winners, post, most=1)
        return Drawn(None, results_card(view, post.owed.key, _shown(files)), files)

    async def _credits(self, post: Post) -> Drawn:
        subject = post.owed.subject
        view = await self._app.services.productions.view(post.owed.community_id, subject["production"])
        lines = subject["lines"]
        hidden = await self._app.services.moderation.hidden(post.owed.community_id)
        shown = [
            {**line, "works": [(number, "" if number in hidden else title) for number, title in line["works"]]}
            for line in lines
        ]
        drawn = credits_card(
            view.production.title,
            subject["page"],
            subject["pages"],
            shown,
            post.owed.key,
            outside=subject.get("outside", ()),
        )
        return Drawn(None, drawn, pings=tuple(one for line in lines if (one := int(line["maker"])) != SOMEONE))

    async def _built_on(self, post: Post) -> Drawn:
        told = await self._app.services.news.read(post.owed.community_id, post.owed.subject)
        if not told:
            raise Undeliverable("all of it was taken back")
        community = await self._app.services.communities.get(post.owed.community_id)
        member = MemberId(int(post.owed.subject["member"]))
        mention = None if post.owed.action is Action.DM else member
        text, buttons = family.news(told, community, post.owed.key, mention)
        return Drawn(text, buttons, pings=() if mention is None else (mention,))

    async def _team_note(self, post: Post) -> Drawn:
        entry = await self._app.services.communities.entry(post.owed.subject["entry"])
        community_id = post.owed.community_id
        waiting = await self._app.services.panels.public(f"waiting:{community_id}", community_id, {})
        lately = button("What was done lately", post_id(post.owed.key))
        return Drawn(
            deed(entry), rows(lately, button(WAITING, custom_id("moderation", "waiting", waiting))), silent=True
        )

    async def _reminder(self, post: Post) -> Drawn:
        prompt = await self._still_open(post)
        community = await self._app.services.communities.get(post.owed.community_id)
        return Drawn(*reminder(prompt, community.name, post.owed.key))

    async def _thread_reminder(self, post: Post) -> Drawn:
        members = [MemberId(int(member)) for member in post.owed.subject["members"]]
        text, buttons = thread_reminder(await self._still_open(post), members, post.owed.key)
        return Drawn(text, buttons, pings=tuple(members), silent=not members)

    async def _more_time(self, post: Post) -> Drawn:
        view = await self._app.services.prompts.view(post.owed.community_id, post.owed.subject["prompt"])
        community = await self._app.services.communities.get(post.owed.community_id)
        return Drawn(*more_time(view.prompt, community.name, Instant(post.owed.subject["until"]), post.owed.key))

    async def _still_open(self, post: Post) -> Prompt:
        """Nobody is reminded of what is over, however long the message was on its way."""
        prompt = (await self._app.services.prompts.view(post.owed.community_id, post.owed.subject["prompt"])).prompt
        if prompt.state is not PromptState.OPEN:
            raise Undeliverable("the prompt has closed")
        return prompt

    def _files(self, works: Sequence[Work], post: Post, most: int = 10) -> list[Shown]:
        """The works' files from our own disk, `most` of each, as many as one message takes. Withdrawn ones stay in.

        What stands behind an age gate, or among the team, is shown in its own place or in one like it only.
        """
        is_mature = place_of(self._app.get_channel(post.owed.channel_id)).is_mature
        files: list[Shown] = []
        room = REQUEST_LIMIT
        for work in works:
            is_home = post.owed.channel_id == work.channel_id
            fits = is_home or (not work.is_private and (is_mature or not work.is_mature))
            for asset in work.assets[:most] if work.state is WorkState.ACCEPTED and fits and not work.is_hidden else ():
                path = self._app.store.path(asset.sha256) if asset.sha256 else None
                if path is None or asset.size > min(UPLOAD_LIMIT, room) or not path.is_file():
                    continue
                room -= asset.size
                said = asset.description or shorten(work.title, 200)
                files.append(Shown(path, safe_name(work, asset), f"#{work.number} {said}"[:MOST_DESCRIPTION]))
        return files


def _shown(files: Iterable[Shown]) -> list[ui.Item[Any]]:
    """Components that show files: pictures side by side, everything else as a file."""
    pictures: list[discord.MediaGalleryItem] = []
    others: list[ui.Item[Any]] = []
    for file in files:
        if file.filename.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp")):
            pictures.append(
                discord.MediaGalleryItem(
                    f"attachment://{file.filename}", description=file.description, spoiler=file.is_covered
                )
            )
        else:
            others.append(ui.File(f"attachment://{file.filename}", spoiler=file.is_covered))
    return [*([ui.MediaGallery(*pictures)] if pictures else []), *others]


class _ThreadIsThere(Exception):
    pass


@contextmanager
def _lasting_refusals() -> Iterator[None]:
    """Turn Discord's lasting refusals into `Undeliverable`; let passing faults through."""
    try:
        yield
    except discord.HTTPException as error:
        if error.code == THREAD_EXISTS:
            raise _ThreadIsThere from error
        if error.status in LASTING:
            raise Undeliverable(f"{error.status} {error.code} {error.text}") from error
        raise
