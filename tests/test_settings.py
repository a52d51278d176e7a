import traceback
from pathlib import Path

import pytest

from bot.settings import LOGIN_MISSING, Settings, SettingsError, env_example

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
ROOT = Path(__file__).parent.parent


def load(env: dict[str, str] | None = None, **more: object) -> Settings:
    return Settings.load(env or {}, **{"env_file": None, **more})


def faults(env: dict[str, str], **more: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(env, **more)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    return caught.value.faults


def test_nothing_needs_to_be_set_to_run_against_a_sandbox():
    settings = load()

    assert settings.discord_token is None
    assert settings.discord_api == "https://discord.com/api/v10"
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///var/callsheet.db"
    assert (settings.clock, settings.log_level) == ("system", "INFO")


def test_the_database_lives_in_the_state_folder(tmp_path):
    settings = load({"STATE_DIR": str(tmp_path)})

    assert settings.database_url.get_secret_value() == f"sqlite+aiosqlite:///{tmp_path}/callsheet.db"


def test_a_missing_token_is_a_fault_only_where_one_is_needed():
    assert load(needs_token=False).discord_token is None
    assert faults({}, needs_token=True) == [LOGIN_MISSING]
    assert faults({"DISCORD_TOKEN": "  "}, needs_token=True) == [LOGIN_MISSING]
    with pytest.raises(SettingsError, match="DISCORD_TOKEN is missing"):
        _ = load().token


def test_every_fault_is_told_at_once(tmp_path):
    (tmp_path / "state").write_text("a file")

    told = faults(
        {
            "STATE_DIR": str(tmp_path / "state"),
            "DATABASE_URL": "mysql://localhost/callsheet",
            "DISCORD_API": "https://example.org/api",
            "DISCORD_GATEWAY": "https://gateway.discord.gg",
            "DISCORD_OPENAPI": str(tmp_path / "nowhere.json"),
            "CLOCK": "wall",
            "LOG_LEVEL": "chatty",
        },
        needs_token=True,
    )

    assert told == [
        LOGIN_MISSING,
        "STATE_DIR must name a folder, and there is a file of that name.",
        "DATABASE_URL must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://.",
        "DISCORD_API must be Discord's own (https://discord.com) or on this machine (http://127.0.0.1).",
        "DISCORD_GATEWAY must be an address that begins with wss://.",
        "DISCORD_OPENAPI names a file that is not there.",
        "CLOCK must be system or sandbox.",
        "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.",
    ]


def test_a_faulty_state_folder_is_one_fault_not_two(tmp_path):
    (tmp_path / "state").write_text("a file")

    assert len(faults({"STATE_DIR": str(tmp_path / "state")})) == 1


@pytest.mark.parametrize("spoilt", [f"Bot {TOKEN}", f'"{TOKEN}"', f"{TOKEN}\n{TOKEN}"])
def test_a_token_copied_with_something_around_it_is_told_without_showing_it(spoilt):
    assert faults({"DISCORD_TOKEN": spoilt, "CLOCK": "wall"}) == [
        "DISCORD_TOKEN must be the bare token, without quotes, spaces or the word Bot.",
        "CLOCK must be system or sandbox.",
    ]


def test_the_token_and_the_password_are_never_shown():
    settings = load(
        {"DISCORD_TOKEN": TOKEN, "DATABASE_URL": "postgresql+asyncpg://bot:hunter2@db.example.org/callsheet"}
    )

    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert TOKEN not in shown
    assert "hunter2" not in shown
    assert settings.token == TOKEN


def test_a_faulty_database_address_is_told_without_its_password():
    assert "hunter2" not in str(faults({"DATABASE_URL": "postgres://bot:hunter2@localhost/callsheet"}))
    assert "hunter2" not in str(faults({"DATABASE_URL": "postgresql+asyncpg://bot:hunter2@[localhost/callsheet"}))


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"])
def test_a_database_that_would_be_forgotten_is_refused(url):
    assert faults({"DATABASE_URL": url}) == [
        "DATABASE_URL names no file: write sqlite+aiosqlite:///folder/callsheet.db."
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.com/api/v10",
        "https://canary.discord.com/api/v10",
        "http://127.0.0.1:8421/api/v10/",
        "http://localhost:8421/api/v10",
        "http://[::1]:8421/api/v10",
    ],
)
def test_the_api_may_be_discord_or_this_machine(url):
    assert load({"DISCORD_API": url}).discord_api == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://discord.com/api/v10",
        "https://discord.com.example.org/api",
        "https://notdiscord.com/api",
        "https://discord.com@example.org/api",
        "https://example.org\\@discord.com/api",
        "http://10.0.0.7/api",
        "http://0.0.0.0:8421/api",
        "discord.com/api",
        "ws://127.0.0.1/api",
        "https://[/api",
    ],
)
def test_the_token_is_never_sent_anywhere_else(url):
    assert len(faults({"DISCORD_API": url})) == 1


