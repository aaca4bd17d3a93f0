"""
The types of a resource, from the models of Microsoft's Python client for it.

Each model has a map from its attributes to the keys of the JSON, with their types, and
says which are required or read only. They become what Bicep's types are.
"""

import importlib
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

# resource → (package, module of its models, model)
CLIENTS = {
    "Microsoft.Authorization/locks@2020-05-01": (
        "azure-mgmt-resource-locks==1.0.0",
        "azure/mgmt/resource/locks",
        "ManagementLockObject",
    ),
    "Microsoft.Insights/actionGroups@2023-01-01": (
        "azure-mgmt-monitor==7.0.0",
        "azure/mgmt/monitor",
        "ActionGroupResource",
    ),
    "Microsoft.Insights/diagnosticSettings@2021-05-01-preview": (
        "azure-mgmt-monitor==6.0.2",
        "azure/mgmt/monitor/v2021_05_01_preview",
        "DiagnosticSettingsResource",
    ),
    "Microsoft.Insights/metricAlerts@2018-03-01": (
        "azure-mgmt-monitor==7.0.0",
        "azure/mgmt/monitor",
        "MetricAlertResource",
    ),
    "Microsoft.Insights/scheduledQueryRules@2023-12-01": (
        "azure-mgmt-monitor==7.0.0",
        "azure/mgmt/monitor",
        "ScheduledQueryRuleResource",
    ),
}
REQUIRED, READ_ONLY = 1, 2
SIMPLE = {
    "bool": "BooleanType",
    "int": "IntegerType",
    "float": "AnyType",
    "object": "AnyType",
    "str": "StringType",
    "duration": "StringType",
    "iso-8601": "StringType",
}


def client_types(folder: Path, path: str, model: str) -> list[dict[str, Any]]:
    """Return the types of *model* in the client installed in *folder*; the first is its body."""
    models = _models(folder / path)
    types: list[dict[str, Any]] = []
    writer = _Writer(models, types)
    writer.model(model)
    # Bicep says where the name stands; the client takes it as an argument.
    types[0]["properties"]["name"] = {"type": writer.simple("StringType"), "flags": REQUIRED}
    types[0]["properties"].pop("type", None)
    return types


def _models(folder: Path) -> ModuleType:
    """Import `models` beside its helpers, without the rest of the client."""
    import azure

    root = next(parent for parent in folder.parents if (parent / "azure").is_dir())
    azure.__path__ = [str(root / "azure"), *azure.__path__]
    for name in [name for name in sys.modules if name.startswith("azure.mgmt")]:
        del sys.modules[name]
    return importlib.import_module(".".join((*folder.relative_to(root).parts, "models")))


class _Writer:
    """Writes each model once, as Bicep's types are written."""

    def __init__(self, models: ModuleType, types: list[dict[str, Any]]) -> None:
        self._models = models
        self._types = types
        self._known: dict[str, dict[str, str]] = {}

    def model(self, name: str) -> dict[str, str]:
        if name in self._known:
            return self._known[name]
        model = getattr(self._models, name)
        subtypes: dict[str, dict[str, str]] = vars(model).get("_subtype_map", {})
        reference = self._known[name] = self._add({"name": name})
        written = self._types[int(reference["$ref"].removeprefix("#/"))]
        if subtypes:
            self._discriminated(model, subtypes, written)
        else:
            written |= {"$type": "ObjectType", "properties": self._properties(model)}
            if "additional_properties" in model._attribute_map:  # noqa: SLF001 - where it stands
                written["additionalProperties"] = self.simple("AnyType")
        return reference

    def _discriminated(
        self, model: Any, subtypes: dict[str, dict[str, str]], written: dict[str, Any]
    ) -> None:
        ((attribute, kinds),) = subtypes.items()
        key = _key(model._attribute_map[attribute]["key"])[-1]  # noqa: SLF001
        written |= {"$type": "DiscriminatedObjectType", "discriminator": key}
        written["baseProperties"] = self._properties(model)
        written["elements"] = {}
        for value, kind in kinds.items():
            element = written["elements"][value] = self.model(kind)
            own = self._types[int(element["$ref"].removeprefix("#/"))]["properties"]
            own[key] = {
                "type": self._add({"$type": "StringLiteralType", "value": value}),
                "flags": REQUIRED,
            }

    def _properties(self, model: Any) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        for attribute, entry in model._attribute_map.items():  # noqa: SLF001
            if attribute == "additional_properties":
                continue
            *way, last = _key(entry["key"])
            rules = model._validation.get(attribute, {})  # noqa: SLF001
            holder = self._holder(properties, way, bool(rules.get("required")))
            holder[last] = {
                "type": self._type(entry["type"], _enum(model, attribute)),
                "flags": _flags(rules),
            }
        return properties

    def _holder(self, properties: dict[str, Any], way: list[str], required: bool) -> dict[str, Any]:  # noqa: FBT001
        """Return the properties that the key's *way* leads to, as `properties.x` does."""
        for step in way:
            if step not in properties:
                inner: dict[str, Any] = {"$type": "ObjectType", "name": step, "properties": {}}
                properties[step] = {"type": self._add(inner), "flags": 0}
            properties[step]["flags"] |= REQUIRED if required else 0
            number = int(properties[step]["type"]["$ref"].removeprefix("#/"))
            properties = self._types[number]["properties"]
        return properties

    def _type(self, name: str, enum: str | None) -> dict[str, str]:
        if name.startswith("["):
            return self._add({"$type": "ArrayType", "itemType": self._type(name[1:-1], enum)})
        if name.startswith("{"):
            inner = self._type(name[1:-1], enum)
            return self._add(
                {"$type": "ObjectType", "properties": {}, "additionalProperties": inner}
            )
        if name == "str" and enum and hasattr(self._models, enum):
            return self._enum(getattr(self._models, enum))
        return self.simple(SIMPLE[name]) if name in SIMPLE else self.model(name)

    def _enum(self, enum: Any) -> dict[str, str]:
        values = [{"$type": "StringLiteralType", "value": str(one.value)} for one in enum]
        return self._add({"$type": "UnionType", "elements": [self._add(value) for value in values]})

    def simple(self, kind: str) -> dict[str, str]:
        if kind not in self._known:
            self._known[kind] = self._add({"$type": kind})
        return self._known[kind]

    def _add(self, written: dict[str, Any]) -> dict[str, str]:
        self._types.append(written)
        return {"$ref": f"#/{len(self._types) - 1}"}


def _key(text: str) -> list[str]:
    """Split at the dots that are not escaped: `odata\\.type` is one key."""
    return [part.replace("\\.", ".") for part in re.split(r"(?<!\\)\.", text)]


def _flags(rules: Mapping[str, Any]) -> int:
    return (REQUIRED if rules.get("required") else 0) | (READ_ONLY if rules.get("readonly") else 0)


def _enum(model: Any, attribute: str) -> str | None:
    """Return the name of the enum that the documentation of *attribute* gives."""
    every = re.findall(rf":vartype {attribute}: (.*)", "\n".join(_documentation(model)))
    found = re.search(r" or ~[\w.]*\.(\w+)", every[0]) if every else None
    return found.group(1) if found else None


def _documentation(model: Any) -> list[str]:
    return [kind.__doc__ or "" for kind in model.__mro__]
