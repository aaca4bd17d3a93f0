"""
The functions of a real `function_app.py`, read through azure.functions' public API.

The app cannot tell which host runs it. What it asks of a host beyond HTTP, queue and
timer triggers is refused here, at the start, rather than ignored.
"""

import importlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ncrontab
import route_templates

TRIGGERS = ("httpTrigger", "queueTrigger", "timerTrigger")


class CannotHost(Exception):
    """The app asks for something that this host does not do; the message says what."""


@dataclass(frozen=True, slots=True)
class HttpFunction:
    """A function with an HTTP trigger. *call* takes an `HttpRequest`; no *methods* means all."""

    name: str
    template: route_templates.Template
    methods: frozenset[str]
    call: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class QueueFunction:
    """A function with a queue trigger. *call* takes a `QueueMessage`."""

    name: str
    queue: str
    call: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class TimerFunction:
    """A function with a timer trigger. *call* takes a `TimerRequest`."""

    name: str
    schedule: ncrontab.Schedule
    call: Callable[[Any], Any]


@dataclass(slots=True)
class HostedApp:
    """The functions of one app, by kind of trigger."""

    http: list[HttpFunction] = field(default_factory=list)
    queues: list[QueueFunction] = field(default_factory=list)
    timers: list[TimerFunction] = field(default_factory=list)


def load(module: Path) -> HostedApp:
    """
    Import *module* (a `function_app.py`) and return its functions.

    Raises:
        CannotHost: There is not exactly one app in it, two functions share a name,
            or one has a trigger, binding, route or schedule that is not known here.
    """
    app = HostedApp()
    names: set[str] = set()
    for function in _find_app(_import(module)).get_functions():
        name = function.get_function_name()
        if name in names:
            raise CannotHost(f"two functions are called {name}")
        names.add(name)
        _add(app, name, function)
    return app


def _import(module: Path) -> Any:
    folder = str(module.resolve().parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(module.stem)


def _find_app(module: Any) -> Any:
    # As in Microsoft's own loader, a second name for the same app is one too many.
    from azure.functions import FunctionRegister

    apps = [value for value in vars(module).values() if isinstance(value, FunctionRegister)]
    if len(apps) != 1:
        raise CannotHost(f"{module.__name__} has {len(apps)} apps; a host expects one")
    return apps[0]


def _add(app: HostedApp, name: str, function: Any) -> None:
    trigger = _trigger(name, function)
    call = _by_name(function.get_user_function(), trigger["name"])
    try:
        if trigger["type"] == "httpTrigger":
            app.http.append(_http(name, trigger, call))
        elif trigger["type"] == "queueTrigger":
            app.queues.append(QueueFunction(name, trigger["queueName"], call))
        else:
            app.timers.append(TimerFunction(name, ncrontab.parse(trigger["schedule"]), call))
    except (route_templates.BadTemplate, ncrontab.NotNcrontab) as error:
        raise CannotHost(f"{name}: {error}") from error


def _trigger(name: str, function: Any) -> dict[str, Any]:
    """Return the trigger's binding, and refuse bindings for which a host would have to act."""
    bindings = {}
    for text in function.get_raw_bindings():
        binding = json.loads(text)
        bindings[binding["type"]] = binding
    if unknown := bindings.keys() - {"http", *TRIGGERS}:
        raise CannotHost(f"{name} has bindings that are not known here: {sorted(unknown)}")
    return next(bindings[kind] for kind in TRIGGERS if kind in bindings)


def _by_name(function: Callable[..., Any], parameter: str) -> Callable[[Any], Any]:
    """Return *function* with its trigger's parameter passed by name, as the worker does."""
    return lambda value: function(**{parameter: value})


def _http(name: str, trigger: dict[str, Any], call: Callable[[Any], Any]) -> HttpFunction:
    route = trigger.get("route")
    template = route_templates.parse(name if route is None else route)
    methods = frozenset(str(method).upper() for method in trigger.get("methods") or ())
    return HttpFunction(name, template, methods, call)
