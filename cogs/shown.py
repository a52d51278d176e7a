"""Files of works, as they are shown and handed over."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import discord

from bot.domain.works import SPOILER, Asset, Work


@dataclass(frozen=True)
class Shown:
    """A file of ours to show, opened only when it is sent."""

    path: Path
    filename: str
    description: str

    @property
    def is_covered(self) -> bool:
        return self.filename.startswith(SPOILER)

    def open(self) -> discord.File:
        return discord.File(self.path, filename=self.filename, description=self.description)


def safe_name(work: Work, asset: Asset) -> str:
    """`0042_night-bus.png`: Latin letters, digits, hyphens and one dot, whatever the maker's file was called.

    What its maker covered stays covered. A file's name can say who made it: until that is said, it is `0042.png`.
    """
    path = PurePosixPath(asset.filename.removeprefix(SPOILER))
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", path.stem).strip("-_")[:60] or "file"
    suffix = re.sub(r"[^A-Za-z0-9]", "", path.suffix)[:8]
    cover = SPOILER if asset.is_spoiler else ""
    if work.is_nameless:
        nth = 1 + next((place for place, one in enumerate(work.assets) if one.id == asset.id), 0)
        stem = str(nth) if nth > 1 else ""
    return f"{cover}{work.number or 0:04}{'_' if stem else ''}{stem}{'.' + suffix if suffix else ''}"
