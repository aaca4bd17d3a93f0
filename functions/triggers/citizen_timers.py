"""Timers for citizens: reminders, and offers to those who wait. They catch up by themselves."""

import azure.functions as func

from functions.triggers.web import Connect
from functions.use_cases.find_bounces import find_bounces
from functions.use_cases.offer_times import offer_times
from functions.use_cases.send_reminders import send_reminders as remind


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the timers."""
    bp = func.Blueprint()

    @bp.timer_trigger("timer", schedule="10 * * * * *")
    def send_reminders(timer: func.TimerRequest) -> None:
        """Hand the appointments of which citizens are to be reminded to reconcile."""
        remind(connect().ports)

    @bp.timer_trigger("timer", schedule="40 * * * * *")
    def offer_free_times(timer: func.TimerRequest) -> None:
        """Offer what has come free to those who wait for it."""
        offer_times(connect().ports)

    @bp.timer_trigger("timer", schedule="50 */10 * * * *")
    def find_bounced_mails(timer: func.TimerRequest) -> None:
        """Tell officers of citizens whose e-mail address does not work."""
        find_bounces(connect().ports)

    return bp
