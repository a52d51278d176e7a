"""The control call that gives the page its guided start."""

from aiohttp import web

from bot.sandbox.state import State
from bot.sandbox.world import Json


async def read_guide(state: State, request: web.Request) -> Json:
    """Whatever guide this sandbox was set up with: its words and what to wait for are the setter's, not ours."""
    return {"guide": state.guide}
