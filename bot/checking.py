"""The `check` and `invite` commands: is everything there, and how does the bot get into a server."""

import base64
import binascii
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

import aiohttp
import discord

from bot.app import intents
from bot.domain.instants import to_datetime
from bot.media.store import FolderStore
from bot.services.exports import ExportService
from bot.settings import Settings
from bot.web.control import ask
from bot.wiring import AlreadyRunning, NeedsMigration, hold_state, open_migrated, point_discord
from cogs.permissions import NEEDED, held_in, not_in

Places = list[dict[str, Any]]
CANARY = b"Callsheet was here.\n"


def invite_link(token: str) -> str:
    """The link an owner opens to add the bot. A token begins with its application's id. Raises `ValueError`."""
    first = token.partition(".")[0]
    try:
        application = int(base64.b64decode(first + "=" * (-len(first) % 4), validate=True))
    except (binascii.Error, ValueError):
        raise ValueError(
            "DISCORD_TOKEN doesn't look like a bot's token. Copy it again from the Developer Portal."
        ) from None
    least = discord.Permissions(**dict.fromkeys(NEEDED, True))
    return discord.utils.oauth_url(application, permissions=least, scopes=("bot", "applications.commands"))


async def check_house(settings: Settings, say: Callable[[str], None]) -> bool:
    """Look at the folder, the database, the files and Discord; True if all of it will do."""
    say("Settings: well.")
    places: Places = []
    well = await _check_state(settings, say, places)
    return await _check_discord(settings, say, places) and well


async def _check_state(settings: Settings, say: Callable[[str], None], places: Places) -> bool:
    """`places` is filled with what communities there are and where Callsheet works in them."""
    try:
        lock = hold_state(settings.state_dir)
    except AlreadyRunning:
        say("State: a Callsheet is running with this STATE_DIR, so its database and files are in use.")
        with contextlib.suppress(aiohttp.ClientError, OSError):
            _say_absences(await ask(settings.state_dir / "control.sock", "absences"), say)
            places += await ask(settings.state_dir / "control.sock", "places")
        return True
    except OSError as error:
        say(f"State: {settings.state_dir} can't be used: {error}. Choose a folder you may write to.")
        return False
    try:
        try:
            db = await open_migrated(settings)
        except NeedsMigration:
            say("Database: older than this version. Make a backup, then run: python -m bot migrate")
            return False
        except Exception as error:  # whatever the engine says, the operator has to hear it
            say(f"Database: it can't be used: {error}")
            return False
        say(f"Database: {db.dialect}, at revision {await db.revision()}.")
        _say_absences(await ExportService(db).absences(), say)
        places += await ExportService(db).places()
        await db.close()
        store = FolderStore(settings.state_dir / "media")
        kept = await store.keep(_canary(), len(CANARY))
        if store.path(kept.sha256).read_bytes() != CANARY:
            say("Files: what was written came back different. Check the disk.")
            return False
        say("Files: can be written and read.")
        return True
    finally:
        lock.release()


def _say_absences(absences: Sequence[Mapping[str, Any]], say: Callable[[str], None]) -> None:
    """A line for each of the last times Discord's events did not reach us and something was found afterwards."""
    for one in absences:
        until = to_datetime(one["back_at"]).strftime("%Y-%m-%d %H:%M UTC")
        since = f"from {to_datetime(one['away_from']):%Y-%m-%d %H:%M} " if one["away_from"] else ""
        found = [
            f"{name}: {one[key]}"
            for name, key in (
                ("works handed in", "works"),
                ("not added", "refused"),
                ("works changed", "edits"),
                ("works taken back", "deletions"),
                ("channels that couldn't be read", "unreadable"),
            )
            if one[key]
        ]
        say(f"Away: {one['community']}, {since}until {until}; {', '.join(found)}.")


async def _canary() -> AsyncIterator[bytes]:
    yield CANARY


async def _check_discord(settings: Settings, say: Callable[[str], None], places: Places) -> bool:
    point_discord(settings)
    async with discord.Client(intents=intents()) as client:
        try:
            await client.login(settings.token)
            about = await client.application_info()
            servers = [guild async for guild in client.fetch_guilds(limit=200)]
            there = {str(guild.id) for guild in servers}
            lacking = [line for one in places if one["id"] in there for line in await _lacking(client, one)]
        except discord.LoginFailure:
            say("Discord: it refused the token. Copy it again from the Developer Portal, page Bot.")
            return False
        except (discord.HTTPException, OSError) as error:
            say(f"Discord: it can't be reached: {error}")
            return False
    say(f"Discord: logged in as {about.name}, in {len(servers)} server(s).")
    if not (about.flags.gateway_message_content or about.flags.gateway_message_content_limited):
        say("Discord: the Message Content intent is off. Turn it on in the Developer Portal, page Bot.")
        return False
    for line in lacking:
        say(line)
    if not servers:
        say("Discord: it is in no server yet. Open the link that `python -m bot invite` prints.")
    return True


async def _lacking(client: discord.Client, place: Mapping[str, Any]) -> list[str]:
    """A line for each channel of a community in which Callsheet's role lacks something."""
    guild = await client.fetch_guild(int(place["id"]))
    me = await guild.fetch_member(client.user.id if client.user else 0)
    there = {str(channel.id): channel for channel in await guild.fetch_channels()}
    lines = []
    for channel_id in place["channels"]:
        channel = there.get(channel_id)
        if channel is None:
            lines.append(f"Server {guild.name}: a channel it was given can't be seen; look at /setup there.")
        elif missing := not_in(held_in(channel, me)):
            lines.append(f"Server {guild.name}: in #{channel.name} its role needs {', '.join(missing)}.")
    return lines
