"""Discord's REST routes, one module an area. `ROUTES` is the whole table."""

from bot.sandbox.rest import applications, channels, guilds, interactions, messages, threads, webhooks
from bot.sandbox.rest.calls import Route

ROUTES: list[Route] = [
    *applications.ROUTES,
    *interactions.ROUTES,  # before webhooks: @original is no message id
    *webhooks.ROUTES,
    *messages.ROUTES,
    *threads.ROUTES,
    *channels.ROUTES,
    *guilds.ROUTES,
]
