"""Each file of parameters, and each module's parameters, are those that the Bicep file asks for."""

from collections.abc import Iterable

from tree_sitter import Node

from infra.azure_checks.kinds import declared_kind, kind_of
from infra.azure_checks.scope import DECORATORS, Scope
from infra.azure_checks.similar import close_to
from infra.azure_checks.syntax import (
    Fault,
    Source,
    descendants,
    entries,
    entry,
    literal,
    parse,
    parts,
    text_of,
    value_of,
)


def file_faults(source: Source, main: Scope) -> list[Fault]:
    """Return what the parameter file *source* has too much, too little or wrong for *main*."""
    using = next(descendants(source.root, "using_statement"), source.root)
    if [literal(one) for one in parts(using)] != [main.source.path.name]:
        return [source.fault(using, f"should be using '{main.source.path.name}'")]
    given = [
        (text_of(parts(node)[0]), parts(node)[0], value_of(node))
        for node in source.declarations("variable").values()
    ]
    return _compared(given, main, Scope(source), using)


def module_faults(scope: Scope) -> list[Fault]:
    """Return what the modules in *scope* are given too much, too little or wrong."""
    faults = []
    for node in scope.modules.values():
        path = scope.source.path.parent / (literal(parts(node)[1]) or "")
        if not path.is_file():
            faults.append(scope.source.fault(parts(node)[1], f"there is no file {path.name}"))
            continue
        given = entry(value_of(node), "params")
        pairs = entries(given) if given else []
        faults += _compared(pairs, Scope(parse(path)), scope, node)
    return faults


def _compared(
    given: Iterable[tuple[str, Node, Node]], asked: Scope, scope: Scope, whole: Node
) -> list[Fault]:
    given = list(given)
    lacking = _required(asked) - {name for name, _, _ in given}
    faults = [
        scope.source.fault(whole, f"the parameter {name} is missing") for name in sorted(lacking)
    ]
    for name, key, value in given:
        if name not in asked.parameters:
            hint = close_to(name, asked.parameters)
            faults.append(scope.source.fault(key, f"there is no parameter {name}{hint}"))
        else:
            faults += value_faults(value, asked.parameters[name], scope)
    return faults


def _required(asked: Scope) -> set[str]:
    return {name for name, node in asked.parameters.items() if value_of(node).type == "type"}


def value_faults(value: Node, parameter: Node, scope: Scope) -> list[Fault]:
    wanted, is_now = declared_kind(parameter), kind_of(value, scope)
    if "any" not in {wanted, is_now} and wanted != is_now:
        return [scope.source.fault(value, f"{wanted} is wanted, and this is {is_now}")]
    return [
        scope.source.fault(value, says)
        for name, argument in decorators_of(parameter)
        if (says := _broken(name, argument, value))
    ]


def decorators_of(parameter: Node) -> list[tuple[str, Node]]:
    """Return the rules that stand above *parameter*, in their own order."""
    calls = list(descendants(parameter, "decorator"))
    above = parameter.prev_named_sibling
    if above is not None and above.type == "decorators":
        calls += list(descendants(above, "decorator"))
    pairs = [parts(parts(one)[0]) for one in calls]
    return [
        (text_of(name), parts(arguments)[0])
        for name, arguments in pairs
        if text_of(name) in DECORATORS
    ]


def allowed_of(parameter: Node) -> list[str]:
    """Return the values that *parameter* allows; none where it allows any."""
    return [
        str(literal(one))
        for name, argument in decorators_of(parameter)
        if name == "allowed"
        for one in parts(argument)
    ]


def _broken(rule: str, argument: Node, value: Node) -> str:
    """Say which *rule* the literal *value* breaks; nothing where it breaks none."""
    if rule == "allowed":
        allowed = [literal(one) for one in parts(argument)]
        said = literal(value)
        return (
            ""
            if said is None or said in allowed
            else f"{said!r} is none of {', '.join(map(str, allowed))}"
        )
    size = _size(rule, value)
    if rule.startswith("min") and size is not None and size < int(text_of(argument)):
        return f"is less than {text_of(argument)}"
    if rule.startswith("max") and size is not None and size > int(text_of(argument)):
        return f"is more than {text_of(argument)}"
    return ""


def _size(rule: str, value: Node) -> int | None:
    if rule.endswith("Value"):
        return int(text_of(value)) if value.type == "number" else None
    text = literal(value)
    if text is not None:
        return len(text)
    return len(parts(value)) if value.type == "array" else None
