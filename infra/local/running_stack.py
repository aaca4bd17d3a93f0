"""
A stack for a test: started in a process of its own on a free port, and stopped after.

    with running_stack(data, now="2026-11-24T09:00") as stack:
        httpx.get(f"{stack.address}/api/health")
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = "myKEPlive: "
STOP_SECONDS = 15
MINE = {"STORE", "LIMITS"}  # not inherited: a test asks for them by *variables*


class DidNotStart(Exception):
    """The stack ended before it was ready; the message is what it printed."""


@dataclass(frozen=True, slots=True)
class RunningStack:
    """Where it answers (no slash at the end), where its log is, and its process."""

    address: str
    log: Path
    process: "subprocess.Popen[str]"


@contextmanager
def running_stack(
    data: Path,
    *,
    now: str = "",
    app: Path | None = None,
    site: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> Iterator[RunningStack]:
    """
    Start the stack with its store in the folder *data*; stop it at the end.

    *app* and *site* replace `function_app.py` and `build/site`; *variables* are more
    of the environment (`STORE`, `LIMITS`).

    Raises:
        DidNotStart: With what it said.
    """
    log = data / "run.log"
    command = [sys.executable, str(ROOT / "infra/local/serve.py"), "--log", str(log)]
    command += ["--app", str(app)] if app else []
    command += ["--site", str(site)] if site else []
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        env=_environment(data, now, variables or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield RunningStack(_address(process), log, process)
    finally:
        _stop(process)


def _environment(data: Path, now: str, variables: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in MINE}
    return {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "DATA": str(data),
        "NOW": now,
        "PORT": "0",
        **variables,
    }


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
    line = process.stdout.readline()
    if not line.startswith(READY):
        _, error = process.communicate(timeout=STOP_SECONDS)
        raise DidNotStart(line + error)
    return line.removeprefix(READY).strip().rstrip("/")


def _stop(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
