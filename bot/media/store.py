"""Files on our own disk, named by what is in them, so the same bytes are kept once."""

import asyncio
import contextlib
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from bot.domain.refusals import Refusal, Why
from bot.services.ports import Kept


class FolderStore:
    """`root/ab/cdef…`: the SHA-256 in hexadecimal, two characters as a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        """Where these bytes are, or would be."""
        return self._root / sha256[:2] / sha256[2:]

    async def keep(self, chunks: AsyncIterator[bytes], limit: int) -> Kept:
        """Write beside, fsync, rename, fsync the folder: after this returns the bytes outlive a power cut.

        Raises `Refusal(FILE_TOO_LARGE)` past `limit` bytes and leaves nothing behind.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._root, prefix="incoming-")
        digest = hashlib.sha256()
        size = 0
        try:
            with os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise Refusal(Why.FILE_TOO_LARGE, filename="", size=size, limit=limit)
                    digest.update(chunk)
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_flush, file)
            sha256 = digest.hexdigest()
            await asyncio.to_thread(_settle, Path(name), self.path(sha256))
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)  # noqa: PTH108 - one quick call, also while being cancelled
            raise
        return Kept(sha256, size)

    async def forget(self, sha256: str) -> None:
        """Destroy these bytes; fine where they are gone."""
        await asyncio.to_thread(self.path(sha256).unlink, missing_ok=True)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _settle(temporary: Path, final: Path) -> None:
    """Give the file its name, and make the name itself durable."""
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(final)
    if os.name == "posix":
        for folder in (final.parent, final.parent.parent):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
