"""Where the site will stand and where its text can be changed, as the environment says."""

from collections.abc import Mapping
from dataclasses import dataclass

ORIGIN = "https://mykeplive.gov.gr"
REPOSITORY = "https://github.com/mykeplive/mykeplive"


@dataclass(frozen=True, slots=True)
class Publication:
    """
    A place where the site is shown, without a slash at the end of its addresses.

    Attributes:
        origin: The address of the service: absolute links and identifiers begin with it.
        repository: The address of the sources; each page links to its file there.
        preview: Names the proposal that is shown (a pull request's number). A preview has
            no functions, so that nothing can be booked. Empty for the real site.
    """

    origin: str = ORIGIN
    repository: str = REPOSITORY
    preview: str = ""


def publication(environment: Mapping[str, str]) -> Publication:
    """Return what `PUBLIC_ORIGIN`, `REPOSITORY` and `PREVIEW` say; not set or empty: as usual."""
    return Publication(
        origin=(environment.get("PUBLIC_ORIGIN") or ORIGIN).rstrip("/"),
        repository=(environment.get("REPOSITORY") or REPOSITORY).rstrip("/"),
        preview=environment.get("PREVIEW", "").strip(),
    )
