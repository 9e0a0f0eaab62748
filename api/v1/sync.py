"""`sync/`: everything that an app keeps offline, and then only what changed."""

from typing import Any

from django.db.models import Subquery, Value
from django.http import HttpRequest

from api import SCHEMA_VERSION
from api.content.encoding import dumps
from api.http.answers import Answer
from api.http.problems import Problem
from api.models import Counter, Document
from api.store import history
from api.store.freshness import catch_up
from api.store.sequencer import pending
from api.v1 import cursors, reading
from api.v1.endpoint import endpoint
from api.v1.parameters import RICH_TEXT, Integer, Language, Token
from api.v1.query import Query, refusal

EXPIRED = "This token has expired. Start again with an empty copy: without a token, with locale=…."
BEGAN = "is not as before: the token began with {0}={1}. Leave {0} out, or begin without token"
FIELDS = ("seq", "type", "object_id", "key", "locale", "gone", "expires_at")


@endpoint(
    "sync/",
    "sync",
    summary="What is new: first everything, then changes and deletions",
    description="The first call names a `locale` and brings everything in it, page by page; the "
    "following ones give the `token` of the last answer and bring what was changed and deleted "
    "since. Apply the items in their order, keep the token together with them, and ask again at "
    "once while `has_more` is true. A document may come more than once; its last state counts. "
    "Pass over an `op` that you do not know. After 410 begin with an empty copy and without a "
    "token.",
    answer="SyncPage",
    parameters=(
        Language("locale", description="For the first call, which has no token."),
        Token("token", description="`next_token` of the last answer."),
        Integer("limit", 1, 100, default=20, description="Changes in one answer."),
        RICH_TEXT,
    ),
    tag="sync",
    problems=("sync-token-expired",),
)
def sync(request: HttpRequest, asked: Query) -> Answer:
    """Apply the items in their order, then keep the token; ask again while `has_more`.

    The last state of each document, once or more often. The first run has no deletions in it.
    """
    counter = counters(asked["token"])
    since = position(asked, counter)
    found = Document.objects.filter(locale=since["l"], seq__gt=since["s"])
    found = found.exclude(gone=True, seq__lte=since["u"]).order_by("seq")
    name = reading.column(since["r"], full=True)
    value = Subquery(Counter.objects.values("value")[:1])
    rows = list(found.values_list(name, *FIELDS, value)[: asked["limit"] + 1])
    reading.refuse_expired(row[-2] for row in rows)
    more = len(rows) > asked["limit"]
    rows = rows[: asked["limit"]]
    since = since | {"s": rows[-1][1] if rows else since["s"], "c": rows[-1][-1] if more else 0}
    token = cursors.encode(since)

    def body() -> bytes:
        items = b",".join(item(row, since["r"]) for row in rows)
        following = asked.address(token=token, rich_text=since["r"])
        end = dumps({"has_more": more, "next_token": token, "next": following})[1:]
        return b'{"items":[' + items + b"]," + end

    return Answer(body=body, etag=f"{token}-{len(rows)}-{more:d}", max_age=10, keys=("sync",))


def counters(token: dict[str, Any] | None) -> dict[str, Any]:
    """The store's counters after everything that was committed by now; is the token `ours`?"""
    ours = history.is_ours(latest(token)) if token else Value(False)
    rows = Counter.objects.annotate(ours=ours)
    found = rows.annotate(behind=pending()).values("value", "floor", "ours", "behind").first()
    if found is None or found["behind"]:
        catch_up()
        found = rows.values("value", "floor", "ours").first()
    return found or {"value": 0, "floor": 0, "ours": False}  # nothing yet


def latest(token: dict[str, Any]) -> int:
    """The number of the latest change that decided what the client has: it knows no later one."""
    return max(token["s"], token["u"], token["c"])


def position(asked: Query, counter: dict[str, Any]) -> dict[str, Any]:
    """Where the client is: v schema, l language, s last number seen, u number at its start.

    r is the form of rich text, which stays as it began: a copy has one form, not two.
    And c, the store's number when it was answered, if there was more: what was changed in
    between comes later, and with a restored backup it would come neither then nor before.
    """
    token, locale = asked["token"], asked["locale"]
    if not token:
        if not locale:
            detail = "Give locale=… in the first call, and token=… in the following ones."
            errors = [{"parameter": "locale", "detail": detail}]
            raise Problem("invalid-parameter", detail, errors=errors)
        form = asked["rich_text"]
        return {"v": SCHEMA_VERSION, "l": locale, "r": form, "s": 0, "u": counter["value"], "c": 0}
    faults = [
        ("invalid-cursor", name, BEGAN.format(name, token[part]))
        for name, part in (("locale", "l"), ("rich_text", "r"))
        if name in asked.given and asked[name] != token[part]
    ]
    if faults:
        raise refusal(faults)
    lost = latest(token) and not counter["ours"]  # a backup was restored since
    if token["v"] != SCHEMA_VERSION or token["u"] < counter["floor"] > token["s"] or lost:
        raise Problem("sync-token-expired", EXPIRED)
    return token


def item(row: tuple, rich_text: str) -> bytes:
    """One change."""
    words, seq, type_name, pk, key, locale, gone, *_rest = row
    head = {
        "op": "delete" if gone else "upsert",
        "type": type_name,
        "id": pk,
        "key": key,
        "locale": locale,
        "seq": seq,
    }
    if gone:
        return dumps(head)
    return dumps(head)[:-1] + b',"data":' + reading.in_form(words, rich_text) + b"}"
