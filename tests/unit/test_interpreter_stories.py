"""
What the machine of `test_interpreter_machine` found once, told step by step.

Each story begins with up to four appointments for the next day, the fourth without an
interpreter: in the morning, at the closing of the digest, or just after it has gone. In the
end all is calm, and everything that is said there must hold.
"""

from datetime import timedelta

import pytest

from functions.domain.booking import Interpreter
from tests.unit.interpreter_model import asked
from tests.unit.test_interpreter_machine import STARTS, Interpreters

SIGN, LIPS = Interpreter.SIGN_LANGUAGE, Interpreter.LIP_READING
MORNING, CLOSING, CLOSED = "morning", "closing", "closed"


def the_world(phase: str, already: int, empty: str = "line") -> Interpreters:
    machine = Interpreters()
    machine.begin(day=STARTS[0], already=already, phase=phase, empty=empty, long_days=False)
    return machine


def fire(world: Interpreters, *timers: str) -> None:
    world.timers_fire(list(timers), 0)


def fail(world: Interpreters, outside: str, kind: str, count: int = 1) -> None:
    world.something_is_down((outside, kind), count)


def wait(world: Interpreters, minutes: float) -> None:
    world.time_passes(minutes, [])


def test_an_event_that_was_changed_without_an_answer_and_back_is_put_right():
    world = the_world(MORNING, 1)
    fire(world, "sweep")
    fail(world, "calendar", "lost")
    world.somebody_moves(which=0, at=1, centre=None)
    fire(world, "sweep")
    world.somebody_moves(which=0, at=0, centre=None)

    world.teardown()


def test_a_link_is_told_although_the_same_correction_went_without_it():
    world = the_world(CLOSED, 1)
    world.somebody_deletes_an_event(0)
    world.the_officer_asks_for(0, LIPS)
    fail(world, "mailbox", "lost")
    fire(world, "sweep")

    world.teardown()


def test_no_link_is_told_before_its_meeting_is_safe():
    """Until then anybody who has it could walk in unseen (circular R4)."""
    world = the_world(MORNING, 1)
    world.new_meetings_are_not_there_yet(3)
    fire(world, "sweep")
    world.an_hour_comes(("evening", timedelta()), ["digest"])
    world.what_is_always_so()

    world.teardown()


def test_who_was_told_of_without_an_answer_is_told_of_again_when_nobody_is_needed():
    world = the_world(CLOSED, 4)
    fire(world, "sweep")
    world.the_officer_asks_for(0, SIGN)
    fail(world, "mailbox", "lost", 9)
    fire(world, "sweep")
    [added] = [each for each in asked(world.ports) if each.sequence == 1]
    world.world.ask(added, None)

    world.teardown()


def test_a_digest_whose_sender_died_a_day_ago_is_looked_for_before_anything_is_corrected():
    world = the_world(CLOSING, 3)
    world.a_worker_will_die(commit=4, has_written=False)
    fire(world, "digest")
    world.an_hour_comes(("evening", timedelta()), ["digest", "watch", "sweep"])

    world.teardown()


def test_what_a_digest_held_that_never_went_is_not_taken_back():
    world = the_world(CLOSING, 1, "nothing")
    fail(world, "mailbox", "failures")
    fire(world, "digest")
    world.somebody_cancels(0)
    wait(world, 2)
    fire(world, "digest", "sweep")

    world.teardown()


@pytest.mark.parametrize("timer", ["digest", "sweep"])
def test_one_look_in_vain_is_no_reason_for_a_second_copy(timer):
    """The mail was down for hours, and each look-up but the last was answered."""
    world = the_world(CLOSING if timer == "digest" else CLOSED, 1)
    world.the_officer_asks_for(0, LIPS)
    for _ in range(8):
        fail(world, "mailbox", "failures", 2)
        fire(world, timer)
        wait(world, 62)
    fail(world, "mailbox", "lost", 2)
    fire(world, timer)
    fail(world, "mailbox", "look_up_failures", 2)
    wait(world, 62)
    fire(world, timer)

    world.teardown()


def test_a_later_attempt_at_a_digest_is_not_taken_for_the_one_that_went():
    """Six hours of look-ups in vain; a second attempt, which holds more, does not go either."""
    world = the_world(CLOSING, 4)
    fail(world, "mailbox", "lost")
    fire(world, "digest")
    fail(world, "mailbox", "look_up_failures")
    world.the_officer_asks_for(0, SIGN)
    fail(world, "mailbox", "failures")
    wait(world, 361)
    fire(world, "digest")

    world.teardown()


WHILE = {
    "requests are collected": (CLOSING, ["move", "exchange", "withdraw", "cancel sweep"], "digest"),
    "a change is told": (CLOSED, ["move", "exchange", "withdraw", "cancel"], "sweep"),
    "a digest opens": (CLOSING, ["digest", "later digest"], "sweep"),
}


@pytest.mark.parametrize(
    ("phase", "what", "timer"),
    [
        pytest.param(phase, what, timer, id=f"{what} while {name}")
        for name, (phase, others, timer) in WHILE.items()
        for what in others
    ],
)
def test_whoever_comes_between_at_whatever_step(phase, what, timer):
    for operation in range(1, 46):
        world = the_world(phase, 2)
        if timer == "sweep":
            world.the_officer_asks_for(0, LIPS)
        world.others_will_come_between(operation, what)
        fire(world, timer)
        world.what_is_always_so()
        world.teardown()


def test_a_digest_that_is_collected_while_a_correction_is_sent_knows_better():
    """The appointment moves to the next day; the desk hears of that a day late."""
    for operation in range(1, 46):
        world = the_world(CLOSED, 3)
        world.somebody_moves(which=2, at=0, centre=None)
        world.an_hour_comes(("evening", timedelta(seconds=-1)), [])
        world.others_will_come_between(operation, "later digest")
        fire(world, "sweep")
        world.what_is_always_so()
        world.teardown()


def test_a_booking_in_flight_while_the_digest_closes_reaches_the_desk():
    for operation in range(1, 46):
        world = the_world(MORNING, 0)
        world.an_hour_comes(("evening", timedelta(seconds=-1)), [])
        world.others_will_come_between(operation, "later digest")
        world.somebody_books(centre="kep-zografou", number=0, kind=SIGN, at=0)

        world.teardown()
