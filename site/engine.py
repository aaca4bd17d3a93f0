"""
What puts Markdown into the shell: MkDocs, or an engine that takes the same configuration.

The only module that names it. Pages link to each other by absolute addresses and show no
menu of all pages, so any of them can be rendered without the others.
"""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from functions.domain.catalog import Language

HERE = Path(__file__).resolve().parent
ENGINE = "mkdocs"
# What Material and ProperDocs say about the future of MkDocs, in every build.
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


class BuildFailed(Exception):
    """The engine refused a page; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine by the name of its package, and what the shell is told of every page."""

    name: str
    extra: Mapping[str, Any]

    def render(self, language: Language, docs: Path, into: Path) -> None:
        """
        Render the Markdown below *docs* into the folder *into*, which is emptied first.

        Raises:
            BuildFailed: A page is not as it must be; a warning is enough.
        """
        os.environ.update(QUIET)
        log = _Log()
        logger = logging.getLogger(self.name)
        logger.addHandler(log)
        try:
            config = import_module(f"{self.name}.config").load_config(
                str(HERE / "mkdocs.yml"), **self._options(language, docs, into)
            )
            import_module(f"{self.name}.commands.build").build(config)
        except Exception as refusal:
            raise BuildFailed("\n".join([*log.said, str(refusal)])) from refusal
        finally:
            logger.removeHandler(log)

    def _options(self, language: Language, docs: Path, into: Path) -> dict[str, Any]:
        return {
            "docs_dir": str(docs),
            "site_dir": str(into),
            "extra": {**self.extra, "lang": language},
        }


class _Log(logging.Handler):
    """Keeps what the engine complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
