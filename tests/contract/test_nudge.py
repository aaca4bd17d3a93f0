"""The pointer on the queue: it saves waiting, and never makes an error of a booking."""

import logging
from datetime import timedelta

import pytest

from functions.adapters.queue_nudge import QueueNudge
from functions.domain.errors import Rejected


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9/local/queue", "http://127.0.0.1:9"])
def test_a_queue_that_does_not_answer_is_logged_without_a_person_and_forgotten(endpoint, caplog):
    nudge = QueueNudge(endpoint, None)

    with caplog.at_level(logging.WARNING):
        nudge("ZOG-7F3K-Q2M", timedelta(seconds=2))
    nudge.close()

    assert "ZOG-7F3K-Q2M" in caplog.text


def test_without_a_token_nothing_is_sent_and_nothing_raised(caplog):
    def no_token() -> str:
        raise Rejected("Entra: no identity")

    QueueNudge("http://127.0.0.1:9", no_token)("ZOG-7F3K-Q2M")

    assert "Rejected" in caplog.text
