"""The baseline: the least server that discord.py logs in to and answers an interaction of. It checks and keeps nothing.

What it must say is what discord.py demands: READY, one guild, commands back with ids, and a callback answered with the
message it made.
"""

import asyncio
import secrets
import zlib
from itertools import count
from typing import Any

import orjson
from aiohttp import WSMsgType, web

BOT, OWNER, GUILD, CHANNEL, PERSON, COMMAND = (str(1_000_000_000_000_000_000 + n) for n in range(6))
NOW = "2026-11-25T00:00:00.000000+00:00"
ME = {"id": BOT, "username": "noop", "discriminator": "0000", "avatar": None, "bot": True}
ANN = {"id": PERSON, "username": "ann", "discriminator": "0", "avatar": None}
TEXT_CHANNEL = {"id": CHANNEL, "type": 0, "name": "general", "position": 0, "permission_overwrites": []}


class Minimal:
    def __init__(self) -> None:
        self._ids = count(2_000_000_000_000_000_000)
        self._open: dict[str, asyncio.Future[None]] = {}
        self._socket: web.WebSocketResponse | None = None
        self._zlib: Any = None
        self._sequence = 0
        self.connected = asyncio.Event()

    async def start(self) -> str:
        """Listen on a free port; the address."""
        app = web.Application()
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_get("/users/@me", lambda request: _json(ME))
        app.router.add_get("/oauth2/applications/@me", lambda request: _json(_application()))
        app.router.add_put("/applications/{id}/commands", self._commands)
        app.router.add_post("/interactions/{id}/{token}/callback", self._callback)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"127.0.0.1:{runner.addresses[0][1]}"

    async def interact(self) -> None:
        """Somebody uses /ping; returns when it was answered."""
        token = secrets.token_urlsafe(48)
        answered = self._open[token] = asyncio.get_running_loop().create_future()
        await self._send(
            "INTERACTION_CREATE",
            {
                "id": str(next(self._ids)),
                "application_id": BOT,
                "type": 2,
                "data": {"id": COMMAND, "name": "ping", "type": 1},
                "guild_id": GUILD,
                "channel": TEXT_CHANNEL,
                "channel_id": CHANNEL,
                "member": {"user": ANN, "roles": [], "joined_at": NOW, "permissions": "0", "flags": 0},
                "token": token,
                "version": 1,
                "app_permissions": "0",
                "locale": "en-US",
                "entitlements": [],
                "authorizing_integration_owners": {"0": GUILD},
                "context": 0,
                "attachment_size_limit": 10_485_760,
            },
        )
        await answered

    async def _callback(self, request: web.Request) -> web.Response:
        asked = orjson.loads(await request.read())
        message_id = str(next(self._ids))
        message = {
            "id": message_id,
            "type": 20,
            "channel_id": CHANNEL,
            "author": ME,
            "content": asked["data"]["content"],
            "timestamp": NOW,
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "flags": 0,
            "components": [],
        }
        interaction = {"id": request.match_info["id"], "type": 2, "response_message_id": message_id}
        self._open.pop(request.match_info["token"]).set_result(None)
        return _json({"interaction": interaction, "resource": {"type": 4, "message": message}})

    async def _commands(self, request: web.Request) -> web.Response:
        wanted = orjson.loads(await request.read())
        more = {"id": COMMAND, "application_id": BOT, "version": "1", "default_member_permissions": None}
        return _json([{**command, **more} for command in wanted])

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        self._socket, self._zlib = socket, zlib.compressobj(1)
        await self._op(10, {"heartbeat_interval": 41_250})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            op = orjson.loads(message.data)["op"]
            if op == 1:
                await self._op(11, None)
            elif op == 2:
                await self._send(
                    "READY",
                    {
                        "v": 10, "user": ME, "guilds": [{"id": GUILD, "unavailable": True}], "session_id": "0",
                        "resume_gateway_url": str(request.url), "application": {"id": BOT, "flags": 0},
                    },
                )  # fmt: skip
                await self._send("GUILD_CREATE", _guild())
                self.connected.set()
        return socket

    async def _send(self, event: str, data: Any) -> None:
        self._sequence += 1
        await self._write({"op": 0, "t": event, "s": self._sequence, "d": data})

    async def _op(self, op: int, data: Any) -> None:
        await self._write({"op": op, "t": None, "s": None, "d": data})

    async def _write(self, payload: Any) -> None:
        assert self._socket is not None
        packed = self._zlib.compress(orjson.dumps(payload)) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        await self._socket.send_bytes(packed)


def _json(body: Any) -> web.Response:
    return web.Response(body=orjson.dumps(body), headers={"Content-Type": "application/json"})


def _application() -> dict[str, Any]:
    return {
        "id": BOT, "name": "noop", "icon": None, "description": "", "bot_public": False,
        "bot_require_code_grant": False, "verify_key": "", "flags": 0, "owner": {**ANN, "id": OWNER},
    }  # fmt: skip


def _guild() -> dict[str, Any]:
    everyone = {
        "id": GUILD, "name": "@everyone", "permissions": "0", "position": 0, "color": 0, "hoist": False,
        "managed": False, "mentionable": False, "flags": 0,
    }  # fmt: skip
    me = {"user": ME, "roles": [], "joined_at": NOW, "flags": 0}
    return {
        "id": GUILD, "name": "Bench", "owner_id": OWNER, "roles": [everyone], "channels": [TEXT_CHANNEL],
        "members": [me], "threads": [], "emojis": [], "stickers": [], "features": [], "member_count": 2,
        "large": False, "unavailable": False, "preferred_locale": "en-US", "afk_timeout": 300, "premium_tier": 0,
        "nsfw_level": 0, "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
        "mfa_level": 0, "system_channel_flags": 0, "joined_at": NOW,
    }  # fmt: skip
