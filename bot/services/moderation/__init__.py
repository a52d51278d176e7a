"""Moderating: deciding about works (`deciding`), what waits for a moderator (`waiting`), redrawing (`showing`)."""

from bot.services.moderation.deciding import ModerationService
from bot.services.moderation.waiting import Waiting, WaitingView

__all__ = ["ModerationService", "Waiting", "WaitingView"]
