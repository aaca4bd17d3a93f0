"""Queue and timers: the outbox is worked off, what is over forgotten, old seals renewed."""

import logging

import azure.functions as func

from functions.triggers.web import Connect
from functions.use_cases.apply_retention import apply_retention as forget
from functions.use_cases.check_health import note_health
from functions.use_cases.reconcile import reconcile, sweep
from functions.use_cases.renew_seals import Renewal
from functions.use_cases.renew_seals import renew_seals as renew

QUEUE = "reconcile"
log = logging.getLogger(__name__)


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the queue trigger, the sweep, and what keeps the store in order."""
    bp = func.Blueprint()

    @bp.queue_trigger("message", queue_name=QUEUE, connection="AzureWebJobsStorage")
    def reconcile_booking(message: func.QueueMessage) -> None:
        """Bring the outside in line with the booking that the message names."""
        reconcile(message.get_body().decode(), connect().ports)

    @bp.timer_trigger("timer", schedule="0 */2 * * * *")
    def sweep_outbox(timer: func.TimerRequest) -> None:
        """Do what no message came for: one was lost, a worker died, a wait has ended."""
        ports = connect().ports
        found = sweep(ports)
        if found:
            log.info("sweep: %d due, timer late: %s", found, timer.past_due)
        note_health(ports)

    @bp.timer_trigger("timer", schedule="30 7 * * * *")
    def apply_retention(timer: func.TimerRequest) -> None:
        """Forget what has served its purpose."""
        forget(connect().ports)

    @bp.timer_trigger("timer", schedule="0 20 3 * * *")
    def renew_seals(timer: func.TimerRequest) -> None:
        """Seal anew what an old key has sealed, so that the key can be taken away."""
        done = renew(connect().ports)
        if done != Renewal():
            facts = done.renewed, done.unopened, done.is_whole
            log.info("seals: %d renewed, %d open with no key, all looked at: %s", *facts)

    return bp
