"""
What the foot of a page needs to know: its address, the file its text is written in, and what
changed there.

All of it goes into the front matter. A page made from the catalogue names its file itself;
any other is written in its template.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from change_words import change_said
from history import Change, History
from page_words import Words

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 5  # changes; the repository has the others
FENCE = "---\n"
SOURCE = re.compile(r'^source_path: "?([^"\n]+)"?\n', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of the page at *address*, whose *template* is a file of this repository."""

    address: str
    template: str
    words: Words
    history: History

    def below(self, markdown: str) -> str:
        """Return the page with what its foot shows in its front matter."""
        _, front, body = markdown.split(FENCE, 2)
        named = SOURCE.search(front)
        source = named[1] if named else Path(self.template).relative_to(ROOT).as_posix()
        lines = "".join(f"{key}: {_json(value)}\n" for key, value in self._values(source))
        return f"{FENCE}{SOURCE.sub('', front)}{lines}{FENCE}{body}"

    def _values(self, source: str) -> Iterator[tuple[str, object]]:
        yield "address", self.address
        yield "source_path", source
        if changes := self.history.get(source):
            yield "changes", [self._shown(one) for one in changes[:SHOWN]]
            yield "more_changes", len(changes) > SHOWN

    def _shown(self, change: Change) -> Mapping[str, str]:
        return {
            "day": self.words.day(change.at.date()),
            "what": change_said(change, self.words),
            "commit": change.commit,
        }


def _json(value: object) -> str:
    """JSON is YAML that needs no care."""
    return json.dumps(value, ensure_ascii=False)
