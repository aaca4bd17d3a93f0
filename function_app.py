"""Entry point. The Azure host imports this module from the package root."""

import azure.functions as func

from functions.bootstrap import connect
from functions.triggers import (
    appointment_links,
    auth,
    booking_extension,
    booking_pages,
    bookings,
    citizen_timers,
    data_pages,
    desk_pages,
    health,
    holds,
    interpreter_pages,
    interpreter_timers,
    ministry_pages,
    move_pages,
    my_pages,
    offer_pages,
    officer_bookings,
    openapi,
    outbox,
    slots,
    waiting_pages,
)

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

RESOURCES = (
    *(auth, bookings, health, holds, officer_bookings, openapi, slots),
    *(booking_extension, booking_pages, offer_pages, waiting_pages),
    *(appointment_links, data_pages, move_pages, my_pages),
    *(desk_pages, interpreter_pages, ministry_pages),
    *(citizen_timers, interpreter_timers, outbox),
)

for resource in RESOURCES:
    app.register_functions(resource.blueprint(connect))
