"""Reference files: pictures side by side, everything else as a file, all from our own disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import discord
from discord import ui

from bot.domain.prompts import Reference
from bot.domain.works import Kind
from bot.services.ports import Store

Found = tuple[Path, str, str]
"""Where a file is, the name it is shown under, and its description."""


def found(store: Store, references: Sequence[Reference]) -> list[Found]:
    """Those whose bytes are there, each under a name that needs no escaping."""
    return [
        (path, f"reference-{place}{_suffix(one)}", one.filename)
        for place, one in enumerate(references, 1)
        if (path := store.path(one.sha256)).is_file()
    ]


def opened(files: Sequence[Found]) -> list[discord.File]:
    return [discord.File(path, filename=name, description=description) for path, name, description in files]


@contextmanager
def closing_all(files: Sequence[discord.File]) -> Iterator[None]:
    """discord.py leaves open what an answer to an interaction carried."""
    try:
        yield
    finally:
        for file in files:
            file.close()


def items(files: Sequence[Found]) -> list[ui.Item[Any]]:
    pictures: list[discord.MediaGalleryItem] = []
    others: list[ui.Item[Any]] = []
    for _, name, description in files:
        if PurePosixPath(name).suffix in PICTURES:
            pictures.append(discord.MediaGalleryItem(f"attachment://{name}", description=description[:256]))
        else:
            others.append(ui.File(f"attachment://{name}"))
    return [*([ui.MediaGallery(*pictures)] if pictures else []), *others]


PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def _suffix(reference: Reference) -> str:
    suffix = PurePosixPath(reference.filename).suffix.lower()
    plain = "".join(letter for letter in suffix if letter.isascii() and letter.isalnum())[:8]
    return f".{plain}" if plain else (".png" if reference.kind is Kind.PICTURE else ".bin")
