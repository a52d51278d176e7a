"""A Discord stand-in for one machine. Imports nothing else of the project, and nothing of discord.py."""

from bot.sandbox.server import Sandbox

__all__ = ["Sandbox"]
