"""Discord's REST routes, one module an area. `ROUTES` is the whole table."""

from bot.sandbox.rest import applications, channels, guilds, interactions, messages, threads
from bot.sandbox.rest.calls import Route

ROUTES: list[Route] = [
    *applications.ROUTES,
    *interactions.ROUTES,
    *messages.ROUTES,
    *threads.ROUTES,
    *channels.ROUTES,
    *guilds.ROUTES,
]
