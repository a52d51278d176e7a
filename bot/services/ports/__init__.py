"""What the services need from the rest of the house, as Protocols; `bot.wiring` puts the real parts in.

A repository is reached only inside `async with db.transaction() as tx`, and nothing outside the database is
awaited there.
"""

from bot.services.ports.outside import (
    Clock,
    Fetcher,
    InHand,
    Keeper,
    Kept,
    Publisher,
    Store,
    TakeToken,
    Undeliverable,
    Wake,
)
from bot.services.ports.storage import (
    Communities,
    Database,
    Deadlines,
    Lineage,
    Panels,
    People,
    Posts,
    Productions,
    Prompts,
    Seen,
    Transaction,
    Votes,
    Works,
)

__all__ = [
    "Clock",
    "Communities",
    "Database",
    "Deadlines",
    "Fetcher",
    "InHand",
    "Keeper",
    "Kept",
    "Lineage",
    "Panels",
    "People",
    "Posts",
    "Productions",
    "Prompts",
    "Publisher",
    "Seen",
    "Store",
    "TakeToken",
    "Transaction",
    "Undeliverable",
    "Votes",
    "Wake",
    "Works",
]
