"""Lists of commands a bot can register."""

from typing import Any

from tests.judges.sides import COMMAND
from tests.sandbox.clients import Json


def command(**more: Any) -> list[Json]:
    return [{**COMMAND, **more}]


def option(name: str = "words", **more: Any) -> Json:
    return {"type": 3, "name": name, "description": "words", **more}


COMMANDS: dict[str, list[Json]] = {
    "a command": command(),
    "a name in capitals": command(name="Echo"),
    "a name with a space": command(name="echo it"),
    "a name of 33": command(name="x" * 33),
    "no description": command(description=""),
    "a description of 101": command(description="x" * 101),
    "25 options": command(options=[option(f"o{n}") for n in range(25)]),
    "26 options": command(options=[option(f"o{n}") for n in range(26)]),
    "an option twice": command(options=[option(), option()]),
    "required after optional": command(options=[option("a"), option("b", required=True)]),
    "26 choices": command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])]),
    "choices and autocomplete": command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])]),
    "the same command twice": [*command(), *command()],
    "a menu": [{"type": 3, "name": "Submit this"}],
    "a menu with a description": [{"type": 3, "name": "Submit this", "description": "words"}],
    "101 commands": [{**COMMAND, "name": f"echo{n}"} for n in range(101)],
}
