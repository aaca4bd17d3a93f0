"""The functions of the app, with what each is called by. They can be asked for only once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from function_app import app


@cache
def app_functions() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Return the bindings of each function by its name."""
    return {
        str(function.get_function_name()): tuple(
            binding.get_dict_repr() for binding in function.get_bindings()
        )
        for function in app.get_functions()
    }
