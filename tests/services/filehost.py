"""Discord's file host on loopback: real bytes over real HTTP, with every fault a test asks for."""

import asyncio
from contextlib import suppress

from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.domain.works import Asset, kind_of


class FileHost:
    """`put` gives an asset whose link works; `faults` maps a file's path to the status it answers instead."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self.faults: dict[str, int] = {}
        self.fetched: list[str] = []
        self._asked = asyncio.Condition()
        self.released = asyncio.Event()
        """Files that `hold` wait for this before their last byte."""
        self._held: set[str] = set()
        app = web.Application()
        app.router.add_get("/{path:.+}", self._serve)
        self._server = TestServer(app, host="127.0.0.1")

    async def start(self) -> None:
        await self._server.start_server()

    async def stop(self) -> None:
        self.released.set()
        await self._server.close()

    @property
    def origin(self) -> URL:
        return self._server.make_url("/").origin()

    def put(self, filename: str, content: bytes, content_type: str = "", size: int | None = None) -> Asset:
        path = f"{len(self._files)}/{filename}"
        self._files[path] = content
        return Asset(
            filename=filename,
            size=len(content) if size is None else size,
            kind=kind_of(filename, content_type),
            content_type=content_type,
            discord_id=len(self._files),
            url=str(self.origin / path),
        )

    def path_of(self, asset: Asset) -> str:
        return URL(asset.url).path.lstrip("/")

    def lose(self, asset: Asset, status: int = 404) -> None:
        """From now on answer for this file with a fault."""
        self.faults[self.path_of(asset)] = status

    def heal(self) -> None:
        self.faults.clear()

    def hold(self, asset: Asset) -> None:
        """Do not finish this file before `released` is set."""
        self._held.add(self.path_of(asset))

    async def have_asked(self, times: int = 1) -> None:
        """Wait until so many files were asked for."""
        async with self._asked:
            await self._asked.wait_for(lambda: len(self.fetched) >= times)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        async with self._asked:
            self.fetched.append(path)
            self._asked.notify_all()
        if path in self.faults:
            return web.Response(status=self.faults[path])
        if path not in self._files:
            return web.Response(status=404)
        content = self._files[path]
        if path not in self._held:
            return web.Response(body=content)
        response = web.StreamResponse(headers={"Content-Length": str(len(content))})
        await response.prepare(request)
        await self.released.wait()
        with suppress(ConnectionError):
            await response.write(content)
        return response
