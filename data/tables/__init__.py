"""The tables, as SQLAlchemy Core; `data.migrations` builds the same ones step by step."""

from data.tables.absences import absences, presence, watermarks
from data.tables.audit import audit
from data.tables.base import metadata
from data.tables.moderation import changes_asked, moderation_settings, purged_bytes, reports, work_places
from data.tables.owed import deadlines, panels, posts, seen
from data.tables.people import communities, community_channels, people
from data.tables.productions import announcements, productions, uses
from data.tables.votes import ballots, entries, votes
from data.tables.works import assets, dropped_assets, makers, prompts, replies, slots, sources, works

__all__ = [
    "absences",
    "announcements",
    "assets",
    "audit",
    "ballots",
    "changes_asked",
    "communities",
    "community_channels",
    "deadlines",
    "dropped_assets",
    "entries",
    "makers",
    "metadata",
    "moderation_settings",
    "panels",
    "people",
    "posts",
    "presence",
    "productions",
    "prompts",
    "purged_bytes",
    "replies",
    "reports",
    "seen",
    "slots",
    "sources",
    "uses",
    "votes",
    "watermarks",
    "work_places",
    "works",
]
