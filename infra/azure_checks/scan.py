"""
What checkov finds in infra/azure, less what is meant to be so.

    .venv/bin/python -m infra.azure_checks.scan .venv-checkov/bin/checkov       (make bicep-scan)

checkov needs versions of packages that are not ours, hence its own environment. Its parser
does not know `string[]`, so it gets a copy with the word that it knows.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

AZURE = Path(__file__).parents[1] / "azure"
ACCOUNTS = ("dataStorage", "hostStorage")
OPEN = "no network of our own: who has no right in Entra gets nothing, and keys are off"
OTHER = "a rule for web apps that checkov applies to the list of app settings"
# (rule, resources) → why it does not hold here. One that no longer fails must go.
MEANT: dict[tuple[str, tuple[str, ...]], str] = {
    ("CKV_AZURE_35", ACCOUNTS): OPEN,
    ("CKV_AZURE_109", ("vault",)): OPEN,
    ("CKV_AZURE_189", ("vault",)): OPEN,
    (
        "CKV_AZURE_222",
        ("functions",),
    ): "the static site calls them; the link refuses everybody else",
    ("CKV_AZURE_206", ACCOUNTS): "copies are made in production, which checkov cannot work out",
    ("CKV_AZURE_43", ACCOUNTS): "the name is put together, which checkov cannot work out",
    ("CKV_AZURE_225", ("servers",)): "Flex places its instances itself",
    ("CKV_AZURE_17", ("functions",)): "citizens have no certificates",
    ("CKV_AZURE_212", ("functions",)): "Flex scales by itself, from alwaysReady up",
    (
        "CKV_AZURE_213",
        ("functions",),
    ): "the web test asks through the site: directly the link refuses",
    ("CKV_AZURE_13", ("appSettings",)): "the link sets authentication, and the code checks its own",
    ("CKV_AZURE_63", ("appSettings",)): "Application Insights has the requests",
    ("CKV_AZURE_65", ("appSettings",)): OTHER,
    ("CKV_AZURE_66", ("appSettings",)): OTHER,
    ("CKV_AZURE_80", ("appSettings",)): "there is no .NET",
    ("CKV_AZURE_88", ("appSettings",)): "a file share would need a shared key",
    ("CKV_AZURE_222", ("appSettings",)): OTHER,
}


def main() -> None:
    """Print what checkov, the first argument, finds that is not meant; fail if anything is."""
    found = failures(_report(sys.argv[1], AZURE))
    meant = {(rule, name) for rule, names in MEANT for name in names}
    for (rule, name), says in sorted(found.items()):
        if (rule, name) not in meant:
            sys.stdout.write(f"{says}\n")
    for rule, name in sorted(meant - found.keys()):
        sys.stdout.write(
            f"{rule} holds for {name} now: take it out of infra/azure_checks/scan.py\n"
        )
    sys.exit(meant != found.keys())


def failures(report: dict[str, Any]) -> dict[tuple[str, str], str]:
    """
    Return what failed, (rule, resource) → in words.

    Raises:
        ValueError: A file could not be read, or nothing was checked.
    """
    summary, results = report["summary"], report["results"]
    if summary["parsing_errors"] or not summary["passed"]:
        raise ValueError(f"checkov did not read the files: {summary}")
    return {
        (one["check_id"], one["resource"].rpartition(".")[2]): _said(one)
        for one in results["failed_checks"]
    }


def _said(one: dict[str, Any]) -> str:
    path = AZURE / one["file_path"].lstrip("/")
    return f"{path}:{one['file_line_range'][0]}:1: {one['check_id']}: {one['check_name']}"


def _report(checkov: str, folder: Path) -> dict[str, Any]:
    command = [
        checkov,
        "--framework",
        "bicep",
        "--skip-download",
        "--soft-fail",
        "-o",
        "json",
        "-d",
    ]
    with tempfile.TemporaryDirectory() as copies:
        for path in folder.glob("*.bicep"):
            text = path.read_text("utf-8").replace(" string[]", " array")
            (Path(copies) / path.name).write_text(text, "utf-8")
        done = subprocess.run(  # noqa: S603 - the program that the Makefile names
            [*command, copies], capture_output=True, text=True, check=True
        )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


if __name__ == "__main__":
    main()
