"""How a command asks a running Callsheet: a socket in STATE_DIR that only this user can open.

`GET /export` answers with every community, `GET /export?community=ID` with one; `GET /absences` with what was found
after the last absences; `GET /places` with the channels of each.
"""

import logging
import os
from pathlib import Path
from typing import Any, Protocol

import aiohttp
from aiohttp import web

from bot.domain.ids import CommunityId
from bot.domain.refusals import Refusal, Why

log = logging.getLogger(__name__)

LONGEST_PATH = 100
"""Bytes: the system's limit for a socket's path is 104 to 108."""


class Exports(Protocol):
    async def export(self, community_id: CommunityId) -> dict[str, Any]: ...
    async def export_all(self) -> list[dict[str, Any]]: ...
    async def absences(self) -> list[dict[str, Any]]: ...
    async def places(self) -> list[dict[str, Any]]: ...


class ControlSocket:
    def __init__(self, path: Path, exports: Exports) -> None:
        self._path = path
        self._exports = exports
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Listen, where the system has such sockets. We hold STATE_DIR, so what is there is a leftover."""
        if os.name != "posix" or len(os.fsencode(self._path)) > LONGEST_PATH:
            log.warning("no control socket here: commands that need the running bot cannot reach it")
            return
        app = web.Application()
        app.router.add_get("/export", self._export)
        app.router.add_get("/absences", self._absences)
        app.router.add_get("/places", self._places)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.UnixSite(self._runner, str(self._path)).start()
        os.chmod(self._path, 0o600)  # noqa: PTH101 - one system call, before anyone is answered

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _export(self, request: web.Request) -> web.Response:
        community = request.query.get("community")
        if community is None:
            return web.json_response(await self._exports.export_all())
        try:
            return web.json_response([await self._exports.export(CommunityId(int(community)))])
        except (Refusal, ValueError):
            raise web.HTTPNotFound from None

    async def _absences(self, _: web.Request) -> web.Response:
        return web.json_response(await self._exports.absences())

    async def _places(self, _: web.Request) -> web.Response:
        return web.json_response(await self._exports.places())


async def ask(path: Path, what: str, **query: str) -> Any:
    """Ask the running bot; returns its JSON. Raises `aiohttp.ClientError` where nobody answers, and
    `Refusal(NOT_SET_UP)` where the bot knows no such community."""
    async with (
        aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(path))) as session,
        session.get(f"http://callsheet/{what}", params=query) as answer,
    ):
        if answer.status == 404:
            raise Refusal(Why.NOT_SET_UP)
        return await answer.json()
