"""The page that says how secrets come into the vault names those that the app refers to."""

import re
from pathlib import Path

from infra.azure_checks.scope import Scope
from infra.azure_checks.settings_check import secret_names
from infra.azure_checks.syntax import Fault

ROW = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)


def secret_faults(page: Path, scope: Scope) -> list[Fault]:
    """Return the secrets that *page* does not name, and those that it names and nothing reads."""
    text = page.read_text("utf-8")
    named = {match.group(1): text[: match.start()].count("\n") + 1 for match in ROW.finditer(text)}
    wanted = secret_names(scope)
    return [
        *(
            scope.source.fault(node, f"{page.name} does not name the secret {name}")
            for name, node in wanted.items()
            if name not in named
        ),
        *(
            Fault(page, line, 1, f"nothing reads the secret {name}")
            for name, line in named.items()
            if name not in wanted
        ),
    ]
