"""Minting and reading the rows behind buttons."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from bot.domain.communities import Person
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant
from bot.domain.panels import LIFETIME, Panel, judge_panel
from bot.domain.posts import Action, Post
from bot.domain.refusals import Refusal, Why
from bot.services.ports import Clock, Database, TakeToken

REMEMBERED = 4_096


class PanelService:
    """Panels never change once written, so the newest are remembered and a burst of presses reads none twice."""

    def __init__(self, db: Database, clock: Clock, take_token: TakeToken) -> None:
        self._db = db
        self._clock = clock
        self._take_token = take_token
        self._remembered: OrderedDict[str, Panel] = OrderedDict()

    async def private(
        self, community_id: CommunityId, owner: MemberId, subject: Mapping[str, Any], lifetime: int = LIFETIME
    ) -> str:
        """A token only `owner` may use, for a month or for `lifetime` microseconds."""
        expires_at = Instant(self._clock.now() + lifetime)
        return await self._add(Panel(self._take_token(), community_id, owner, subject, expires_at))

    async def public(self, key: str, community_id: CommunityId, subject: Mapping[str, Any]) -> str:
        """A token anyone here may use; the same `key` always gets the same one, so a redrawn card keeps its buttons."""
        async with self._db.transaction() as tx:
            panel = await tx.panels.ensure(key, Panel(self._take_token(), community_id, None, subject, None))
        return panel.token

    async def sweep(self) -> None:
        """Forget what expired."""
        async with self._db.transaction() as tx:
            await tx.panels.sweep(self._clock.now())

    async def read(self, token: str, community_id: CommunityId, person: Person) -> Panel:
        """Raises `Refusal`: PANEL_IS_OLD, PANEL_IS_ANOTHERS."""
        panel = self._remembered.get(token)
        if panel is None:
            async with self._db.transaction() as tx:
                panel = await tx.panels.find(token)
            if panel is not None:
                self._remember(panel)
        return judge_panel(panel, community_id, person, self._clock.now())

    async def post(self, key: str, community_id: CommunityId) -> Post:
        """The post whose button was pressed. Raises `Refusal(PANEL_IS_OLD)`."""
        direct = not community_id  # pressed in a direct message, where only the two of us are
        async with self._db.transaction() as tx:
            post = await tx.posts.by_key(key)
        if post is None or (post.owed.community_id != community_id and not (direct and post.owed.action is Action.DM)):
            raise Refusal(Why.PANEL_IS_OLD)
        return post

    async def _add(self, panel: Panel) -> str:
        async with self._db.transaction() as tx:
            await tx.panels.add(panel)
        self._remember(panel)
        return panel.token

    def _remember(self, panel: Panel) -> None:
        self._remembered[panel.token] = panel
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
