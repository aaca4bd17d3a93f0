"""
The templates of our pages, and the site's shell and macros that they extend.

`site/templates/` ships with the functions, and with it `assets.json`: the list of
hashed addresses of styles and scripts that the build of the site wrote.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
OURS = ROOT / "functions" / "templates"
SHELL = ROOT / "site" / "templates"


class PageTemplates:
    """A :class:`functions.ports.Pages` over the two folders, read on first use."""

    @cached_property
    def _environment(self) -> Any:
        import jinja2

        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([OURS, SHELL]),
            autoescape=True,
            undefined=jinja2.ChainableUndefined,
            auto_reload=False,
        )
        environment.globals["assets"] = json.loads((SHELL / "assets.json").read_text("utf-8"))
        return environment

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        return str(self._environment.get_template(template).render(context))
