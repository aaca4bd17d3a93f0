"""
Timers for the interpreters' desk (circular R11).

They fire in UTC and often, all day: which digest is due is decided by the clock in
Athens, and what was done is remembered. So one that comes late or twice does no harm.
"""

import azure.functions as func

from functions.triggers.web import Connect
from functions.use_cases.send_digest import send_digest
from functions.use_cases.watch_requests import watch_requests


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the timers."""
    bp = func.Blueprint()

    @bp.timer_trigger("timer", schedule="0 * * * * *")
    def send_interpreter_digest(timer: func.TimerRequest) -> None:
        """Send the digest that has opened, if it has not gone yet."""
        send_digest(connect().ports)

    @bp.timer_trigger("timer", schedule="20 */5 * * * *")
    def watch_interpreter_requests(timer: func.TimerRequest) -> None:
        """Find requests that nobody has answered in time, or that the desk does not know."""
        watch_requests(connect().ports)

    return bp
