"""The start of the API, its health, single pictures, and its description."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.utils import timezone

from api import SCHEMA_VERSION
from api.content.encoding import dumps
from api.http import limits
from api.http.answers import Answer
from api.http.problems import Problem
from api.models import Counter, Mark
from api.store import doorbell
from api.store.failures import failures
from api.store.freshness import catch_up, is_behind
from api.store.shown import shown
from api.v1 import openapi, reading
from api.v1.endpoint import endpoint, endpoints
from api.v1.parameters import LANGUAGES, Choice
from api.v1.query import Query
from images.models import public_pictures
from images.representation import image_representation
from publishing.site import has_public_url

MOST_NAMED = 20  # failures
PATIENCE = 300  # seconds that a change may wait before something must be wrong
ASK_AGAIN = "10"  # seconds
OLD_ADDRESS = {
    "type": "site",
    "key": None,
    "locale": None,
    "error": "its address is not PUBLIC_URL: run manage.py reconcile",
}


@endpoint(
    "",
    "getStart",
    summary="Where everything is",
    description="The languages, the address of every endpoint, and for each language `seq`, the "
    "number of its latest change. Ask it often, it costs little: another number (not: a higher "
    "one) means that something has changed in that language.",
    answer="Start",
    tag="start",
    problems=(),
)
def start(request: HttpRequest, asked: Query) -> Answer:
    """Cheap to ask often: one query, whether it is answered or unchanged."""
    seq = reading.numbers(LANGUAGES)

    def body() -> bytes:
        data = {"schema_version": SCHEMA_VERSION, "seq": seq, **surroundings()}
        return dumps(data)

    etag = "-".join(str(number) for number in seq.values())
    return Answer(body=body, etag=etag, max_age=10, keys=("start",))


def surroundings() -> dict[str, Any]:
    """What the start says besides numbers, which is the same for as long as a server runs."""
    languages = [
        {"code": code, "name": name, "is_default": code == settings.LANGUAGE_CODE}
        for code, name in settings.LANGUAGES
    ]
    links = {e.operation: settings.PUBLIC_URL + "/api/v1/" + e.path for e in endpoints()}
    limit = {"answers": settings.API_LIMIT or None, "seconds": limits.WINDOW}
    limit["counted_by"] = "site" if settings.REDIS_URL else "process"
    return {"locales": languages, "limit": limit, "links": links}


@endpoint(
    "images/{id}/",
    "getImage",
    summary="One picture that a public page shows",
    description="A picture by its `id`, if a public page shows it. `alt` is its general "
    "alternative text; a document that shows the picture has the one for its own use of it.",
    answer="Image",
    tag="images",
)
def image(request: HttpRequest, asked: Query, id: int) -> Answer:
    """Its alt text is the general one; that of a use is with the use."""
    picture = shown(public_pictures().filter(pk=id), "image").first()
    found = picture and image_representation(picture, picture.default_alt_text)
    if not found:
        raise Problem("not-found", "No public page shows a picture with this id.")
    return Answer(body=dumps(found), keys=("images", f"image-{id}"))


@endpoint(
    "health/",
    "getHealth",
    summary="Whether what readers get is up to date",
    description="`status` is `ok`; or `behind`, if a change has been waiting for more than five "
    "minutes (the answer is then 503); or `failing`, if something in a document keeps it as it "
    "was before (`failures` names the document). For people and their alarms: a server that is "
    "behind still answers, so do not take it out of service.",
    answer="Health",
    tag="start",
    problems=(),
)
def health(request: HttpRequest, asked: Query) -> Answer:
    """`ok`, `behind` (changes wait for longer than five minutes) or `failing`; 503 if behind.

    `failing`: something that these documents hold keeps them as they were before; the others and
    their pages are up to date. `manage.py reconcile` says more. Asking has what waits worked off,
    as every answer does. For people and their alarms: a server that is behind still serves.
    """
    if is_behind():
        catch_up()
    waiting = Q(retry_at__isnull=True)
    marks = Mark.objects.aggregate(
        waiting=Count("pk", filter=waiting),
        oldest=Min("created_at", filter=waiting),
        failing=Count("pk", filter=~waiting),
    )
    age = int((timezone.now() - marks["oldest"]).total_seconds()) if marks["oldest"] else 0
    if marks["waiting"]:
        doorbell.ring()  # also for what no reader waits for, and a dead process left
    failing = [failure.in_public() for failure in failures(MOST_NAMED)] if marks["failing"] else []
    failing += [] if has_public_url() else [OLD_ADDRESS]
    status = "failing" if failing else "ok"
    status = "behind" if age > PATIENCE else status
    data = {
        "status": status,
        "seq": Counter.objects.values_list("value", flat=True).first() or 0,
        "waiting": marks["waiting"],
        "oldest_seconds": age,
        "failing": marks["failing"],
        "failures": failing,
    }
    if status == "behind":
        return Answer(dumps(data), status=503, max_age=0, headers={"Retry-After": ASK_AGAIN})
    return Answer(body=dumps(data), max_age=0)


@endpoint(
    "openapi.json",
    "getSchema",
    summary="This API in OpenAPI 3.1",
    description="For generating clients and for validating answers. Generators for TypeScript "
    "take it as it is, those for Python with `discriminator=0`.",
    answer="OpenAPI",
    parameters=(
        Choice(
            "discriminator",
            ("0", "1"),
            default="1",
            description="`0` leaves the discriminators of unions out, which some generators of "
            "clients cannot read beside members that are open.",
        ),
    ),
    tag="start",
    problems=(),
)
def schema(request: HttpRequest, asked: Query) -> Answer:
    """For generating clients."""
    schema = openapi.document(discriminator=asked["discriminator"] == "1")
    return Answer(body=dumps(schema), max_age=3600)
