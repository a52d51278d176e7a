"""Measurements, run by hand: `python -m tests.bench NAME`. Never a test, never a limit on anybody's time."""