def test_the_gateway_follows_the_same_rule():
    assert load({"DISCORD_GATEWAY": "ws://127.0.0.1:8421"}).discord_gateway == "ws://127.0.0.1:8421"
    assert load({"DISCORD_GATEWAY": "wss://gateway.discord.gg"}).discord_gateway == "wss://gateway.discord.gg"
    assert len(faults({"DISCORD_GATEWAY": "ws://gateway.discord.gg"})) == 1
    assert len(faults({"DISCORD_GATEWAY": "wss://example.org"})) == 1


def test_sandbox_time_is_never_used_on_real_discord():
    assert load({"CLOCK": "sandbox", "DISCORD_API": "http://127.0.0.1:8421/api/v10"}).clock == "sandbox"
    assert faults({"CLOCK": "sandbox"}) == ["CLOCK can be sandbox only where DISCORD_API is a sandbox on this machine."]


def test_the_environment_beats_the_file(tmp_path):
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=debug\nSTATE_DIR=there\n")

    settings = load({"LOG_LEVEL": "error"}, env_file=file)

    assert (settings.log_level, settings.state_dir) == ("ERROR", Path("there"))


def test_the_process_environment_is_read_when_no_other_is_given(monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "WARNING")

    assert Settings.load(env_file=None).log_level == "WARNING"
    assert load().log_level == "INFO"


def test_a_file_with_a_dollar_sign_a_windows_mark_or_an_empty_line_is_read_as_written(tmp_path):
    file = tmp_path / ".env"
    file.write_bytes(
        b"\xef\xbb\xbfDISCORD_TOKEN=a${HOME}b\nCLOCK=\nLOG_LEVEL\nDATABASE_URL='postgresql+asyncpg://u:p$1@h/d'\n"
    )

    settings = load(env_file=file)

    assert settings.token == "a${HOME}b"
    assert (settings.clock, settings.log_level) == ("system", "INFO")
    assert settings.database_url.get_secret_value() == "postgresql+asyncpg://u:p$1@h/d"


def test_a_misspelt_setting_in_the_file_is_named(tmp_path):
    file = tmp_path / ".env"
    file.write_text(f"DISCORD_TOKN={TOKEN}\nlog_level=INFO\nCALLSHEET_CLOCK=system\nDISCORD_CHEESE=1\nPGPORT=1\n")

    told = faults({}, env_file=file, needs_token=True)

    assert told[:4] == [
        LOGIN_MISSING,
        "DISCORD_TOKN in .env is not a setting; did you mean DISCORD_TOKEN?",
        "log_level in .env is not a setting; did you mean LOG_LEVEL?",
        "CALLSHEET_CLOCK in .env is not a setting; did you mean CLOCK?",
    ]
    assert told[4].startswith("DISCORD_CHEESE in .env is not a setting; the settings are DISCORD_TOKEN, ")
    assert len(told) == 5


def test_an_unreadable_file_is_a_fault_and_a_missing_one_is_not(tmp_path):
    (tmp_path / "latin").write_bytes(b"STATE_DIR=caf\xe9\n")

    assert "UTF-8" in faults({}, env_file=tmp_path / "latin")[0]
    assert load(env_file=tmp_path / "none").state_dir == Path("var")


def test_settings_do_not_change_once_loaded():
    with pytest.raises(ValueError, match="frozen"):
        load().log_level = "DEBUG"


def test_the_committed_example_is_what_the_settings_say():
    committed = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert committed == env_example(), "make it anew: python -m bot.settings > .env.example"


def test_the_example_can_be_used_as_it_stands():
    assert load(env_file=ROOT / ".env.example") == load()
