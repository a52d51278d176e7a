"""“The last bus”: how a dozen people make a short film together, from the first prompt to the end credits."""

from bot.demo.story.acts import ACTS, Act
from bot.demo.story.show import Show

__all__ = ["ACTS", "Act", "Show"]
