"""
What the functions talk to outside of themselves, played on this machine.

Microsoft Graph, TAXISnet (GSIS), the sign-in page of Entra and a gateway for text messages
speak HTTP on the stack's one port (`routes`), the rest of Entra TLS on a port of its own
(`entra_app`, `make_ca`). They refuse what the real ones refuse.
"""

from aiohttp import web
from world import World

from stand_ins.certificates import make_ca
from stand_ins.entra import entra_app
from stand_ins.entra_sign_in import routes as entra_routes
from stand_ins.graph import routes as graph_routes
from stand_ins.gsis import routes as gsis_routes
from stand_ins.gsis_people import people
from stand_ins.sms import routes as sms_routes

__all__ = ["entra_app", "make_ca", "people", "routes"]


def routes(world: World) -> list[web.RouteDef]:
    """Return the routes of Graph, GSIS, Entra's sign-in page and the gateway for texts."""
    return [
        *graph_routes(world),
        *gsis_routes(world),
        *entra_routes(world),
        *sms_routes(world),
    ]
