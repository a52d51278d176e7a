"""The `export` command: from the database, or through the running bot when it holds it."""

from typing import Any

from bot.domain.ids import CommunityId
from bot.services.exports import ExportService
from bot.settings import Settings
from bot.web.control import ask
from bot.wiring import AlreadyRunning, hold_state, open_migrated


async def export_communities(settings: Settings, community: str | None) -> list[dict[str, Any]]:
    """One community or all. Raises `Refusal(NOT_SET_UP)` for one that is not there."""
    try:
        lock = hold_state(settings.state_dir)
    except AlreadyRunning:
        query = {"community": community} if community else {}
        return list(await ask(settings.state_dir / "control.sock", "export", **query))
    try:
        db = await open_migrated(settings)
        try:
            exports = ExportService(db)
            if community is None:
                return await exports.export_all()
            return [await exports.export(CommunityId(int(community)))]
        finally:
            await db.close()
    finally:
        lock.release()
