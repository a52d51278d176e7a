"""The conformance suite, read from the tests: every rule of Discord's that a test here holds the sandbox to.

A rule is a test whose docstring begins with the rule in one plain sentence and ends with a paragraph "Source: ...", or
one row of a parametrised test, made by `rule`. `python -m tests.sandbox.conformance > docs/sandbox.md` writes the page;
the words around the rules stand in conformance.md, beside this file.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "sandbox.md"
WORDS = HERE / "conformance.md"
DOCUMENT = "https://github.com/discord/discord-api-docs/blob/main/developers/"
DOCUMENTS = re.compile(r"(?<![\w/:.-])([\w/-]+\.mdx)")  # a page's path, as it is within developers/
UNPUBLISHED = ("observed; ", "not published; ")
# What a source may be: Discord's documents or description, somebody's report, others' code, a standard, or none.
PUBLISHED = ("discord-api-docs ", "discord-api-spec, ", "OpenAPI description, ", "https://", "discord.py ", "PluralKit")
SOURCES = (*PUBLISHED, "RFC ", *UNPUBLISHED)
# How a test here sees Discord say no: such a test states a rule, and must say where it is from.
REFUSING = re.compile(r"\bfaults\(|\bclosed_with\(|\brefusal\(|\[\"code\"\]")


class Rule(NamedTuple):
    subject: str
    sentence: str
    source: str
    test: str


def rule(sentence: str, source: str, *values: object) -> Any:
    """A row of a parametrised test that is a rule of its own."""
    return pytest.param(*values, id=sentence, marks=pytest.mark.rule(sentence, source))


def stated(docstring: str | None) -> tuple[str, str] | None:
    """The sentence and the source of a docstring; None where it names no source."""
    first, *others = [" ".join(part.split()) for part in inspect.cleandoc(docstring or "").split("\n\n")]
    if not others or not others[-1].startswith("Source: "):
        return None
    return first, others[-1].removeprefix("Source: ")


def modules() -> list[ModuleType]:
    return [importlib.import_module(f"{__package__}.{file.stem}") for file in sorted(HERE.glob("test_*.py"))]


def tests_of(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Its tests, in the order they stand in; not those it imports."""
    for name, value in vars(module).items():
        if name.startswith("test_") and inspect.isfunction(value) and value.__module__ == module.__name__:
            yield name, value


def rows_of(test: Callable[..., Any]) -> list[tuple[str, str]]:
    """The sentences and sources of the rows made by `rule`."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    rows = [row for mark in marks for row in mark.args[1] if hasattr(row, "marks")]
    return [mark.args for row in rows for mark in row.marks if mark.name == "rule"]


def rules_of(module: ModuleType) -> list[Rule]:
    subject = inspect.cleandoc(module.__doc__ or "").partition("\n")[0].partition(". ")[0].removesuffix(".")
    file = module.__name__.rpartition(".")[2]
    return [
        Rule(subject, sentence, source, f"{file}.py::{name}")
        for name, test in tests_of(module)
        for sentence, source in rows_of(test) or filter(None, [stated(test.__doc__)])
    ]


def rules() -> list[Rule]:
    return [found for module in modules() for found in rules_of(module)]


def complaints(module: ModuleType) -> list[str]:
    """What is wrong with how a module states its rules."""
    found = []
    for each in rules_of(module):
        if not each.sentence.endswith("."):
            found.append(f'{each.test}: a rule is a plain sentence, not "{each.sentence}"')
        if not each.source.startswith(SOURCES) or each.source in SOURCES:
            found.append(f'{each.test}: "{each.source}" is no source: begin with one of {", ".join(SOURCES)}')
    for name, test in tests_of(module):
        sourced = rows_of(test) or stated(test.__doc__)
        if not sourced and REFUSING.search(inspect.getsource(test)):
            found.append(f"{name}: what Discord refuses is a rule: its docstring ends with a paragraph Source: ...")
        elif not sourced and "Source:" in (test.__doc__ or ""):
            found.append(f"{name}: Source: ... begins the last paragraph of the docstring, after a blank line")
    return found


def page() -> str:
    """docs/sandbox.md."""
    every = sorted(rules(), key=lambda each: each.subject.lower())
    unpublished = sum(each.source.startswith(UNPUBLISHED) for each in every)
    tables = [_table(subject, list(each)) for subject, each in groupby(every, key=lambda each: each.subject)]
    links = sorted({f"[{page}]: {DOCUMENT}{page}" for each in every for page in DOCUMENTS.findall(each.source)})
    words = WORDS.read_text(encoding="utf-8")
    filled = words.replace("{count}", str(len(every))).replace("{unpublished}", str(unpublished))
    return filled.replace("{rules}", "\n\n".join([*tables, "\n".join(links)]))


def _table(subject: str, every: list[Rule]) -> str:
    lines = [f"### {subject}", "", "| rule | source | test |", "|---|---|---|"]
    for each in every:
        source = DOCUMENTS.sub(r"[\1]", each.source.removeprefix("discord-api-docs "))
        lines.append(f"| {_cell(each.sentence)} | {_cell(source)} | `{each.test}` |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    print(page(), end="")
