"""How the types are cut out of Microsoft's catalogue."""

from infra.azure_checks.bicep_catalogue import reachable
from infra.azure_checks.resource_types import TYPES, body_of, versions_of

TEXT = {"$type": "StringType"}
UNUSED = {"$type": "BooleanType"}


def test_only_what_the_body_leads_to_is_kept() -> None:
    itself = {
        "$type": "ObjectType",
        "description": "Prose.",
        "properties": {
            "description": {"type": {"$ref": "#/0"}, "flags": 0, "description": "Prose."},
            "again": {"type": {"$ref": "#/2"}, "flags": 0},
        },
    }

    kept = reachable([TEXT, UNUSED, itself], 2)

    assert kept == [
        {
            "$type": "ObjectType",
            "properties": {
                "description": {"type": {"$ref": "#/1"}, "flags": 0},
                "again": {"type": {"$ref": "#/0"}, "flags": 0},
            },
        },
        TEXT,
    ]


def test_every_kept_type_is_a_body() -> None:
    """Each file begins with an object that has a name or a discriminator."""
    for path in TYPES.glob("*.json"):
        kind, _, version = path.stem.partition("@")
        body = body_of(f"{kind.replace('.', '/')}@{version}".replace("Microsoft/", "Microsoft."))

        assert body is not None
        assert "name" in body.properties or body.discriminator == "name"


def test_the_known_versions_of_a_type_are_told() -> None:
    assert versions_of("Microsoft.Web/sites") == ("2024-11-01",)
    assert versions_of("Microsoft.Web/site") == ()
