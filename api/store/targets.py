"""From what was changed to the documents that it concerns; see api.store.marks for the targets."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from wagtail.documents import get_document_model
from wagtail.models import Page

from api.content.documents import KINDS
from api.models import Dependency, Document
from images.models import Picture

Target = tuple[str, int]  # a kind of document and the primary key of what it shows
CHUNK = 500  # values in one condition: SQLite has a limit


def concerned(targets: Iterable[str]) -> set[Target]:
    """Every document, rendered already or not, that these targets may concern."""
    found: set[Target] = set()
    names: set[str] = set()  # as in Dependency.target
    keys: dict[str, set[UUID]] = {"page": set(), "organisation": set()}
    for target in targets:
        name, _, rest = target.partition(":")
        match name:
            case "everything":
                return everything()
            case "one":
                kind, _, pk = rest.partition(":")
                found.add((KINDS[kind].name, primary_key(pk)))
            case "page" | "organisation":
                keys[name].add(UUID(rest))
            case "tree":
                keys["page"] |= tree(rest)
            case "collection":
                names |= media(rest)
            case _:
                names.add(target)
    keys["page"] |= moved_trees(keys["page"])
    names |= {f"{name}:{key}" for name, group in keys.items() for key in group}
    for each in KINDS.values():
        found |= {(each.name, pk) for pk in each.concerned(keys)}
    return found | dependents(names)


def primary_key(text: str) -> int:
    """The number; ValueError if no database has it."""
    if not 0 < int(text) < 2**63:
        raise ValueError(f"{text} is no primary key")
    return int(text)


def everything() -> set[Target]:
    """Every document there is or should be."""
    found = set(Document.objects.filter(gone=False).values_list("kind", "object_id"))
    for kind in KINDS.values():
        found |= {(kind.name, pk) for pk in kind.objects().values_list("pk", flat=True)}
    return found


def tree(path: str) -> set[UUID]:
    """The keys of the page at this place and of everything below it."""
    pages = Page.objects.filter(path__startswith=path)
    return set(pages.values_list("translation_key", flat=True))


def moved_trees(keys: set[UUID]) -> set[UUID]:
    """The keys of everything below those of these pages that have another address than before.

    Children get no signal when a page above them is moved or renamed.
    """
    parents = Page.objects.filter(translation_key__in=keys, numchild__gt=0)
    documents = Document.objects.filter(key__in=keys, kind="page")
    known = dict(documents.values_list("object_id", "path"))
    found: set[UUID] = set()
    for page in parents.select_related("locale"):
        if known.get(page.pk) != page.get_url():
            found |= tree(page.path)
    return found


def media(path: str) -> set[str]:
    """The pictures and files of a collection and of those below it."""
    found = set()
    for name, model in (("image", Picture), ("document", get_document_model())):
        pks = model.objects.filter(collection__path__startswith=path).values_list("pk", flat=True)
        found |= {f"{name}:{pk}" for pk in pks}
    return found


def dependents(names: set[str]) -> set[Target]:
    """The documents that say something about any of these."""
    ordered = sorted(names)
    found: set[Target] = set()
    for start in range(0, len(ordered), CHUNK):
        rows = Dependency.objects.filter(target__in=ordered[start : start + CHUNK])
        found |= set(rows.values_list(F("document__kind"), F("document__object_id")))
    return found
