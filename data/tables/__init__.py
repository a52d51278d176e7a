"""The tables, as SQLAlchemy Core; `data.migrations` builds the same ones step by step."""

from data.tables.base import metadata
from data.tables.owed import deadlines, panels, posts, seen
from data.tables.people import communities, community_channels, people
from data.tables.productions import announcements, productions, uses
from data.tables.votes import ballots, entries, votes
from data.tables.works import assets, makers, prompts, slots, sources, works

__all__ = [
    "announcements",
    "assets",
    "ballots",
    "communities",
    "community_channels",
    "deadlines",
    "entries",
    "makers",
    "metadata",
    "panels",
    "people",
    "posts",
    "productions",
    "prompts",
    "seen",
    "slots",
    "sources",
    "uses",
    "votes",
    "works",
]
