"""Query parameters: each reads itself from a request and describes itself in the schema."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from api.v1 import cursors

LANGUAGES = [code for code, _name in settings.LANGUAGES]
EXAMPLE_OF_A_KEY = "must be a key such as 3a304ba5-bcfa-46a5-8911-48b4ad4a5642"
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
            raise ValueError(f"has {wrong[0]!r}, which is not one of: {allowed}")
        if len(set(found)) < len(found):
            raise ValueError("has the same value twice")
        if len(found) < self.least:
            raise ValueError(f"must have at least {self.least} of: {allowed}")
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
            raise ValueError(EXAMPLE_OF_A_KEY) from None
        if str(found) != text.lower():
            raise ValueError(EXAMPLE_OF_A_KEY)
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
    """Where a list goes on; see api.v1.query for what else it knows."""

    problem = "invalid-cursor"

    def __init__(self) -> None:
        super().__init__("cursor", description="`next_cursor` of the last answer.")

    def parse(self, text: str) -> list[Any]:
        """The path of the list, the parameters that it began with, the place of the last item."""
        value = cursors.decode(text)
        if not (isinstance(value, list) and len(value) == 3):
            raise ValueError(cursors.NOT_OURS)
        path, began, place = value
        told = isinstance(began, dict) and all(plain(each) for each in began.values())
        if not (plain(path) and told and plain(place)):
            raise ValueError(cursors.NOT_OURS)
        return value


class Token(Parameter):
    """Where a client's copy stands."""

    problem = "invalid-cursor"

    def parse(self, text: str) -> dict[str, Any]:
        """The token's parts; see api.v1.sync.position."""
        value = cursors.decode(text)
        fields = {"v": str, "l": str, "r": str, "s": int, "u": int, "c": int}
        ours = isinstance(value, dict) and value.keys() == fields.keys()
        if not ours or not all(type(value[name]) is kind for name, kind in fields.items()):
            raise ValueError(cursors.NOT_OURS)
        numbers = [value[name] for name in "suc"]
        known = value["l"] in LANGUAGES and value["r"] in RICH_TEXT.choices
        if not known or min(numbers) < 0 or max(numbers) > MOST:
            raise ValueError(cursors.NOT_OURS)
        return value


def plain(text: Any) -> bool:
    """Whether it is a text that a database can take."""
    if not isinstance(text, str) or "\0" in text:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


LOCALE = Language("locale", required=True, description="The language; it is never guessed.")
FALLBACK = Language(
    "fallback",
    description="The language to take where that one is missing; the same one means none.",
)
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
