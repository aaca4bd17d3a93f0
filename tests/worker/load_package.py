"""
Load an unpacked package as Azure does, in a Python that has nothing else, and use it.

    python -I -S tests/worker/load_package.py <folder>

prints as JSON which functions there are, how some answered, and which modules came from
somewhere else than the package and Python itself.
"""

import importlib.util
import json
import sys
import sysconfig
from pathlib import Path
from types import ModuleType
from typing import Any

SERVICE, CENTRE = "birth-certificate", "kep-zografou"
TAX_ID = "123456783"


def load(path: Path) -> ModuleType:
    """Import a file that is in no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def triggers(worker: Any) -> dict[str, list[str]]:
    """Return method and route of functions with HTTP, the schedule of timers, else nothing."""
    found: dict[str, list[str]] = {}
    for name in worker.functions:
        for one in worker.bindings(name):
            if one["type"] == "httpTrigger":
                found[name] = [one["methods"][0], one["route"]]
            elif one["type"].endswith("Trigger"):
                found[name] = [one["schedule"]] if "schedule" in one else []
    return found


def use(worker: Any) -> dict[str, Any]:
    """Book an appointment and look at it in both languages; return what was answered."""
    cookie, origin = _cookie(), "http://localhost:4280"
    free = worker.http("list_free_slots", params={"centre": CENTRE}, query={"service": SERVICE})
    body = {
        "centre": CENTRE,
        "service": SERVICE,
        "starts_at": json.loads(free.body)["slots"][0]["starts_at"],
        "applicant": {"email": "maria@example.com", "mobile": "+49 1512 3456789"},
        "identity_document": {"kind": "passport", "number": "X1234567"},
    }
    headers = {"cookie": cookie, "origin": origin, "idempotency-key": "k"}
    content = json.dumps(body).encode()
    made = worker.http("create_booking", method="POST", headers=headers, body=content)
    params = {"reference": json.loads(made.body).get("reference", "")}
    shown = {
        lang: worker.http(
            "show_my_appointment", params=params, headers=headers, query={"lang": lang}
        )
        for lang in ("el", "en")
    }
    return {
        "booked": made.status,
        "page": shown["el"].body.decode(),
        "english page": shown["en"].body.decode(),
    }


def _cookie() -> str:
    import azure.functions as func

    from functions import bootstrap
    from functions.domain.booking import Citizen, Person
    from functions.triggers.sessions import start_session

    response = func.HttpResponse()
    start_session(response, Citizen(TAX_ID, Person("Μαρία", "Παππά")), bootstrap.connect())
    return str(response.headers["Set-Cookie"]).split(";", 1)[0]


def strangers(folder: Path) -> list[str]:
    """Return the files of modules that are neither of *folder* nor of Python."""
    homes = (folder, Path(sysconfig.get_paths()["stdlib"]), Path(__file__).parent)
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return sorted(
        file for file in files if file and not any(Path(file).is_relative_to(one) for one in homes)
    )


def main() -> None:
    folder = Path(sys.argv[1])
    sys.dont_write_bytecode = True
    # As Azure does it: the packages first, the app's own folder last.
    sys.path.insert(0, str(folder / ".python_packages" / "lib" / "site-packages"))
    sys.path.append(str(folder))
    worker = load(Path(__file__).with_name("worker.py")).Worker(folder)
    document = {
        "functions": triggers(worker),
        "answers": use(worker),
        "strangers": strangers(folder),
    }
    sys.stdout.write(json.dumps(document))
    worker.close()


if __name__ == "__main__":
    main()
