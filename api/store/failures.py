"""What could not be brought up to date: which documents, and why."""

from dataclasses import dataclass
from typing import Any

from api.content.documents import KINDS
from api.models import Document, Mark
from api.store.targets import primary_key


@dataclass(frozen=True)
class Failure:
    """A document that readers get as it was before; or, without a type, a mark without sense."""

    target: str
    error: str
    attempts: int
    type: str = ""
    key: str | None = None
    locale: str | None = None

    def __str__(self) -> str:
        name = f"{self.type} {self.key} {self.locale} " if self.key else ""
        return f"{name}({self.target.removeprefix('one:')}): {self.error}"

    def in_public(self) -> dict[str, Any]:
        """What anybody may know: an error's words may be those of a draft."""
        error = self.error.partition(":")[0]
        return {"type": self.type, "key": self.key, "locale": self.locale, "error": error}


def failures(most: int | None = None) -> list[Failure]:
    """All, or some of them."""
    marks = Mark.objects.filter(attempts__gt=0).order_by("target")[:most]
    return [Failure(m.target, m.error, m.attempts, **identity(m.target)) for m in marks]


def identity(target: str) -> dict[str, Any]:
    """The type, key and locale of a single document, if there is one of it or of what it shows."""
    try:
        name, kind, text = target.split(":")
        pk = primary_key(text)
    except ValueError:
        return {}
    if name != "one" or kind not in KINDS:
        return {}
    of_kind = Document.objects.filter(kind=kind, object_id=pk)
    if found := of_kind.values("type", "key", "locale").first():
        return {**found, "key": str(found["key"])}
    shown = KINDS[kind].objects().filter(pk=pk).select_related("locale").first()
    if shown is None:
        return {"type": kind}
    return {
        "type": kind,
        "key": str(shown.translation_key),
        "locale": shown.locale.language_code,
    }


def forget_what_is_done() -> None:
    """After everything was rendered it does not matter any more what other marks meant."""
    senseless = [failure.target for failure in failures() if not failure.type]
    Mark.objects.filter(attempts__gt=0, target__in=senseless).delete()
