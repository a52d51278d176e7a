"""The discord.py client: what it listens to, which cogs it has, when its commands are registered."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import orjson
from discord import app_commands
from discord.ext import commands

from bot.clock import InHand
from bot.deferrals import Deferrals
from bot.due.watching import Watch
from bot.router import Router
from bot.services.calendar import CalendarService
from bot.services.communities import CommunityService
from bot.services.lineage import LineageService
from bot.services.moderation import ModerationService
from bot.services.news import NewsService
from bot.services.panels import PanelService
from bot.services.passes import PassService
from bot.services.ports import Clock, Store
from bot.services.posts import PostService
from bot.services.productions import ProductionService
from bot.services.prompts import PromptService
from bot.services.rehearsal import RehearsalService
from bot.services.reminders import ReminderService
from bot.services.series import SeriesService
from bot.services.votes.ballots import BallotBox
from bot.services.votes.voting import VoteService
from bot.services.works import WorkService

log = logging.getLogger(__name__)

COGS = (
    "cogs.presses",
    "cogs.communities",
    "cogs.rehearsal",
    "cogs.prompts",
    "cogs.works",
    "cogs.making",
    "cogs.lineage",
    "cogs.votes",
    "cogs.productions",
    "cogs.moderation",
    "cogs.reminders",
    "cogs.calendar",
    "cogs.passes",
    "cogs.series",
    "cogs.help",
)


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case there is, handed to the cogs."""

    communities: CommunityService
    prompts: PromptService
    works: WorkService
    lineage: LineageService
    votes: VoteService
    ballots: BallotBox
    productions: ProductionService
    panels: PanelService
    news: NewsService
    posts: PostService
    moderation: ModerationService
    reminders: ReminderService
    calendar: CalendarService
    passes: PassService
    series: SeriesService
    rehearsals: RehearsalService


def intents() -> discord.Intents:
    """The events we ask for, each with its reason."""
    wanted = discord.Intents.none()
    wanted.guilds = True  # servers, channels, threads and roles: without it nothing else makes sense
    wanted.guild_messages = True  # members hand works in by posting them
    wanted.message_content = True  # privileged: the files and words of those messages
    return wanted


class App(commands.Bot):
    def __init__(
        self,
        services: Services,
        clock: Clock,
        in_hand: InHand,
        store: Store,
        watch: Watch,
        commands_mark: Path | None,
    ) -> None:
        """`commands_mark` remembers which commands Discord knows; None registers them at every start."""
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents(),
            max_messages=None,  # what was said is in our rows, not in a cache
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.5,  # seconds of silence after which the list of servers counts as whole
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=Tree,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        self.services = services
        self.clock = clock
        self.in_hand = in_hand
        self.store = store
        self.watch = watch
        self.router = Router(services.panels)
        self.deferrals = Deferrals()
        self.connected = asyncio.Event()
        """Set once Discord has told us which servers we are in."""
        self._commands_mark = commands_mark

    async def setup_hook(self) -> None:
        for name in COGS:
            await self.load_extension(name)
        for cog in self.cogs.values():
            self.router.add(cog)
        await self._register_commands()

    async def _register_commands(self) -> None:
        """Overwrite Discord's list only when ours has changed: two hundred creations a day and server are the limit."""
        payload = [self.application_id, *(command.to_dict(self.tree) for command in self.tree.get_commands())]
        mark = hashlib.sha256(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)).hexdigest()
        if self._commands_mark is not None and await asyncio.to_thread(_read, self._commands_mark) == mark:
            return
        await self.tree.sync()
        if self._commands_mark is not None:
            await asyncio.to_thread(self._commands_mark.write_text, mark, encoding="utf-8")

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Watch the gateway before anyone is told: a new session means that what came before it is lost."""
        if event_name == "socket_event_type":
            if args[0] == "READY":
                self.watch.lost_sight()
            self.watch.heard()
        super().dispatch(event_name, *args, **kwargs)

    async def on_ready(self) -> None:
        self.connected.set()

    async def on_message(self, message: discord.Message) -> None:
        """Callsheet has no prefix commands; without this discord.py would look for them in every message."""

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        log.exception("event failed", extra={"event": event_method})

    async def caught_up(self, sequences: dict[str, int]) -> None:
        """Wait until what the sandbox sent up to here has reached its listeners."""
        await self.connected.wait()
        wanted = sequences.get(self.ws.session_id or "", 0)
        while (self.ws.sequence or 0) < wanted:  # noqa: ASYNC110 - discord.py tells nobody when it moves
            await asyncio.sleep(0.002)
        for _ in range(3):  # a listener begins on the loop's next turn
            await asyncio.sleep(0)


class Tree(app_commands.CommandTree[App]):
    async def on_error(self, interaction: discord.Interaction[App], error: app_commands.AppCommandError, /) -> None:
        """What a command could not even begin: told to the person on the same path as everything else."""
        from cogs.answers import Answer

        async with Answer(interaction):
            raise error


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
