"""Query parameters: each reads itself from a request and describes itself in the schema."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from api.http.problems import Problem
from api.v1 import cursors

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MOST = 2**53 - 1  # that the store numbers anything with; JavaScript knows no higher ones exactly


class Parameter:
    """One parameter of a query."""

    problem = "invalid-parameter"

    def __init__(
        self, name: str, *, description: str = "", required: bool = False, default: Any = None
    ) -> None:
        self.name, self.description = name, description
        self.required, self.default = required, default

    def parse(self, text: str) -> Any:
        """The value; ValueError says what is allowed."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """The JSON schema of what is allowed."""
        return {"type": "string"}

    def describe(self) -> dict[str, Any]:
        """The parameter in OpenAPI."""
        schema = self.schema()
        if self.default is not None:
            schema = {**schema, "default": self.default}
        found = {"name": self.name, "in": "query", "required": self.required, "schema": schema}
        return {**found, "description": self.description} if self.description else found


class Choice(Parameter):
    """One of several words."""

    def __init__(self, name: str, choices: Iterable[str], **more: Any) -> None:
        super().__init__(name, **more)
        self.choices = tuple(choices)

    def parse(self, text: str) -> Any:
        """The word."""
        if text not in self.choices:
            raise ValueError(f"must be one of: {' | '.join(self.choices)}")
        return text

    def schema(self) -> dict[str, Any]:
        """An enumeration."""
        return {"type": "string", "enum": list(self.choices)}


class Choices(Choice):
    """Several of several words, with commas between them."""

    least = 1

    def parse(self, text: str) -> list[str]:
        """The words, each once."""
        found = text.split(",")
        allowed = ", ".join(self.choices)
        if wrong := [word for word in found if word not in self.choices]:
            raise ValueError(f"{wrong[0]!r} is none of: {allowed}")
        if len(set(found)) < len(found):
            raise ValueError("names one twice")
        if len(found) < self.least:
            raise ValueError(f"must name at least {self.least} of: {allowed}")
        return found

    def schema(self) -> dict[str, Any]:
        """A list."""
        return {
            "type": "array",
            "items": super().schema(),
            "minItems": self.least,
            "uniqueItems": True,
        }

    def describe(self) -> dict[str, Any]:
        """With commas: OpenAPI's default would repeat the name."""
        return {**super().describe(), "style": "form", "explode": False}


class Language(Choice):
    """One of the site's languages."""

    def __init__(self, name: str, **more: Any) -> None:
        super().__init__(name, LANGUAGES, **more)


class Languages(Choices):
    """Two or more of the site's languages."""

    least = 2

    def __init__(self, name: str, **more: Any) -> None:
        super().__init__(name, LANGUAGES, **more)


class Integer(Parameter):
    """A whole number."""

    def __init__(self, name: str, minimum: int, maximum: int, **more: Any) -> None:
        super().__init__(name, **more)
        self.minimum, self.maximum = minimum, maximum

    def parse(self, text: str) -> int:
        """The number."""
        plain = text.isascii() and text.isdigit() and len(text) < 10
        if not plain or not self.minimum <= int(text) <= self.maximum:
            raise ValueError(f"must be a whole number from {self.minimum} to {self.maximum}")
        return int(text)

    def schema(self) -> dict[str, Any]:
        """With its limits."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


class Day(Parameter):
    """A date."""

    def parse(self, text: str) -> date:
        """The date; other forms of ISO 8601 are too easily mistaken."""
        if len(text) != 10:
            raise ValueError("must be a date such as 2026-12-01")
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError("must be a date such as 2026-12-01") from None

    def schema(self) -> dict[str, Any]:
        """ISO 8601."""
        return {"type": "string", "format": "date"}


class Key(Parameter):
    """The key of a document."""

    def parse(self, text: str) -> UUID:
        """The key."""
        try:
            found = UUID(text)
        except ValueError:
            raise ValueError("must be a key such as 3a304ba5-bcfa-46a5-8911-48b4ad4a5642") from None
        if str(found) != text.lower():
            raise ValueError("must be a key such as 3a304ba5-bcfa-46a5-8911-48b4ad4a5642")
        return found

    def schema(self) -> dict[str, Any]:
        """A UUID."""
        return {"type": "string", "format": "uuid"}


class Text(Parameter):
    """Words."""

    def __init__(self, name: str, max_length: int, **more: Any) -> None:
        super().__init__(name, **more)
        self.max_length = max_length

    def parse(self, text: str) -> str:
        """The words."""
        if not 0 < len(text) <= self.max_length:
            raise ValueError(f"must have 1 to {self.max_length} characters")
        return text

    def schema(self) -> dict[str, Any]:
        """With their length."""
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}


class Cursor(Parameter):
    """Where a list goes on."""

    problem = "invalid-cursor"

    def parse(self, text: str) -> list[str]:
        """The sort key of the last item."""
        value = cursors.decode(text)
        if not (isinstance(value, list) and len(value) == 1 and plain(value[0])):
            raise ValueError("is none that this API gave: take `next_cursor` of the last answer")
        return value


class Token(Parameter):
    """Where a client's copy stands."""

    problem = "invalid-cursor"

    def parse(self, text: str) -> dict[str, Any]:
        """The token's parts; see api.v1.sync.position."""
        value = cursors.decode(text)
        fields = {"v": str, "l": str, "s": int, "u": int, "c": int}
        ours = isinstance(value, dict) and value.keys() == fields.keys()
        if not ours or not all(type(value[name]) is kind for name, kind in fields.items()):
            raise ValueError("is none that this API gave: take `next_token` of the last answer")
        numbers = [value[name] for name in "suc"]
        if value["l"] not in LANGUAGES or min(numbers) < 0 or max(numbers) > MOST:
            raise ValueError("is none that this API gave: take `next_token` of the last answer")
        return value


