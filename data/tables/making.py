"""What makers say about works: who made them too, which are one, what came from outside, what may be done with them."""

from sqlalchemy import Column, Index

from bot.domain.making import OutsideKind
from data.tables.base import community, counted, instant, keyed, number, one_of, refers, snowflake, text
from data.types import Flag

# Whoever agreed is in `makers`; this says who was asked and what they said.
asked_makers = keyed(
    "asked_makers",
    refers("work_id", "works", key=True),
    snowflake("member_id", key=True),
    instant("asked_at"),
    Column("agreed", Flag, nullable=True),
)

# Works that went into another one of the same maker.
joined_works = keyed(
    "joined_works",
    refers("work_id", "works", key=True),
    refers("into_id", "works"),
    instant("joined_at"),
    Index(None, "into_id"),
)

# What its makers said last about AI in it; no row: nothing yet.
ai_declarations = keyed(
    "ai_declarations",
    refers("work_id", "works", key=True),
    Column("used", Flag, nullable=False),
    text("how"),
    instant("declared_at"),
)

outside_sources = counted(
    "outside_sources",
    refers("work_id", "works"),
    text("kind"),
    text("name"),
    text("link"),
    text("licence"),
    Index(None, "work_id"),
    one_of("kind", OutsideKind),
)

# Every answer is kept; the newest one counts.
consents = keyed(
    "consents",
    community(key=True),
    snowflake("member_id", key=True),
    Column("answered_at", instant("answered_at").type, primary_key=True, autoincrement=False, nullable=False),
    number("version"),
    Column("outside", Flag, nullable=False),
)
