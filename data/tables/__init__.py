"""The tables, as SQLAlchemy Core; `data.migrations` builds the same ones step by step."""

from data.tables.absences import absences, presence, watermarks
from data.tables.audit import audit
from data.tables.base import metadata
from data.tables.calendar import late_passes, reminders, series, thread_reminders
from data.tables.lineage import fetches, news, not_sources, tellings
from data.tables.making import ai_declarations, asked_makers, consents, joined_works, outside_sources
from data.tables.moderation import changes_asked, moderation_settings, purged_bytes, reports, work_places
from data.tables.owed import deadlines, panels, posts, seen
from data.tables.people import communities, community_channels, people
from data.tables.privacy import erasures
from data.tables.productions import announcements, productions, uses
from data.tables.prompts import prompt_drafts, prompt_showing, prompt_terms
from data.tables.rehearsals import rehearsals
from data.tables.votes import ballots, entries, votes
from data.tables.works import assets, dropped_assets, makers, prompts, replies, slots, sources, works

__all__ = [
    "absences",
    "ai_declarations",
    "announcements",
    "asked_makers",
    "assets",
    "audit",
    "ballots",
    "changes_asked",
    "communities",
    "community_channels",
    "consents",
    "deadlines",
    "dropped_assets",
    "entries",
    "erasures",
    "fetches",
    "joined_works",
    "late_passes",
    "makers",
    "metadata",
    "moderation_settings",
    "news",
    "not_sources",
    "outside_sources",
    "panels",
    "people",
    "posts",
    "presence",
    "productions",
    "prompt_drafts",
    "prompt_showing",
    "prompt_terms",
    "prompts",
    "purged_bytes",
    "rehearsals",
    "reminders",
    "replies",
    "reports",
    "seen",
    "series",
    "slots",
    "sources",
    "tellings",
    "thread_reminders",
    "uses",
    "votes",
    "watermarks",
    "work_places",
    "works",
]
