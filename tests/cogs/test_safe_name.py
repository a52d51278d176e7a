"""Files leave under names that no client, disk or embed stumbles over."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.shown import safe_name
from tests.domain.made import asset, work


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("night bus.png", "0042_night-bus.png"),
        ("_lead.png", "0042_lead.png"),
        ("a\nb.png", "0042_a-b.png"),
        ("rtl\u202egnp.exe", "0042_rtl-gnp.exe"),
        ("../../etc/passwd", "0042_passwd"),
        ("..\\..\\boot.ini", "0042_boot.ini"),
        ("C:\\rain.png", "0042_C-rain.png"),
        ("archive.tar.gz", "0042_archive-tar.gz"),
        ("take (2) – final!!.WAV", "0042_take-2-final.WAV"),
        ("", "0042_file"),
        ("...", "0042_file"),
        ("no suffix", "0042_no-suffix"),
    ],
)
def test_a_file_is_called_by_its_works_number_and_what_is_safe_of_its_name(filename, name):
    assert safe_name(work(42), asset(filename)) == name


@given(st.text())
def test_any_name_at_all_becomes_one_of_letters_digits_hyphens_and_one_dot(filename):
    name = safe_name(work(42), asset(filename))

    assert re.fullmatch(r"0042_[\w-]+(\.[A-Za-z0-9]+)?", name)
    assert not name.startswith(("_", "."))
    assert len(name) <= 5 + 60 + 1 + 8


@given(st.text())
def test_two_works_never_share_a_name(filename):
    assert safe_name(work(42), asset(filename)) != safe_name(work(43), asset(filename))


def test_a_name_of_three_hundred_characters_is_cut_and_keeps_its_kind():
    assert safe_name(work(42), asset("x" * 300 + ".png")) == f"0042_{'x' * 60}.png"
