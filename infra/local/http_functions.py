"""
HTTP triggers: from a request to the function that answers it, and back.

The functions are plain `def`s and run in a pool of threads, as in Azure.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from function_host import HttpFunction
from multidict import CIMultiDict, MultiMapping

log = logging.getLogger("host.http")


@dataclass(frozen=True, slots=True)
class Request:
    """
    A request as the Functions host receives it: *url* is absolute.

    *path* is what follows the route prefix, still percent-encoded.
    """

    method: str
    url: str
    path: str
    headers: MultiMapping[str]
    query: MultiMapping[str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the host answers."""

    status: int
    headers: CIMultiDict[str]
    body: bytes = b""


class HttpFunctions:
    """All HTTP functions of an app behind their routes."""

    def __init__(self, functions: Iterable[HttpFunction], pool: Executor) -> None:
        self._functions = sorted(functions, key=lambda function: function.template.rank)
        self._pool = pool

    async def answer(self, request: Request) -> Answer:
        """
        Run the function that the request is for.

        A path that no route fits is 404, a method that none of the fitting functions
        takes 405 (Azure's host answers 404 to that too; 405 says what is wrong). A
        function that raises is 500, and nothing of the reason leaves the log.
        """
        fitting = [
            (function, values)
            for function in self._functions
            if (values := function.template.match(request.path)) is not None
        ]
        for function, values in fitting:
            if not function.methods or request.method in function.methods:
                return await self._run(function, _to_function(request, values))
        if not fitting:
            return _plain(404, "Not found")
        allowed = sorted({method for function, _ in fitting for method in function.methods})
        return _plain(405, "Method not allowed", Allow=", ".join(allowed))

    async def _run(self, function: HttpFunction, request: Any) -> Answer:
        loop = asyncio.get_running_loop()
        try:
            result = await loop.run_in_executor(self._pool, function.call, request)
            return _from_function(result)
        except Exception:
            log.exception("%s raised", function.name)
            return _plain(500, "Internal server error")


def _to_function(request: Request, values: Mapping[str, str]) -> Any:
    from azure.functions import HttpRequest

    return HttpRequest(
        request.method,
        request.url,
        headers=_joined(request.headers) | _cookies(request.headers),
        params=_joined(request.query),
        route_params=values,
        body=request.body,
    )


def _joined(values: MultiMapping[str]) -> dict[str, str]:
    """Return one value for each name: a host hands a repeated one on joined with commas."""
    return {name: ",".join(values.getall(name)) for name in values}


def _cookies(headers: MultiMapping[str]) -> dict[str, str]:
    cookies = headers.getall("Cookie", ())
    return {"cookie": "; ".join(cookies)} if cookies else {}


def _from_function(result: Any) -> Answer:
    if result is None:
        return Answer(204, CIMultiDict())
    if isinstance(result, str):
        return _plain(200, result)
    headers: CIMultiDict[str] = CIMultiDict(list(result.headers.items()))
    headers.setdefault("Content-Type", _content_type(result))
    return Answer(result.status_code, headers, result.get_body())


def _content_type(result: Any) -> str:
    if result.mimetype.startswith("text/"):
        return f"{result.mimetype}; charset={result.charset}"
    return str(result.mimetype)


def _plain(status: int, text: str, **headers: str) -> Answer:
    all_headers = CIMultiDict({"Content-Type": "text/plain; charset=utf-8", **headers})
    return Answer(status, all_headers, text.encode())
