"""
`staticwebapp.config.json`: what Static Web Apps makes of it, for static files.

Only what our own configuration uses is known; anything else is refused at the start,
so that a setting cannot work in Azure and be ignored here.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE_NAME = "staticwebapp.config.json"
KNOWN_KEYS = {"globalHeaders", "routes", "responseOverrides", "mimeTypes", "trailingSlash"}
# What Azure reads and a local server has no use for.
IGNORED_KEYS = {"$schema", "platform", "networking", "forwardingGateway"}
ROUTE_KEYS = {"route", "methods", "rewrite", "redirect", "statusCode", "headers"}
OVERRIDE_KEYS = {"rewrite", "statusCode"}

# trailingSlash → the end of a folder's address, and of a page's (x.html)
ENDINGS = {"always": ("/", "/"), "never": ("", ""), "auto": ("/", "")}


class UnknownSetting(ValueError):
    """The configuration has something that is not imitated here."""


@dataclass(frozen=True, slots=True)
class Route:
    """A rule for some addresses. A *rewrite* changes what is served, a *redirect* the address."""

    pattern: re.Pattern[str]
    methods: frozenset[str] = frozenset()
    rewrite: str = ""
    redirect: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    def matches(self, method: str, path: str) -> bool:
        """Tell whether the rule is for this request."""
        if self.methods and method not in self.methods:
            return False
        return bool(self.pattern.fullmatch(path))


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """The parsed configuration; empty means a plain file server."""

    global_headers: Mapping[str, str] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    not_found_page: str = ""
    mime_types: Mapping[str, str] = field(default_factory=dict)
    trailing_slash: str = ""

    def route(self, method: str, path: str) -> Route | None:
        """Return the first rule for a request; at most one applies."""
        return next((route for route in self.routes if route.matches(method, path)), None)

    def headers(self, route: Route | None) -> dict[str, str]:
        """Return the headers of an answer: a rule's win, and an empty value takes one away."""
        merged = {**self.global_headers, **(route.headers if route else {})}
        return {name: value for name, value in merged.items() if value}

    def address_of(self, file: str) -> str | None:
        """
        Return the one address at which *file* (`about/index.html`) is served.

        None means that any address will do: `trailingSlash` is not set, or it is no page.
        """
        if not self.trailing_slash or not file.endswith(".html"):
            return None
        folder_end, page_end = ENDINGS[self.trailing_slash]
        if file == "index.html":
            return "/"
        if file.endswith("/index.html"):
            return f"/{file.removesuffix('/index.html')}{folder_end}"
        return f"/{file.removesuffix('.html')}{page_end}"


def read_site_config(site: Path) -> SiteConfig:
    """
    Return the configuration at the root of the built *site*, or an empty one.

    Raises:
        UnknownSetting: It uses what this server does not imitate.
    """
    file = site / FILE_NAME
    return (
        parse_site_config(json.loads(file.read_text("utf-8"))) if file.is_file() else SiteConfig()
    )


def parse_site_config(values: Mapping[str, Any]) -> SiteConfig:
    """Return the configuration that *values* (the file's JSON) describe."""
    _refuse_unknown(values, KNOWN_KEYS | IGNORED_KEYS, "")
    overrides = values.get("responseOverrides", {})
    _refuse_unknown(overrides, {"404"}, "responseOverrides: ")
    not_found = overrides.get("404", {})
    _refuse_unknown(not_found, OVERRIDE_KEYS, "responseOverrides 404: ")
    if not_found.get("statusCode", 404) != 404:  # noqa: PLR2004
        raise UnknownSetting("a missing page must stay a 404")
    if values.get("trailingSlash", "auto") not in ENDINGS:
        raise UnknownSetting(f"trailingSlash: {values['trailingSlash']!r}")
    return SiteConfig(
        global_headers=values.get("globalHeaders", {}),
        routes=tuple(_route(rule) for rule in values.get("routes", ())),
        not_found_page=not_found.get("rewrite", "").lstrip("/"),
        mime_types=values.get("mimeTypes", {}),
        trailing_slash=values.get("trailingSlash", ""),
    )


def _route(rule: Mapping[str, Any]) -> Route:
    _refuse_unknown(rule, ROUTE_KEYS, f"route {rule.get('route')}: ")
    return Route(
        pattern=_pattern(rule["route"]),
        methods=frozenset(rule.get("methods", ())),
        rewrite=rule.get("rewrite", ""),
        redirect=rule.get("redirect", ""),
        status=rule.get("statusCode", 302 if "redirect" in rule else 0),
        headers=rule.get("headers", {}),
    )


def _pattern(route: str) -> re.Pattern[str]:
    """
    Return the pattern of `/exact`, `/prefix*`, `/folder/*.css` or `/folder/*.{png,jpg}`.

    An exact route to an `index.html` is also one to its folder.
    """
    start, star, end = route.partition("*")
    if star:
        return re.compile(re.escape(start) + ".*" + _extensions(end))
    if start.endswith("/index.html"):
        folder = re.escape(start.removesuffix("index.html"))
        return re.compile(f"{folder.removesuffix('/')}(?:/(?:index\\.html)?)?")
    return re.compile(re.escape(start))


def _extensions(end: str) -> str:
    found = re.fullmatch(r"\.\{([\w,]+)\}|(\.\w+)|", end)
    if found is None:
        raise UnknownSetting(f"a wildcard may be followed by an extension only, not by {end!r}")
    several, one = found.groups()
    if several:
        return rf"\.(?:{several.replace(',', '|')})"
    return re.escape(one or "")


def _refuse_unknown(values: Mapping[str, Any], known: set[str], place: str) -> None:
    if unknown := sorted(values.keys() - known):
        raise UnknownSetting(f"{place}{', '.join(unknown)}: not imitated by the local server")
