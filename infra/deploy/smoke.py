"""
Whether a deployment works, in a minute:

    python -m infra.deploy.smoke http://localhost:4280       (make smoke URL=…)

prints a line for each check and ends with 1 where one failed. From the environment, all
optional: CENTRE, where it books, which is what the setting SMOKE_CENTRE of the functions
names (kep-smoke); SMOKE_USER and SMOKE_PASSWORD, a user of GSIS's test host; SMOKE_MAIL and
SMOKE_MOBILE, which get the mails and text messages. Without them it checks only what needs
no sign-in, and says so. On the local stack it needs none. `--patience` is how many seconds
it waits until the functions answer at all.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence

import httpx

from infra.deploy import smoke_site as site
from infra.deploy.smoke_booking import Account, NotChecked, book_and_cancel

Check = Callable[[site.Visit], None]
SERVICE = "birth-certificate"
CENTRE = "kep-smoke"
SECONDS = 50  # longer than Static Web Apps waits for the functions
PAUSE = 5
FAILED = "FAILED"

CHECKS: dict[str, Check] = {
    "pages of the site": site.pages,
    "headers": site.headers,
    "styles and scripts": site.styles,
    "catalogue": site.catalogue,
    "health": site.health,
    "description of the API": site.description,
    "free times": site.free_times,
    "ways to sign in": site.doors,
}


def run(visit: site.Visit, account: Account, say: Callable[[str], None]) -> bool:
    """Make every check, say how each went, and tell whether none failed."""
    checks = CHECKS | {"booking and cancelling": lambda seen: book_and_cancel(seen, account)}
    outcomes = []
    for name, check in checks.items():
        outcomes.append(_outcome(check, visit))
        say(f"{name}: {outcomes[-1]}")
    return not any(outcome.startswith(FAILED) for outcome in outcomes)


def _outcome(check: Check, visit: site.Visit) -> str:
    try:
        check(visit)
    except NotChecked as reason:
        return f"not checked: {reason}"
    except site.Fault as fault:
        return f"{FAILED}: {fault}"
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        return f"{FAILED}: {type(error).__name__}"
    return "ok"


def wait(client: httpx.Client, patience: float, pause: Callable[[float], None]) -> None:
    """Return when the functions answer, and after *patience* seconds at the latest."""
    for _ in range(int(patience // PAUSE)):
        try:
            if client.get("/api/health").status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                return
        except httpx.HTTPError:
            pass
        pause(PAUSE)


def account(environment: Mapping[str, str]) -> Account:
    """Return whom the environment names."""
    names = ("SMOKE_USER", "SMOKE_PASSWORD", "SMOKE_MAIL", "SMOKE_MOBILE")
    return Account(*(environment.get(name, "") for name in names))


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Check the deployment at an address; return the exit code."""
    parser = argparse.ArgumentParser(description="Check whether a deployment works.")
    parser.add_argument("address", help="such as http://localhost:4280")
    parser.add_argument("--patience", type=float, default=0, metavar="SECONDS")
    asked = parser.parse_args(arguments)
    with httpx.Client(base_url=asked.address.rstrip("/"), timeout=SECONDS) as client:
        wait(client, asked.patience, time.sleep)
        visit = site.Visit(client, SERVICE, environment.get("CENTRE") or CENTRE)
        went_well = run(visit, account(environment), _print)
    return 0 if went_well else 1


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
