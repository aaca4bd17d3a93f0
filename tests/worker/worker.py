"""
Microsoft's worker library, driven as the Azure host drives it.

`azure-functions-runtime` is the package that the Python worker in Azure loads. It is given
the app's folder, says which functions are in it, and runs them. The host speaks protobuf
to it; the few messages that cross here are plain objects of the same shape.
"""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import azure_functions_runtime as runtime
from azure_functions_runtime.bindings.datumdef import Datum
from azure_functions_runtime.native_invocation import invocation_request_native


class Message:
    """A message of the host's protocol: whatever it is made with."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)


class StatusResult(Message):
    Failure, Success = 0, 1


class BindingInfo(Message):
    """Its enumerations are members of the message itself, as protobuf has them."""

    inout, out = 2, 1
    undefined, string, binary, stream = range(4)


PROTOS = SimpleNamespace(
    BindingInfo=BindingInfo,
    FunctionMetadataResponse=Message,
    RpcException=Message,
    RpcFunctionMetadata=Message,
    RpcRetryOptions=Message,
    StatusResult=StatusResult,
    WorkerInitResponse=Message,
    WorkerMetadata=Message,
)


class Worker:
    """The worker with the app in *folder* loaded. One app a process, as in Azure."""

    def __init__(self, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        runtime.start_threadpool_executor()
        request = SimpleNamespace(
            request=SimpleNamespace(
                worker_init_request=SimpleNamespace(
                    capabilities={}, function_app_directory=str(folder)
                )
            ),
            properties={"host": "127.0.0.1", "protos": PROTOS},
        )
        answer = self._run(runtime.worker_init_request(request))
        if answer.result.status != StatusResult.Success:
            raise RuntimeError(answer.result.exception.message)
        found = self._run(runtime.functions_metadata_request(request)).function_metadata_results
        self.functions = {each.name: each for each in found}

    def close(self) -> None:
        runtime.stop_threadpool_executor()
        self._loop.close()

    def bindings(self, name: str) -> list[dict[str, Any]]:
        """Return the bindings of a function, as the host is told of them."""
        return [json.loads(text) for text in self.functions[name].raw_bindings]

    def http(self, name: str, **request: Any) -> SimpleNamespace:
        """Run a function with an HTTP trigger and return its answer."""
        answer = self.invoke(name, "req", _http(**request))
        return SimpleNamespace(
            status=int(answer.value["status_code"].value),
            headers={key.lower(): each.value for key, each in answer.value["headers"].items()},
            cookies=answer.value.get("cookies") or [],
            body=_bytes(answer.value["body"]),
        )

    def invoke(self, name: str, parameter: str, datum: Datum, **metadata: Datum) -> Any:
        """Run any function; what it raises becomes an `AssertionError` with its traceback."""
        succeeded, answer, _, error, trace = self._run(
            invocation_request_native(
                str(uuid4()), self.functions[name].function_id, [(parameter, datum)], metadata
            )
        )
        assert succeeded, f"{error}\n{trace}"
        return answer

    def _run(self, call: Any) -> Any:
        return self._loop.run_until_complete(call)


def _http(
    method: str = "GET",
    url: str = "https://functions.internal/api/",
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    params: dict[str, str] | None = None,
    body: bytes = b"",
) -> Datum:
    def text(values: dict[str, str] | None) -> dict[str, Datum]:
        return {name: Datum(value, "string") for name, value in (values or {}).items()}

    content = {
        "method": Datum(method, "string"),
        "url": Datum(url, "string"),
        "headers": text(headers),
        "query": text(query),
        "params": text(params),
        "body": Datum(body, "bytes"),
    }
    return Datum(content, "http")


def _bytes(body: Datum) -> bytes:
    return body.value if isinstance(body.value, bytes) else str(body.value).encode()
