"""
The centre of the smoke test: appointments can be made there, and nobody finds it.

It is no KEP and stands in no file of the catalogue, so the site, `catalog.json` and every
count are without it. The functions know it where the setting SMOKE_CENTRE names it. Whoever
names it can book there, which is why it says what it is; it has its own partition in the
store and its own mailbox, as any centre.
"""

from dataclasses import replace

from functions.domain.catalog import Catalog, Centre, Text

CODE = "TST"  # of its references; no KEP may have it
NAME = Text(el="Έλεγχος λειτουργίας (δεν είναι ΚΕΠ)", en="Check of the service (this is not a KEP)")


def with_smoke_centre(catalog: Catalog, slug: str) -> Catalog:
    """
    Return *catalog* with the centre *slug*, unlisted; without a slug, as it is.

    It offers what a KEP offers, by the general hours.

    Raises:
        ValueError: The slug or the code is that of a real centre.
    """
    if not slug:
        return catalog
    if slug in catalog.centres or CODE in {one.code for one in catalog.centres.values()}:
        raise ValueError(f"{slug} ({CODE}) is a centre of the catalogue")
    municipality = next(iter(catalog.municipalities.values()))
    centre = Centre(
        slug=slug,
        code=CODE,
        name=NAME,
        municipality=municipality.slug,
        fields=tuple(one.slug for one in catalog.fields.values() if one.offered_by == "kep"),
        provenance=municipality.provenance,
    )
    centres = {**catalog.centres, slug: centre}
    return replace(catalog, centres=centres, unlisted=catalog.unlisted | {slug})
