"""The command line as an operator meets it: exit codes, signals, settings."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.gateway import Terms
from data import schema

from .stage import PNG, RATE_SCALE, Stage

STOPS_WITHIN_SECONDS = 5.0


async def start(*arguments: str, **env: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        env={**os.environ, **env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(*arguments: str, **env: str) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was printed as an error."""
    process = await start(*arguments, **env)
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def settings_of(stage: Stage, state: Path, **more: str) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": "sandbox-token",
        "DISCORD_API": stage.sandbox.api,
        "DISCORD_GATEWAY": stage.sandbox.gateway,
        "CLOCK": "sandbox",
        "STATE_DIR": str(state),
        **more,
    }


async def stop(process: asyncio.subprocess.Process, with_signal: int = signal.SIGTERM) -> float:
    """Seconds until it is gone."""
    began = time.monotonic()
    process.send_signal(with_signal)
    await asyncio.wait_for(process.communicate(), 30)
    return time.monotonic() - began


async def test_settings_are_explained_all_at_once_and_the_token_is_never_printed(tmp_path: Path) -> None:
    code, out, err = await run(
        "run", STATE_DIR=str(tmp_path), DISCORD_TOKEN="Bot secret", CLOCK="moon", DISCORD_API="http://example.com"
    )
    assert code == 2
    for name in ("DISCORD_TOKEN", "CLOCK", "DISCORD_API"):
        assert name in err
    assert "secret" not in out + err


async def test_without_a_token_it_says_where_to_find_one(tmp_path: Path) -> None:
    code, _, err = await run("run", STATE_DIR=str(tmp_path))
    assert code == 2
    assert "Developer Portal" in err


async def test_a_refused_token_is_told_plainly(stage: Stage, tmp_path: Path) -> None:
    code, _, err = await run("run", **settings_of(stage, tmp_path, DISCORD_TOKEN="another"))
    assert code == 69
    assert "Discord refused the token" in err
    assert "another" not in err


@pytest.mark.parametrize("command", ["run", "check"])
async def test_without_the_message_content_intent_it_does_not_start_and_says_what_to_turn_on(
    tmp_path: Path, command: str
) -> None:
    """Started all the same, every file would be an empty message, and nobody would know why there are no works."""
    sandbox = Sandbox(privileged=(), rate_scale=RATE_SCALE, terms=Terms(identify_seconds=0))
    await sandbox.start()
    try:
        code, out, err = await run(
            command,
            DISCORD_TOKEN="sandbox-token",
            DISCORD_API=sandbox.api,
            DISCORD_GATEWAY=sandbox.gateway,
            CLOCK="sandbox",
            STATE_DIR=str(tmp_path),
        )
    finally:
        await sandbox.stop()
    assert code != 0
    assert "Message Content intent" in out + err
    assert "Developer Portal" in out + err


async def test_discord_out_of_reach_is_told_plainly(stage: Stage, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/api/v10"
        code, _, err = await run("run", **settings_of(stage, tmp_path, DISCORD_API=nobody))
    assert code == 69
    assert "Discord can't be reached" in err


async def test_wrong_usage_exits_with_2() -> None:
    assert (await run("dance"))[0] == 2


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_five_seconds_with_the_database_intact(
    stage: Stage, tmp_path: Path, name: signal.Signals
) -> None:
    process = await start("run", **settings_of(stage, tmp_path))
    await stage.until_connected()
    await stage.server()
    await stage.set_up()
    await stage.post_prompt()
    await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
    assert await stop(process, name) < STOPS_WITHIN_SECONDS
    assert process.returncode == 0
    code, out, _ = await run("export", STATE_DIR=str(tmp_path))
    assert code == 0
    assert [work["title"] for work in json.loads(out)[0]["works"]] == ["Dawn"]


async def test_a_signal_before_discord_answers_ends_it_too(tmp_path: Path) -> None:
    asked = asyncio.Event()

    async def silent(reader: Any, writer: Any) -> None:
        asked.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        api = f"http://127.0.0.1:{port}/api/v10"
        process = await start("run", DISCORD_TOKEN="x", DISCORD_API=api, STATE_DIR=str(tmp_path))
        await asyncio.wait_for(asked.wait(), 20)
        assert await stop(process) < STOPS_WITHIN_SECONDS
    assert process.returncode == 0


async def test_a_second_one_on_the_same_state_is_refused_and_export_asks_the_first(
    stage: Stage, tmp_path: Path
) -> None:
    env = settings_of(stage, tmp_path)
    process = await start("run", **env)
    await stage.until_connected()
    server = await stage.server()
    await stage.set_up()
    code, _, err = await run("run", **env)
    assert code == 2
    assert "Another Callsheet is running" in err
    code, out, _ = await run("export", **env)
    assert code == 0
    assert json.loads(out)[0]["community"]["name"] == "film"
    code, _, err = await run("export", "--community", "1", **env)
    assert code == 2, err
    code, out, _ = await run("export", "--community", server["id"], **env)
    assert code == 0
    await stop(process)


async def test_check_looks_at_everything_and_says_so(stage: Stage, tmp_path: Path) -> None:
    code, out, err = await run("check", **settings_of(stage, tmp_path))
    assert code == 0, out + err
    for part in ("Settings", "Database", "Files", "Discord"):
        assert part in out


async def test_invite_names_the_least_permissions() -> None:
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y"
    code, out, _ = await run("invite", DISCORD_TOKEN=token)
    assert code == 0
    assert "client_id=123456789012345678" in out
    assert "permissions=309237746688" in out or "permissions=" in out
    code, _, err = await run("invite", DISCORD_TOKEN="nonsense")
    assert code == 2
    assert "Developer Portal" in err


async def test_migrate_is_safe_to_repeat(tmp_path: Path) -> None:
    code, out, _ = await run("migrate", STATE_DIR=str(tmp_path))
    assert (code, out) == (0, f"Applied: {', '.join(schema.path())}.\n")
    assert (await run("migrate", STATE_DIR=str(tmp_path)))[1] == "The database is up to date.\n"
