"""
Make `types/` again: what each resource in infra/azure may hold, as Microsoft says.

    .venv/bin/python -m infra.azure_checks.refresh_types

Run it after a resource or its API version changed; it needs PyPI. Most types are cut out of
Microsoft's Bicep types, which Azure's MCP server carries inside its program; a few that it left
out come from Microsoft's Python clients of the same API version. Both are generated from the
same specifications. https://github.com/Azure/bicep-types-az
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from infra.azure_checks.bicep_catalogue import BicepCatalogue
from infra.azure_checks.client_models import CLIENTS, client_types
from infra.azure_checks.resource_types import TYPES, file_of, written
from infra.azure_checks.syntax import descendants, parse, text_of

AZURE = Path(__file__).parents[1] / "azure"
# Only for this: not in requirements-dev.txt.
PACKAGES = ("msmcp-azure==3.0.0", "dnfile==0.18.0", "pefile==2024.8.26")
CLIENT_NEEDS = (
    *("azure-core", "azure-common", "azure-mgmt-core"),
    *("isodate", "msrest", "requests", "typing-extensions"),
)


def main() -> None:
    """Write the types of all resources in infra/azure, and take away those of no use."""
    with tempfile.TemporaryDirectory() as folder:
        _install(folder, *PACKAGES, *CLIENT_NEEDS)
        sys.path.insert(0, folder)
        catalogue = BicepCatalogue(Path(folder) / "msmcp_azure" / "bin" / "azmcp")
        wanted = sorted(_resource_types(AZURE))
        found = {name: _types(name, catalogue, Path(folder)) for name in wanted}
    for old in TYPES.glob("*.json"):
        old.unlink()
    for name, types in found.items():
        file_of(name).write_text(written(types), "utf-8")
        sys.stdout.write(f"{name}: {len(types)} types\n")


def _install(folder: str, *packages: str) -> None:
    command = (sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--target", folder)
    subprocess.run([*command, *packages], check=True)  # noqa: S603 - names from above


def _resource_types(folder: Path) -> set[str]:
    """Return every `type@version` that the Bicep files in *folder* declare."""
    return {
        text_of(node.named_children[1]).strip("'")
        for path in folder.glob("*.bicep")
        for node in descendants(parse(path).root, "resource_declaration")
    }


def _types(name: str, catalogue: BicepCatalogue, folder: Path) -> list[dict[str, Any]]:
    """Return the types that the resource *name* is made of; the first is its body."""
    if name in catalogue:
        return catalogue.types(name)
    package, module, model = CLIENTS[name]
    into = folder / package
    if not into.exists():
        _install(str(into), package)
    return client_types(into, module, model)


if __name__ == "__main__":
    main()
