"""What the services need from the rest of the house, as Protocols; `bot.wiring` puts the real parts in.

A repository is reached only inside `async with db.transaction() as tx`, and nothing outside the database is
awaited there.
"""

from bot.services.ports.calendar import LatePasses, Reminders, SeriesBook
from bot.services.ports.lineage import Lineage
from bot.services.ports.making import Making
from bot.services.ports.moderation import Moderation
from bot.services.ports.outside import (
    Clock,
    Fetcher,
    Heard,
    History,
    InHand,
    Keeper,
    Kept,
    MakersMessages,
    Publisher,
    Store,
    TakeToken,
    Undeliverable,
    Unreadable,
    Wake,
)
from bot.services.ports.owed import Absences, Audit, Deadlines, Panels, Posts, Seen
from bot.services.ports.storage import (
    Communities,
    Database,
    People,
    Productions,
    Prompts,
    Transaction,
    Votes,
    Works,
)

__all__ = [
    "Absences",
    "Audit",
    "Clock",
    "Communities",
    "Database",
    "Deadlines",
    "Fetcher",
    "Heard",
    "History",
    "InHand",
    "Keeper",
    "Kept",
    "LatePasses",
    "Lineage",
    "MakersMessages",
    "Making",
    "Moderation",
    "Panels",
    "People",
    "Posts",
    "Productions",
    "Prompts",
    "Publisher",
    "Reminders",
    "Seen",
    "SeriesBook",
    "Store",
    "TakeToken",
    "Transaction",
    "Undeliverable",
    "Unreadable",
    "Votes",
    "Wake",
    "Works",
]
