"""Azurite's table service as a child process, for `STORE=azurite` and the tests."""

import socket
import subprocess
import time
from pathlib import Path

from loopback import IPV4
from node import node

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "tests/tools/node_modules/azurite/dist/src/table/main.js"
START_SECONDS = 30.0

# Azurite's one account. The key is published in its documentation and opens nothing else.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


class NoAzurite(Exception):
    """Azurite cannot be started; the message says what is missing."""


def start_azurite(folder: Path | None = None) -> tuple["subprocess.Popen[bytes]", str]:
    """
    Start the table service on a free loopback port; return it and its connection string.

    It keeps its rows in *folder*, or in memory. End it with `terminate()`.

    Raises:
        NoAzurite: Node or Azurite is not installed, or it did not come up.
    """
    port = _free_port()
    where = ["--location", str(folder)] if folder else ["--inMemoryPersistence"]
    command = [_node(), str(_program()), "--silent", "--disableTelemetry"]
    command += ["--tableHost", IPV4, "--tablePort", str(port), *where]
    # In a session of its own, so that Ctrl-C ends the stack first and this last.
    process = subprocess.Popen(  # noqa: S603 - our own arguments
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    _wait_until_it_listens(process, port)
    endpoint = f"http://{IPV4}:{port}/{ACCOUNT}"
    return process, (
        f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};"
        f"TableEndpoint={endpoint};"
    )


def _node() -> str:
    found = node()
    if not found:
        raise NoAzurite("Azurite needs Node: `make azurite` installs both")
    return found


def _program() -> Path:
    if not PROGRAM.is_file():
        raise NoAzurite("Azurite is not installed: `make azurite` does it")
    return PROGRAM


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((IPV4, 0))
        return int(probe.getsockname()[1])


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            reason = process.stderr.read().decode().strip() if process.stderr else ""
            raise NoAzurite(f"Azurite ended at once: {reason}")
        try:
            socket.create_connection((IPV4, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise NoAzurite(f"Azurite did not listen within {START_SECONDS:.0f} seconds")
