"""Fetching what a member handed in: from Discord's file hosts, and from nowhere else."""

from collections.abc import AsyncIterator

import aiohttp
from yarl import URL

from bot.domain.refusals import Refusal, Why
from bot.domain.works import Asset

DISCORD_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
CHUNK = 256 * 1024
GONE = frozenset({404, 410})
"""What Discord answers for a file that was deleted. A 403 may be a link that expired, or somebody in between."""


class FetchFailed(Exception):
    """The file host did not deliver this time; trying again may help."""


class HttpFetcher:
    """`sandbox_origin` is the one other place that is trusted, when Callsheet is pointed at a sandbox."""

    def __init__(self, session: aiohttp.ClientSession, sandbox_origin: URL | None = None) -> None:
        self._session = session
        self._sandbox_origin = sandbox_origin

    async def fetch(self, asset: Asset) -> AsyncIterator[bytes]:
        """The bytes in chunks. Raises `Refusal(FILE_IS_LOST)` for good, `FetchFailed` for now."""
        url = URL(asset.url)
        if not url.absolute or not self._is_trusted(url):
            raise Refusal(Why.FILE_IS_LOST, filename=asset.filename)
        async with self._session.get(url, allow_redirects=False) as response:
            if response.status in GONE:
                raise Refusal(Why.FILE_IS_LOST, filename=asset.filename)
            if response.status != 200:
                raise FetchFailed(f"status {response.status}")
            received = 0
            async for chunk in response.content.iter_chunked(CHUNK):
                received += len(chunk)
                yield chunk
            if asset.size and received != asset.size:
                raise FetchFailed(f"{received} of {asset.size} bytes came")

    def _is_trusted(self, url: URL) -> bool:
        if self._sandbox_origin is not None:
            return url.origin() == self._sandbox_origin
        return url.scheme == "https" and url.host in DISCORD_HOSTS
