"""The import of the app, the reading of the catalogue, and the weight of the pages."""

import compileall
import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from functions.adapters.catalog_files import load_catalog

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
PAGES = {
    "home": "index.html",
    "a field": "fields/administrative/index.html",
    "a service": "services/birth-certificate/index.html",
    "the list of all services": "services/index.html",
    "a centre": "centres/kep-zografou/index.html",
}
RUNS = 9


def measure() -> list[tuple[str, str]]:
    return [_imports(), _catalog(), *_weights()]


def _imports() -> tuple[str, str]:
    """Time `import function_app` in a fresh process, with compiled files, less a bare start."""
    with TemporaryDirectory() as folder:
        for name in ("functions", "catalog_data"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        shutil.copy(ROOT / "function_app.py", folder)
        compileall.compile_dir(folder, quiet=1)
        whole = _seconds("import function_app", folder)
        bare = _seconds("pass", folder)
    return "import function_app, compiled", f"{whole - bare:.3f} s"


def _seconds(statement: str, folder: str) -> float:
    environment = {**os.environ, "PYTHONPATH": folder}
    taken = []
    for _ in range(RUNS):
        began = perf_counter()
        subprocess.run([sys.executable, "-c", statement], cwd=folder, env=environment, check=True)  # noqa: S603
        taken.append(perf_counter() - began)
    return median(taken)


def _catalog() -> tuple[str, str]:
    """Time what the first request of a process waits for."""
    taken = []
    for _ in range(RUNS):
        began = perf_counter()
        load_catalog(ROOT / "catalog_data")
        taken.append(perf_counter() - began)
    return "the catalogue, from its files", f"{median(taken):.3f} s"


def _weights() -> list[tuple[str, str]]:
    styles = sum(_gzipped(path) for path in (SITE / "assets").rglob("*.css"))
    rows = [
        (
            f"{name}, its HTML / with styles, gzip",
            f"{html / 1024:.1f} / {(html + styles) / 1024:.1f} KB",
        )
        for name, path in PAGES.items()
        for html in [_gzipped(SITE / path)]
    ]
    heaviest = max(SITE.rglob("index.html"), key=_gzipped)
    place = heaviest.relative_to(SITE).parent
    return [*rows, (f"heaviest page: /{place}/", f"{_gzipped(heaviest) / 1024:.1f} KB")]


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))
