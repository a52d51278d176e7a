"""Lineage: what a work is built on and what was built on it (`viewing`), and saying so (`citing`)."""

from bot.services.lineage.citing import Choice, Cited, Fetched, LineageService
from bot.services.lineage.viewing import WorkView

__all__ = ["Choice", "Cited", "Fetched", "LineageService", "WorkView"]
