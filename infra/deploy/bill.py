"""The bill of materials of the functions' package: CycloneDX 1.6, as JSON."""

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

NAME = "mykeplive"
PYTHON = {"python_version": "3.13", "python_full_version": "3.13.0", "extra": ""}
CLASSIFIER = "License :: "
LONG = 80  # some packages have the whole text where the name should be


class BadBill(Exception):
    """The bill is not as CycloneDX asks; the message says where."""


def bill(packages: Path, version: str) -> str:
    """
    Return the bill of what is installed in the folder *packages*, for *version* of ours.

    It bears no time and no random number: the same packages have the same bill.

    Raises:
        BadBill: It does not pass the schema.
    """
    found = {canonicalize_name(one.name): one for one in distributions(path=[str(packages)])}
    parts = {name: _component(one) for name, one in sorted(found.items())}
    whole = Component(name=NAME, version=version, type=ComponentType.APPLICATION, bom_ref=NAME)
    names = " ".join(str(part.bom_ref) for part in parts.values())
    bom = Bom(components=parts.values(), serial_number=uuid5(NAMESPACE_URL, names))
    bom.metadata.component = whole
    bom.register_dependency(whole, parts.values())
    for name, one in sorted(found.items()):
        bom.register_dependency(parts[name], list(_needed(one, parts)))
    return checked(_without_time(JsonV1Dot6(bom).output_as_string()))


def _component(one: Distribution) -> Component:
    purl = PackageURL("pypi", None, canonicalize_name(one.name), one.version)
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        licenses=_licences(one),
    )


def _licences(one: Distribution) -> list[LicenseExpression | DisjunctiveLicense]:
    """Return what the package says of its licence: the newest way to say it goes first."""
    make = LicenseFactory()
    for key in ("License-Expression", "License"):
        words = " ".join(one.metadata.get_all(key) or ())
        if words and len(words) < LONG:
            return [make.make_from_string(words)]
    said = (words for words in one.metadata.get_all("Classifier") or () if CLASSIFIER in words)
    return [make.make_with_name(words.split(" :: ")[-1]) for words in said]


def _needed(one: Distribution, parts: Mapping[NormalizedName, Component]) -> Iterator[Component]:
    for words in one.requires or ():
        wanted = Requirement(words)
        name = canonicalize_name(wanted.name)
        if name in parts and (wanted.marker is None or wanted.marker.evaluate(PYTHON)):
            yield parts[name]


def _without_time(text: str) -> str:
    document = json.loads(text)
    document["metadata"].pop("timestamp", None)
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def checked(text: str) -> str:
    """Return a bill, or raise `BadBill`: it must pass the schema of CycloneDX."""
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise BadBill(str(fault))
    return text
