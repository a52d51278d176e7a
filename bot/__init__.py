"""Callsheet: the process and the rules."""
