import pytest

from tests.architecture.imports import fault, of_project, of_source


def faults(source: str, importer: str) -> list[str]:
    return [why for found in of_source(source, importer) if (why := fault(found))]


def test_every_import_of_the_project_keeps_to_its_room():
    broken = [f"{found}: {why}" for found in of_project() if (why := fault(found))]

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("bot.domain.votes", "import discord"),
        ("bot.domain.votes", "import asyncio"),
        ("bot.domain.votes", "from bot.services import ports"),
        ("bot.services.votes", "import sqlalchemy"),
        ("bot.services.votes", "from bot.services.works import Works"),
        ("bot.services.votes", "from . import works"),
        ("bot.services.votes", "import bot.due.posts"),
        ("data.votes", "from bot.services.ports import Clock"),
        ("data.votes", "import aiohttp"),
        ("bot.due.posts", "from bot.services.votes import Votes"),
        ("bot.app", "def f():\n    from data import votes"),
        ("bot.app", "from bot import sandbox"),
        ("bot.__main__", "from bot.sandbox.server import Server"),
        ("bot.__main__", "import bot.demo"),
        ("bot.sandbox.world", "from bot.domain.instants import Instant"),
        ("bot.settings", "from bot import clock"),
        ("cogs.votes", "from cogs.works import Works"),
        ("cogs.votes", "import sqlite3"),
        ("cogs.votes", "if TYPE_CHECKING:\n    import data"),
        ("cogs.votes", "import bot.sandbox"),
    ],
)
def test_an_import_across_a_wall_is_found(importer, source):
    assert len(faults(source, importer)) == 1


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("bot.domain.votes.approval", "import numpy\nfrom fractions import Fraction\nfrom . import tally"),
        ("bot.services.votes", "from bot.services.ports import Clock\nfrom bot.services import ports"),
        ("bot.services.votes.close", "from bot.services.votes import ballots"),
        (
            "data.votes",
            "import sqlalchemy as sa\nfrom data.types import Instant\nfrom bot.domain import votes",
        ),
        ("bot.wiring", "import data.votes\nimport cogs.votes"),
        ("bot.__main__", "def demo():\n    from bot.demo import play\n    import bot.sandbox"),
        ("bot.demo", "import bot.sandbox"),
        ("bot.sandbox.world", "from bot.sandbox.clock import Clock\nimport aiohttp"),
        ("cogs.votes", "import discord\nfrom cogs import words\nfrom bot.services.votes import Votes"),
        ("cogs.votes.panel", "from cogs.votes.page import Page"),
    ],
)
def test_an_import_within_the_walls_passes(importer, source):
    assert faults(source, importer) == []
