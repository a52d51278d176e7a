"""The tables, as SQLAlchemy Core; `data.migrations` builds the same ones step by step."""

from data.tables.absences import absences, presence, watermarks
from data.tables.audit import audit
from data.tables.base import metadata
from data.tables.owed import deadlines, panels, posts, seen
from data.tables.people import communities, community_channels, people
from data.tables.productions import announcements, productions, uses
from data.tables.prompts import prompt_drafts, prompt_terms
from data.tables.votes import ballots, entries, votes
from data.tables.works import assets, dropped_assets, makers, prompts, replies, slots, sources, works

__all__ = [
    "absences",
    "announcements",
    "assets",
    "audit",
    "ballots",
    "communities",
    "community_channels",
    "deadlines",
    "dropped_assets",
    "entries",
    "makers",
    "metadata",
    "panels",
    "people",
    "posts",
    "presence",
    "productions",
    "prompt_drafts",
    "prompt_terms",
    "prompts",
    "replies",
    "seen",
    "slots",
    "sources",
    "uses",
    "votes",
    "watermarks",
    "works",
]
