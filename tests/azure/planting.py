"""Plants a mistake in a copy of the real files, and knows where it stands."""

from dataclasses import dataclass
from pathlib import Path

from infra.azure_checks.every_check import faults
from tests.azure.mistakes import Mistake

ROOT = Path(__file__).parents[2]
AZURE, AZD, HOST = ROOT / "infra" / "azure", ROOT / "azure.yaml", ROOT / "host.json"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of infra/azure (in `azure/`), of azure.yaml and of host.json in *folder*."""

    folder: Path

    def plant(self, mistake: Mistake) -> int:
        """Make *mistake*; return the line at which it should be found."""
        path = self._path(mistake.file)
        before, right, after = path.read_text("utf-8").partition(mistake.right)
        assert right, f"{mistake.file} has no {mistake.right!r}: the table is out of date"
        text = before + mistake.wrong + after
        path.write_text(text, "utf-8")
        until = text.index(mistake.at) if mistake.at else len(before)
        return text.count("\n", 0, until) + 1

    def found(self) -> list[str]:
        """Return what the checks say, `file:line: …`, with no column."""
        every = faults(self.folder / "azure", self.folder / AZD.name)
        return [f"{one.path.name}:{one.line}: {one.says}" for one in every]

    def _path(self, file: str) -> Path:
        return self.folder / (file if file in {AZD.name, HOST.name} else f"azure/{file}")
