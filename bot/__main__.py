"""The command line. Exit codes: 0 well, 2 wrong usage or settings, 69 Discord unreachable or refused, 70 our fault."""

import asyncio
import contextlib
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click

from bot.settings import Settings, SettingsError

USAGE = 2
UNAVAILABLE = 69
OURS = 70
STOPPED_BY = (signal.SIGINT, signal.SIGTERM)
STOPPING_SECONDS = 4
"""SIGINT and SIGTERM end us within five."""


class Leave(Exception):
    """End the process with this exit code, saying this: `Leave(code, said)`."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Callsheet turns a Discord server into an open film set.

    Try it without a Discord account with `demo`. To connect it to Discord: copy .env.example to .env, fill in the
    token, then `check`, `invite` and `run`.
    """


@main.command()
def run() -> None:
    """Connect to Discord and work until stopped."""
    settings = _settings(needs_token=True)
    _log_to_stderr(settings.log_level)

    async def work() -> None:
        from bot.wiring import build

        async with build(settings) as house:
            _look_for_rings_seldom()
            await house.run()

    _finish(work())


@main.command()
@click.option("--port", default=8420, show_default=True, help="Where the page is served on this machine.")
@click.option(
    "--tour",
    type=click.Choice(["short", "full"]),
    is_flag=False,
    flag_value="short",
    default=None,
    help="Play a whole story, check every promise, and leave.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tour"),
    show_default=True,
    help="Where the tour writes transcript.md, requests.jsonl and export.json.",
)
def demo(port: int, tour: str | None, out: Path) -> None:
    """A living community here, with no Discord account."""
    settings = _settings()
    _log_to_stderr("WARNING")

    async def work() -> None:
        from bot.demo import living, touring

        if tour is None:
            await living.serve(port, settings.discord_openapi)
        else:
            await touring.play(out, settings.discord_openapi, click.echo)

    _finish(work())


@main.command()
@click.option("--port", default=8420, show_default=True, help="Where it listens on this machine.")
@click.option(
    "--rate-scale",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="How long rate limits last against Discord's: 0.01 a hundredth, 0 not at all.",
)
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(["members", "message_content"]),
    help="A privileged intent the bot is not granted; can be given twice.",
)
def sandbox(port: int, rate_scale: float, without: tuple[str, ...]) -> None:
    """A Discord stand-in on this machine, for any bot. Its token is `sandbox-token`."""
    settings = _settings()
    _log_to_stderr("WARNING")

    async def work() -> None:
        from bot.sandbox.server import Sandbox

        privileged = {"members", "message_content"}.difference(without)
        openapi = settings.discord_openapi
        stand_in = Sandbox(port=port, openapi=openapi, rate_scale=rate_scale, privileged=privileged)
        await stand_in.start()
        _look_for_rings_seldom()
        click.echo(f"The page: {stand_in.url}\nREST: {stand_in.api}\nGateway: {stand_in.gateway}")
        try:
            await asyncio.Event().wait()
        finally:
            await stand_in.stop()

    _finish(work())


@main.command()
def check() -> None:
    """See whether everything is there, and hear what is not.

    Looks at the settings, the folder, the database, the files and Discord.
    """
    settings = _settings(needs_token=True)
    _log_to_stderr("WARNING")

    async def work() -> None:
        from bot.checking import check_house

        if not await check_house(settings, click.echo):
            raise Leave(UNAVAILABLE, "Something is missing; see above.")

    _finish(work())


@main.command()
def invite() -> None:
    """Print the link that adds the bot to a server.

    It asks for the least permissions that Callsheet needs.
    """
    settings = _settings(needs_token=True)
    from bot.checking import invite_link

    try:
        click.echo(invite_link(settings.token))
    except ValueError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None


@main.command()
def migrate() -> None:
    """Bring the database to this version. SQLite does so by itself at start."""
    settings = _settings()

    async def work() -> None:
        from bot import wiring

        steps = await wiring.migrate(settings)
        click.echo(f"Applied: {', '.join(steps)}." if steps else "The database is up to date.")

    _finish(work())


@main.command()
@click.option("--community", help="One server's id. Left out: every one.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file. Left out: printed.")
def export(community: str | None, out: Path | None) -> None:
    """Everything the communities made, as JSON.

    The shape is described in docs/export.schema.json.
    """
    settings = _settings()
    if community is not None and not community.isdecimal():
        raise click.BadParameter("is a server's id, a number of 17 to 20 digits", param_hint="--community")

    async def work() -> None:
        import aiohttp

        from bot.domain.refusals import Refusal
        from bot.exporting import export_communities

        try:
            told = await export_communities(settings, community)
        except Refusal:
            raise Leave(USAGE, f"There is no community {community} here.") from None
        except aiohttp.ClientError:
            raise Leave(
                OURS, "A Callsheet holds this STATE_DIR but does not answer. Stop it, then try again."
            ) from None
        text = json.dumps(told, ensure_ascii=False, indent=2)
        if out is None:
            click.echo(text)
        else:
            await asyncio.to_thread(out.write_text, text + "\n", encoding="utf-8")

    _finish(work())


def _look_for_rings_seldom() -> None:
    """Most of what a press makes is gone a moment later, and looking for rings in it as often as Python does is a good
    part of a busy process's time (docs/benchmarks.md).
    """
    gc.set_threshold(20_000, 20, 20)


def _settings(*, needs_token: bool = False) -> Settings:
    try:
        return Settings.load(needs_token=needs_token)
    except SettingsError as error:
        click.echo("The settings can't be used:", err=True)
        for fault in error.faults:
            click.echo(f"- {fault}", err=True)
        raise SystemExit(USAGE) from None


class _Lines(logging.Formatter):
    """One line a record, with the fields that were given beside the message."""

    _usual = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        fields = {name: value for name, value in vars(record).items() if name not in self._usual}
        text = super().format(record)
        return f"{text} {json.dumps(fields, default=str)}" if fields else text


def _log_to_stderr(level: str) -> None:
    """discord.py tells some faults only through logging, so it is always set up."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)  # its lines carry what is written, ballots too


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end or to the first signal, and leave with the code that says how it went."""
    raise SystemExit(_run(work))


def _run(work: Coroutine[Any, Any, None]) -> int:
    import aiohttp
    import discord

    from bot.wiring import AlreadyRunning, NeedsMigration, Unfit

    code, said = OURS, ""
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_until_stopped(work))
        return 0
    except KeyboardInterrupt:
        return 0
    except Leave as left:
        code, said = left.args
    except AlreadyRunning:
        code, said = USAGE, "Another Callsheet is running with this STATE_DIR. Stop it first, or choose another folder."
    except NeedsMigration:
        code, said = USAGE, "The database is older than this version. Make a backup, then run: python -m bot migrate"
    except Unfit as error:
        code, said = USAGE, str(error)
    except discord.LoginFailure:
        code, said = UNAVAILABLE, "Discord refused the token. Copy it again from the Developer Portal, page Bot."
    except discord.PrivilegedIntentsRequired:
        code = UNAVAILABLE
        said = (
            "Discord refused the Message Content intent. Turn it on in the Developer Portal, page Bot, and start again."
        )
    except (aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, discord.ConnectionClosed) as error:
        code, said = UNAVAILABLE, f"Discord can't be reached: {error}"
    except OSError as error:
        said = f"The system refused: {error}"
    except Exception:
        logging.getLogger(__name__).exception("stopped by a fault of ours")
        said = "Callsheet stopped by a fault of its own; the log above says where."
    click.echo(said, err=True)
    return code


async def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """SIGINT and SIGTERM cancel the work; what does not end in time is left behind."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for name in STOPPED_BY:  # once: a second signal must not interrupt the closing that the first began
            loop.remove_signal_handler(name)
            signal.signal(name, signal.SIG_IGN)
        task.cancel()
        loop.call_later(STOPPING_SECONDS, os._exit, 0)

    for name in STOPPED_BY:
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers; Ctrl+C still interrupts
            loop.add_signal_handler(name, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _loop_factory() -> Any:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


if __name__ == "__main__":
    sys.exit(main())
