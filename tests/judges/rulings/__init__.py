"""The questions put to both sides: calls a bot can make."""

from tests.judges.sides import Side
from tests.sandbox.clients import Json

from .commands import COMMANDS
from .messages import MESSAGES
from .modals import MODALS
from .stories import MODAL, STORIES, Story, answer

__all__ = ["COMMANDS", "questions"]


def questions() -> dict[str, Story]:
    """Every question by its name."""

    def message(body: Json) -> Story:
        async def ask(side: Side) -> list[int]:
            return [(await side.call("POST", f"/channels/{side.channel}/messages", body))[0]]

        return ask

    def form(data: Json) -> Story:
        async def ask(side: Side) -> list[int]:
            return [await answer(side, await side.use(), MODAL, data)]

        return ask

    def registered(body: list[Json]) -> Story:
        async def ask(side: Side) -> list[int]:
            return [(await side.call("PUT", f"/applications/{side.application}/commands", body))[0]]

        return ask

    return {
        **{f"message: {name}": message(body) for name, body in MESSAGES.items()},
        **{f"modal: {name}": form(data) for name, data in MODALS.items()},
        **{f"commands: {name}": registered(body) for name, body in COMMANDS.items()},
        **{story.__name__.replace("_", " "): story for story in STORIES},
    }
