"""A real git repository with a catalogue's folders, for the tests of what changed."""

import os
import subprocess
from pathlib import Path

BIRTH = "catalog_data/services/administrative/birth-certificate.yaml"


class Repository:
    """A repository at *root*; nothing of the machine's own git configuration counts in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.catalog = root / "catalog_data"
        (self.catalog / "services").mkdir(parents=True)
        (self.catalog / "centres").mkdir()
        self.git("init", "--quiet")

    def commit(self, subject: str, at: str, files: dict[str, str]) -> str:
        """Write *files* (text by path), commit all that changed, and return the hash."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject, at=at)
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *arguments: str, at: str = "2026-01-01T00:00:00Z") -> str:
        person = {"NAME": "An Editor", "EMAIL": "editor@example.org", "DATE": at}
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in person.items()
        }
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(  # noqa: S603 (our own arguments)
            ["git", *arguments],  # noqa: S607 (the one on the path)
            cwd=self.root,
            env={"PATH": os.environ["PATH"], **who, **alone},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout
