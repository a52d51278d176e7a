"""What every form takes: its panel's subject, and what has been filled in before."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

Subject = Mapping[str, Any]
Filled = Mapping[str, Sequence[str]]
NOTHING: Filled = {}


def text(filled: Filled, name: str, otherwise: str = "") -> str | None:
    """What a field was filled with, else how it begins."""
    return next(iter(filled.get(name, ())), otherwise) or None


def default(snowflake: str, of: discord.SelectDefaultValueType) -> discord.SelectDefaultValue:
    return discord.SelectDefaultValue(id=int(snowflake), type=of)