def plain(text: Any) -> bool:
    """Whether it is a text that a database can take."""
    if not isinstance(text, str) or "\0" in text:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def read(request: HttpRequest, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values by name. Problem (400) that names every fault, also of unknown parameters."""
    known = {parameter.name: parameter for parameter in parameters}
    values = {name: parameter.default for name, parameter in known.items()}
    faults: list[tuple[str, str, str]] = []
    for name, given in request.GET.lists():
        if name not in known:
            faults.append(("unknown-parameter", name, unknown(name, list(known))))
            continue
        try:
            values[name] = value_of(known[name], given)
        except ValueError as error:
            faults.append((known[name].problem, name, str(error)))
    for name, parameter in known.items():
        if parameter.required and name not in request.GET:
            faults.append(("invalid-parameter", name, missing(parameter)))
    if faults:
        raise refusal(faults)
    return values


def value_of(parameter: Parameter, given: list[str]) -> Any:
    """The value of a parameter that was given, once."""
    if len(given) > 1:
        raise ValueError("is given more than once")
    if not plain(given[0]):
        raise ValueError("has characters in it that are none")
    return parameter.parse(given[0])


def unknown(name: str, known: list[str]) -> str:
    """What to say of a parameter that there is not."""
    near = get_close_matches(name, known, 1)
    if near:
        return f"is unknown. Did you mean {near[0]}?"
    return (
        f"is unknown here; there are: {', '.join(known)}" if known else "is unknown: there is none"
    )


def missing(parameter: Parameter) -> str:
    """What to say of a parameter that should be there."""
    choices = getattr(parameter, "choices", None)
    return f"is required, one of: {' | '.join(choices)}" if choices else "is required"


def refusal(faults: list[tuple[str, str, str]]) -> Problem:
    """All faults as one problem, of the first one's type."""
    slug = faults[0][0]
    errors = [{"parameter": readable(name), "detail": said} for _slug, name, said in faults]
    detail = "; ".join(f"{error['parameter']} {error['detail']}" for error in errors)
    return Problem(slug, detail, errors=errors)


def readable(name: str) -> str:
    """A name as it can be written in JSON, and not longer than need be."""
    return name.encode("utf-8", "replace").decode()[:80]


LOCALE = Language("locale", required=True, description="The language; it is never guessed.")
FALLBACK = Language("fallback", description="The language to take where that one is missing.")
FIELDS = Choice(
    "fields", ("summary", "full"), default="summary", description="How much of each item."
)
RICH_TEXT = Choice(
    "rich_text",
    ("html", "nodes", "html,nodes"),
    default="html",
    description="Rich text as HTML, as a tree for native rendering, or both.",
)
LIMIT = Integer("limit", 1, 50, default=20, description="Items in one answer.")
