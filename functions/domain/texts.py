"""
Texts in two languages, and the forms that names and numbers of the catalogue have.

Every text that a reader sees is there in Greek and in English.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

Language = Literal["el", "en"]

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Digits4 = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Digits6 = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class Value(BaseModel):
    """What all catalogue values share: frozen, and no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Text(Value):
    """A text in both languages."""

    el: Words
    en: Words

    def in_language(self, language: Language) -> str:
        """Return the text in *language*."""
        return self.el if language == "el" else self.en


class Item(Text):
    """
    A document or a piece of information to have ready.

    *reconstructed* marks what no source lists for this service: our reading of
    what the KEP will ask, which pages must say.
    """

    reconstructed: StrictBool = False


class Keywords(Value):
    """What people call a service when they look for it."""

    el: Annotated[tuple[Words, ...], Field(min_length=1)]
    en: Annotated[tuple[Words, ...], Field(min_length=1)]

    def in_language(self, language: Language) -> tuple[str, ...]:
        """Return the words in *language*."""
        return self.el if language == "el" else self.en


class Titled(Value):
    """A slug with its title: a category, a life event."""

    slug: Slug
    title: Text


class Category(Titled):
    """A subject under which services are listed."""


class LifeEvent(Titled):
    """An occasion in life or business that makes people need a service."""
