"""What somebody asks of a run of the stack: arguments, and variables of the environment."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clock import read_instant
from loopback import IPV4

ROOT = Path(__file__).resolve().parents[2]


class BadOption(ValueError):
    """An option cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Options:
    """
    A run of the stack.

    *now* is when its clock starts (None: the machine's time). *app* is the module with
    the functions, *log* the file for the log (None: standard error).
    """

    host: str
    port: int
    data: Path
    now: datetime | None
    uses_azurite: bool
    limits_on: bool
    app: Path
    site: Path
    log: Path | None


def read_options(arguments: Sequence[str], environment: Mapping[str, str]) -> Options:
    """
    Return the options.

    Raises:
        BadOption: PORT, NOW, STORE or LIMITS is none.
    """
    parsed = _parser().parse_args(arguments)
    return Options(
        host=parsed.host,
        port=_port(environment.get("PORT") or "4280"),
        data=Path(environment.get("DATA") or ROOT / "build" / "data").resolve(),
        now=_now(environment.get("NOW") or ""),
        uses_azurite=_uses_azurite(environment.get("STORE") or "sqlite"),
        limits_on=_limits_on(environment.get("LIMITS") or "on"),
        app=parsed.app,
        site=parsed.site,
        log=parsed.log,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="The whole service on this machine.")
    parser.add_argument("--host", default=IPV4, help="an address of the loopback interface")
    parser.add_argument("--app", type=Path, default=ROOT / "function_app.py")
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--log", type=Path)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:  # noqa: PLR2004 - the highest port there is
        raise BadOption(f"PORT={text}: a number up to 65535 is expected")
    return int(text)


def _now(text: str) -> datetime | None:
    try:
        return read_instant(text) if text else None
    except ValueError as error:
        raise BadOption(f"NOW={text}: an ISO time is expected, such as 2026-11-24T09:30") from error


def _uses_azurite(text: str) -> bool:
    if text not in {"sqlite", "azurite"}:
        raise BadOption(f"STORE={text}: sqlite or azurite is expected")
    return text == "azurite"


def _limits_on(text: str) -> bool:
    if text not in {"on", "off"}:
        raise BadOption(f"LIMITS={text}: on or off is expected")
    return text == "on"
