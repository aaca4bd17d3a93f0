"""The static site, served as Static Web Apps serves it."""

from datetime import datetime
from email.utils import format_datetime
from urllib.parse import unquote

from aiohttp import web
from site_config import FILE_NAME, Route, SiteConfig
from site_files import SiteFile, SiteFiles

READS = {"GET", "HEAD"}
REVALIDATED = "public, must-revalidate, max-age=30"  # Static Web Apps' own default


class StaticSite:
    """Answers every request that is neither for the functions nor for `/local/`."""

    def __init__(self, files: SiteFiles, config: SiteConfig) -> None:
        self._files = files
        self._config = config

    def routes(self) -> list[web.RouteDef]:
        """Return the route for everything; it must be the last one."""
        return [web.route("*", "/{path:.*}", self._handle)]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        path = request.rel_url.raw_path
        route = self._config.route(request.method, path)
        if route and route.redirect:
            return self._redirect(request, route.redirect, route.status, route)
        if request.method not in READS:
            raise web.HTTPMethodNotAllowed(request.method, READS)
        if route and route.status == web.HTTPNotFound.status_code:
            return self._not_found(request, route)
        return self._page(request, route, route.rewrite if route and route.rewrite else path)

    def _page(self, request: web.Request, route: Route | None, path: str) -> web.StreamResponse:
        name = self._file_name(unquote(path))
        file = self._files.read(name) if name else None
        if name is None or file is None:
            return self._not_found(request, route)
        address = self._config.address_of(name)
        is_rewritten = route is not None and bool(route.rewrite)
        if address is not None and address != path and not is_rewritten:
            return self._redirect(request, address, 301, route)
        return self._send(request, file, route)

    def _file_name(self, path: str) -> str | None:
        """Return the file behind an address: itself, a folder's index, or a page without ending."""
        bare = path.strip("/")
        candidates = [bare] if bare and not path.endswith("/") else []
        candidates += [f"{bare}/index.html".lstrip("/"), f"{bare}.html"]
        return next(
            (name for name in candidates if name != FILE_NAME and self._files.is_file(name)), None
        )

    def _not_found(self, request: web.Request, route: Route | None) -> web.Response:
        name = self._config.not_found_page
        page = self._files.read(name) if name else None
        if page is None:
            headers = self._config.headers(route)
            return web.Response(status=404, text="Not found", headers=headers)
        return self._send(request, page, route, status=404)

    def _redirect(
        self, request: web.Request, address: str, status: int, route: Route | None
    ) -> web.Response:
        query = request.rel_url.raw_query_string
        location = f"{address}?{query}" if query and "?" not in address else address
        return web.Response(
            status=status, headers={**self._config.headers(route), "Location": location}
        )

    def _send(
        self, request: web.Request, file: SiteFile, route: Route | None, status: int = 200
    ) -> web.Response:
        headers = {
            "Cache-Control": REVALIDATED,
            "Content-Type": file.content_type,
            # Weak: the compressed form is not the same bytes.
            "ETag": f'W/"{file.etag}"',
            "Last-Modified": format_datetime(file.modified, usegmt=True),
            "Vary": "Accept-Encoding",
            **self._config.headers(route),
        }
        if status == web.HTTPOk.status_code and _has_it(request, file.etag, file.modified):
            return web.Response(status=304, headers=headers)
        accepted = request.headers.get("Accept-Encoding", "")
        encoding = next((name for name in file.compressed if name in accepted), None)
        if encoding is None:
            return web.Response(status=status, body=file.body, headers=headers)
        headers["Content-Encoding"] = encoding
        return web.Response(status=status, body=file.compressed[encoding], headers=headers)


def _has_it(request: web.Request, etag: str, modified: datetime) -> bool:
    """Tell whether the caller's copy is the current one."""
    if request.if_none_match is not None:
        return any(known.value in (etag, "*") for known in request.if_none_match)
    since = request.if_modified_since
    return since is not None and modified <= since
