"""The JSON Schema of one entry of the catalogue, with words for the editor at every key."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]

# Pydantic's own words and defaults; ours stand instead, and a default needs no telling.
NOISE = frozenset({"title", "description", "default"})


def described(title: Sequence[str], note: Sequence[str] | None = None) -> Schema:
    """
    Return what the editor shows of a key; both are Greek, then English.

    It completes keys with the description alone, so that is never empty.
    """
    greek, english = title
    if note is None:
        return {"description": f"{greek} / {english}"}
    greek_note, english_note = note
    return {"title": f"{greek} / {english}", "description": f"{greek_note}\n\n{english_note}"}


@dataclass(frozen=True, slots=True)
class Entries:
    """
    Makes schemas of models.

    *words* tell, by model and key, what a key means. *references* name the list whose
    values a key takes. *shapes* (by model), *more* (by model and key) and *formats* (by
    format: a pattern) say what pydantic cannot know of types that read text themselves.
    """

    words: Mapping[str, Any]
    references: Mapping[tuple[str, str], str]
    shapes: Mapping[str, Schema]
    more: Mapping[tuple[str, str], Schema]
    formats: Mapping[str, str]

    def of(self, model: type[BaseModel], without: Collection[str] = ()) -> Schema:
        """
        Return the schema of *model*, all parts in their places, *without* some keys.

        Raises:
            KeyError: There are no words for a key.
        """
        whole = model.model_json_schema()
        models = {**whole.pop("$defs", {}), model.__name__: whole}
        return self._model(model.__name__, models, without)

    def _model(
        self, name: str, models: Mapping[str, Schema], without: Collection[str] = ()
    ) -> Schema:
        if name in self.shapes:
            return dict(self.shapes[name])
        required = [key for key in models[name].get("required", ()) if key not in without]
        return {
            "type": "object",
            "additionalProperties": False,
            **({"required": required} if required else {}),
            "properties": {
                key: self._property(name, key, one, models)
                for key, one in models[name]["properties"].items()
                if key not in without
            },
        }

    def _property(
        self, model: str, key: str, schema: Schema, models: Mapping[str, Schema]
    ) -> Schema:
        words = self.words[model][key]
        plain = {**self._plain(schema, models), **self.more.get((model, key), {})}
        if (model, key) in self.references:
            plain = _referring(plain, self.references[model, key])
        if "values" in words:
            plain["enumDescriptions"] = [" / ".join(words["values"][one]) for one in plain["enum"]]
        if "examples" in words:
            plain["examples"] = words["examples"]
        return {**described(words["title"], words.get("note")), **plain}

    def _plain(self, schema: Schema, models: Mapping[str, Schema]) -> Schema:
        """Return *schema* with its parts in place, nothing optional, no words of pydantic."""
        if "$ref" in schema:
            return self._model(schema["$ref"].rpartition("/")[2], models)
        if "anyOf" in schema:
            return self._plain(schema["anyOf"][0], models)
        plain: Schema = {
            key: self._part(one, models) for key, one in schema.items() if key not in NOISE
        }
        form = plain.get("format", "")
        if form in self.formats:
            plain["pattern"] = f"^(?:{self.formats[form]})$"
            if form != "date":  # the others have forms of their own under the same name
                del plain["format"]
        return plain

    def _part(self, value: object, models: Mapping[str, Schema]) -> object:
        return self._plain(value, models) if isinstance(value, dict) else value


def _referring(schema: Schema, name: str) -> Schema:
    """Return *schema* as taking the values of a list, itself or each of its items."""
    reference = {"$ref": f"#/definitions/{name}"}
    if schema.get("type") == "array":
        return {**schema, "items": reference}
    # Beside a `$ref`, draft-07 would not read the title.
    return {"allOf": [reference]}
