"""A transaction: the repositories, all on one connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from data.absences import Absences
from data.audit import Audit
from data.communities import Communities, People
from data.deadlines import Deadlines
from data.lineage import Lineage
from data.making import Making
from data.moderation import Moderation
from data.panels import Panels
from data.posts import Posts
from data.productions import Productions
from data.prompts import Prompts
from data.rehearsal import Rehearsals
from data.reminders import LatePasses, Reminders
from data.seen import Seen
from data.series import SeriesBook
from data.statements import Statements, settled
from data.votes import Votes
from data.works import Works


class Transaction:
    """What `database.transaction()` yields. Good until its block ends."""

    __slots__ = (
        "_connection",
        "absences",
        "audit",
        "communities",
        "deadlines",
        "late_passes",
        "lineage",
        "making",
        "moderation",
        "panels",
        "people",
        "posts",
        "productions",
        "prompts",
        "rehearsals",
        "reminders",
        "seen",
        "series",
        "statements",
        "votes",
        "works",
    )

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.statements = statements = Statements(connection)
        self.communities = Communities(statements)
        self.people = People(statements)
        self.prompts = Prompts(statements)
        self.works = Works(statements)
        self.lineage = Lineage(statements)
        self.making = Making(statements)
        self.votes = Votes(statements)
        self.productions = Productions(statements)
        self.seen = Seen(statements)
        self.posts = Posts(statements)
        self.deadlines = Deadlines(statements)
        self.panels = Panels(statements)
        self.absences = Absences(statements)
        self.audit = Audit(statements)
        self.moderation = Moderation(statements)
        self.reminders = Reminders(statements)
        self.late_passes = LatePasses(statements)
        self.series = SeriesBook(statements)
        self.rehearsals = Rehearsals(statements)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What fails inside is undone alone."""
        point = await settled(self._connection.begin_nested().start())
        try:
            yield
        except BaseException:
            await settled(point.rollback())
            raise
        else:
            await settled(point.commit())
