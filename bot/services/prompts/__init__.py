"""Prompts: drafting them, opening them now or later, running them to a stated end."""

from bot.services.prompts.drafting import DraftService
from bot.services.prompts.opening import closing_key, open_prompt
from bot.services.prompts.running import PromptService, PromptView

__all__ = ["DraftService", "PromptService", "PromptView", "closing_key", "open_prompt"]
