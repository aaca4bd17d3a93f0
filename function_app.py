"""Entry point. The Azure host imports this module from the package root."""

import azure.functions as func

from functions.bootstrap import connect
from functions.triggers import auth, booking_pages, bookings, health, openapi, outbox, slots

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

for resource in (auth, booking_pages, bookings, health, openapi, outbox, slots):
    app.register_functions(resource.blueprint(connect))
