"""Timing: several things in turn, so that a slow moment of the machine hits them all."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter


def in_turn(calls: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Return the seconds of each of *calls* in each of *rounds*, after one that is not counted."""
    seconds: list[list[float]] = [[] for _ in calls]
    for turn in range(rounds + 1):
        for call, taken in zip(calls, seconds, strict=True):
            began = perf_counter()
            call()
            if turn:
                taken.append(perf_counter() - began)
    return seconds


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """Return the median of the ratios, round by round."""
    return median(a / b for a, b in zip(of, to, strict=True))


def milliseconds(seconds: Sequence[float]) -> str:
    """Return the median, in words."""
    return f"{median(seconds) * 1000:.2f} ms"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
