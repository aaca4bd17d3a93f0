"""
One line of JSON for each thing done, on the logger `mykeplive`.

In Azure the worker hands it to the host, and it stands in Application Insights as the
message of a trace (`host.json` keeps traces out of the sampling). On the local stack it
stands in `build/data/run.log`.
"""

import json
import logging

from functions.domain.log_line import EventName, Fact, log_line

log = logging.getLogger("mykeplive")


def write_line(event: EventName, **facts: Fact) -> None:
    """Do what :class:`functions.ports.Note` says."""
    log.info(json.dumps(log_line(event, facts)))
