"""
Regions, municipalities and centres in the order in which readers of a language look for them.

Always alphabetical. A centre stands where its municipality does: names such as «ΚΕΠ Δ.Ε.
Ρίου» say nothing of the town that somebody looks for. Those of one municipality stay as
the catalogue has them, the town's own first.
"""

from collections.abc import Iterable

from alphabet import in_order
from page_words import Words

from functions.domain.catalog import Catalog, Centre, Municipality

Place = tuple[Municipality, list[Centre]]
Regions = list[tuple[str, list[Centre]]]


class Places:
    """The places of *catalog* for readers of one language."""

    def __init__(self, catalog: Catalog, words: Words) -> None:
        self.catalog = catalog
        self.words = words

    def ordered(self, centres: Iterable[Centre]) -> list[Centre]:
        """Return *centres* by their municipality."""
        return in_order(centres, lambda one: self.words.say(self._municipality(one).name))

    def by_region(self, centres: Iterable[Centre]) -> Regions:
        """Return each region that has some of *centres*, with them."""
        regions: dict[str, list[Centre]] = {}
        for centre in self.ordered(centres):
            region = self.words.say(self._municipality(centre).region)
            regions.setdefault(region, []).append(centre)
        return in_order(regions.items(), lambda one: one[0])

    def all(self) -> list[tuple[str, list[Place]]]:
        """Return each region with its municipalities and their centres."""
        regions: dict[str, list[Place]] = {}
        municipalities = self.catalog.municipalities.values()
        for one in in_order(municipalities, lambda one: self.words.say(one.name)):
            regions.setdefault(self.words.say(one.region), []).append((one, self.centres_in(one)))
        return in_order(regions.items(), lambda one: one[0])

    def centres_in(self, municipality: Municipality) -> list[Centre]:
        """Return the centres of a municipality."""
        return [one for one in self.catalog.listed_centres if one.municipality == municipality.slug]

    def _municipality(self, centre: Centre) -> Municipality:
        return self.catalog.municipalities[centre.municipality]
