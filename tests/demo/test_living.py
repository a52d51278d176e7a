"""The demo as somebody starts it: it serves a page, and ends when asked."""

import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.demo.conftest import MINUTES, bot, environment

pytestmark = pytest.mark.timeout(MINUTES)

STOPPING_SECONDS = 5.0


@pytest.fixture
def port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def demo(port, tmp_path) -> Iterator[subprocess.Popen[str]]:
    """The demo, once it has said how to stop it."""
    command = bot("demo", "--port", str(port))
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as started:
        assert started.stdout is not None
        lines = []
        for line in started.stdout:
            lines.append(line)
            if "Ctrl+C" in line:
                break
        assert "Ctrl+C" in lines[-1], "".join(lines)
        yield started
        started.terminate()  # not killed: it has a bot to take with it
        started.wait(MINUTES)


def read(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read()


def test_a_newcomer_finds_a_community_under_way_and_can_leave(demo, port):
    assert b"<html" in read(port, "/")
    (server,) = json.loads(read(port, "/sandbox/v1/servers"))["servers"]
    assert server["name"] == "The open set"
    assert len(server["people"]) == 8
    view = json.loads(read(port, f"/sandbox/v1/servers/{server['id']}/people/Ada/view?channel=The%20last%20stop"))
    pictures = [file for one in view["messages"] for file in one["attachments"]]
    assert len(pictures) >= 6
    assert "### Vote 1" in json.dumps(view["messages"])
    assert len(json.loads(read(port, "/sandbox/v1/guide"))["guide"]["steps"]) == 4

    began = time.monotonic()
    demo.send_signal(signal.SIGTERM)

    assert demo.wait(MINUTES) == 0
    assert time.monotonic() - began < STOPPING_SECONDS


def test_a_taken_port_is_said_in_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        tried = subprocess.run(
            bot("demo", "--port", str(number)),
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=MINUTES,
            check=False,
        )

    assert tried.returncode == 70
    assert f"port {number} can't be had, because another program is using it" in tried.stderr
    assert "Traceback" not in tried.stderr
