"""Which module imports which, read from the source, and what each room may import."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "cogs", "data")
ANY = frozenset({"*"})

# Modules of `cogs` and `bot.services` that are no feature: every feature beside them may use them.
SHARED_COGS = frozenset(
    f"cogs.{name}"
    for name in (
        "words",
        "times",
        "translate",
        "suggest",
        "answers",
        "panels",
        "cards",
        "forms",
        "permissions",
        "shown",
    )
)
SHARED_SERVICES = frozenset(
    f"bot.services.{name}" for name in ("ports", "team", "reminding", "counting", "news", "linking")
)

SQL = frozenset({"sqlalchemy", "alembic", "aiosqlite", "asyncpg", "sqlite3"})


@dataclass(frozen=True)
class Room:
    """What a room may import beside itself: of the project, and of other people's libraries."""

    project: frozenset[str]
    libraries: frozenset[str]


WORKSHOP = Room(frozenset({"bot.domain", "bot.services.ports"}), ANY)
RULES = {
    "bot.domain": Room(frozenset(), frozenset({"numpy"})),
    "bot.services": Room(frozenset({"bot.domain"}), frozenset()),
    "data": Room(frozenset({"bot.domain"}), SQL),
    "bot.due": WORKSHOP,
    "bot.media": WORKSHOP,
    "bot.drawing": WORKSHOP,
    "bot.web": WORKSHOP,
    "bot.clock": WORKSHOP,
    "bot.sandbox": Room(frozenset(), ANY),
    "bot.settings": Room(frozenset(), ANY),
    "cogs": Room(frozenset({"bot"}), ANY),
    "bot": Room(frozenset({"bot", "cogs", "data"}), ANY),
}


@dataclass(frozen=True)
class Import:
    importer: str
    target: str
    line: int
    lazy: bool

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.target}"


def within(module: str, *rooms: str) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def of_source(source: str, importer: str, is_package: bool = False) -> Iterator[Import]:
    """Every import in the source, also those inside functions (lazy) and under TYPE_CHECKING."""
    pending: list[tuple[ast.AST, bool]] = [(ast.parse(source), False)]
    while pending:
        node, lazy = pending.pop()
        if isinstance(node, ast.Import):
            yield from (Import(importer, name.name, node.lineno, lazy) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = importer.split(".")
            kept = parts[: len(parts) - node.level + is_package] if node.level else []
            base = ".".join([*kept, *filter(None, [node.module])])
            # `from bot import services` may name a module: judged as one, it is still inside `bot`.
            yield from (Import(importer, f"{base}.{name.name}", node.lineno, lazy) for name in node.names)
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        pending += [(child, inside) for child in ast.iter_child_nodes(node)]


def of_project() -> Iterator[Import]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            parts = list(file.relative_to(ROOT).with_suffix("").parts)
            is_package = parts[-1] == "__init__"
            module = ".".join(parts[:-1] if is_package else parts)
            yield from of_source(file.read_text(encoding="utf-8"), module, is_package)


def fault(found: Import) -> str | None:
    """Why this import is not allowed, or None."""
    importer, target = found.importer, found.target
    top = target.partition(".")[0]
    room = next(room for room in RULES if within(importer, room))
    if top not in ROOMS:
        allowed = RULES[room].libraries
        if top not in sys.stdlib_module_names | allowed and allowed != ANY:
            return f"{room} takes no such library"
        if room == "cogs" and top in SQL:
            return "cogs know no SQL"
        if room == "bot.domain" and top in {"asyncio", "socket", "sqlite3", "subprocess", "threading"}:
            return "the rules do no IO"
        return None
    if within(target, "data") and not within(importer, "data", "bot.wiring"):
        return "only bot.wiring imports data"
    if within(target, "bot.sandbox") and not within(importer, "bot.sandbox", "bot.demo", "bot.__main__"):
        return "only bot.demo and bot.__main__ know the sandbox"
    if within(importer, "bot.__main__") and within(target, "bot.sandbox", "bot.demo") and not found.lazy:
        return "the command line imports the sandbox only when asked for it"
    if room == "cogs":
        return _beside(found, "cogs", SHARED_COGS)
    if room == "bot.services" and within(target, "bot.services"):
        return _beside(found, "bot.services", SHARED_SERVICES)
    if not within(target, room, *RULES[room].project):
        return f"{room} takes of the project only {', '.join(sorted(RULES[room].project)) or 'itself'}"
    return None


def _beside(found: Import, room: str, shared: frozenset[str]) -> str | None:
    """A feature may use the room's shared modules and its own, not another feature."""
    if not within(found.target, room) or within(found.target, *shared):
        return None
    feature = ".".join(found.importer.split(".")[: room.count(".") + 2])
    if feature != room and within(found.target, feature):
        return None
    return f"a feature of {room} imports no other feature"
