"""`make run`: the whole stack as a program."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from options import ROOT
from running_stack import DidNotStart, running_stack

AN_APP = Path(__file__).parent / "an_app.py"


@pytest.fixture
def client():
    with httpx.Client(trust_env=False) as found:
        yield found


def test_the_stack_says_one_line_when_it_is_ready_and_stops_at_ctrl_c(tmp_path, site, client):
    with running_stack(tmp_path, now="2026-11-24T09:00", app=AN_APP, site=site) as stack:
        assert stack.address.startswith("http://localhost:")
        assert client.get(f"{stack.address}/services/").status_code == 200
        assert client.get(f"{stack.address}/api/echo/a").json()["method"] == "GET"
        assert (
            client.get(f"{stack.address}/local/clock").json()["now"].startswith("2026-11-24T07:0")
        )

        stack.process.send_signal(signal.SIGINT)
        output, error = stack.process.communicate(timeout=15)

    assert (stack.process.returncode, output, error) == (0, "", "")


def test_the_log_has_the_path_of_a_request_and_not_its_query(tmp_path, site, client):
    with running_stack(tmp_path, app=AN_APP, site=site) as stack:
        client.get(f"{stack.address}/api/echo/a?login_hint=090000045")

    log = stack.log.read_text()
    assert "GET /api/echo/a 200" in log
    assert "090000045" not in log


def test_a_restart_keeps_the_secrets_and_forgets_the_clock(tmp_path, site, client):
    with running_stack(tmp_path, now="2030-01-01T00:00", app=AN_APP, site=site):
        first = json.loads((tmp_path / "secrets.json").read_text())
    with running_stack(tmp_path, app=AN_APP, site=site) as stack:
        now = client.get(f"{stack.address}/local/clock").json()["now"]

    assert json.loads((tmp_path / "secrets.json").read_text()) == first
    assert not now.startswith("2030")


def test_azurite_can_be_the_store(tmp_path, site, client):
    variables = {"STORE": "azurite"}
    with running_stack(tmp_path, app=AN_APP, site=site, variables=variables) as stack:
        assert client.delete(f"{stack.address}/local/data").status_code == 204


def test_a_port_in_use_is_one_plain_line(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = str(other.getsockname()[1])

        assert (
            _failed_start(tmp_path, PORT=port) == f"Port {port} is in use; PORT=… names another.\n"
        )


def test_an_address_that_others_can_reach_is_refused(tmp_path):
    error = _failed_start(tmp_path, "--host", "0.0.0.0", PORT="0")  # noqa: S104

    assert error.startswith("0.0.0.0 is not on the loopback interface")
    assert error.count("\n") == 1


def test_a_time_that_is_none_is_one_plain_line(tmp_path):
    assert _failed_start(tmp_path, NOW="soon").startswith("NOW=soon: an ISO time is expected")


def test_a_stack_that_does_not_start_says_why(tmp_path):
    with (
        pytest.raises(DidNotStart, match="STORE=paper"),
        running_stack(tmp_path, variables={"STORE": "paper"}),
    ):
        pass


def _failed_start(data: Path, *arguments: str, **variables: str) -> str:
    """Start the program, and return what it said on its way out."""
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, ROOT / "infra/local/serve.py", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATA": str(data), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr
