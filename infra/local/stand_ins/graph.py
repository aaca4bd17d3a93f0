"""
Microsoft Graph below `/local/graph/v1.0`: calendars, online meetings and mail.

It keeps what it is told in the world, refuses what Graph refuses, and writes down every
request for `GET /local/graph`.
"""

from aiohttp import web
from world import World

from stand_ins.graph_calendar import GraphCalendars
from stand_ins.graph_calls import Doorway
from stand_ins.graph_mail import GraphMails
from stand_ins.graph_meetings import LAG_SECONDS, GraphMeetings

LATENCY_SECONDS = 0.05  # long enough for requests to be at work at once


def routes(
    world: World, lag: float = LAG_SECONDS, latency: float = LATENCY_SECONDS
) -> list[web.RouteDef]:
    """
    Return Graph's routes.

    A new event's meeting cannot be seen for *lag* seconds; every call takes *latency*.
    """
    doorway = Doorway(world, latency)
    parts = (GraphCalendars(world), GraphMeetings(world, lag), GraphMails(world))
    return [*(doorway.route(call) for part in parts for call in part.calls()), doorway.rest()]
