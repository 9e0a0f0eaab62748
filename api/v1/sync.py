"""`sync/`: everything that an app keeps offline, and then only what changed."""

from typing import Any

from django.db.models import Subquery
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

FIELDS = ("seq", "type", "object_id", "key", "locale", "gone")


@endpoint(
    "sync/",
    "sync",
    summary="What is new: first everything, then changes and deletions",
    answer="SyncPage",
    parameters=(
        Language("locale", description="For the first call, which has no token."),
        Token("token", description="`next_token` of the last answer."),
        Integer("limit", 1, 100, default=20),
        RICH_TEXT,
    ),
    tag="sync",
    problems=("sync-token-expired",),
)
def sync(request: HttpRequest, asked: dict[str, Any]) -> Answer:
    """Apply the items in their order, then keep the token; ask again while `has_more`.

    The last state of each document, once or more often. The first run has no deletions in it.
    """
    counter = counters(asked["token"])
    since = position(asked, counter)
    found = Document.objects.filter(locale=since["l"], seq__gt=since["s"])
    found = found.exclude(gone=True, seq__lte=since["u"]).order_by("seq")
    name = reading.column(asked["rich_text"], full=True)
    value = Subquery(Counter.objects.values("value")[:1])
    rows = list(found.values_list(name, *FIELDS, value)[: asked["limit"] + 1])
    more = len(rows) > asked["limit"]
    rows = rows[: asked["limit"]]
    since |= {"s": rows[-1][1] if rows else since["s"], "c": rows[-1][-1] if more else 0}
    token = cursors.encode(since)

    def body() -> bytes:
        items = b",".join(item(row, asked["rich_text"]) for row in rows)
        end = dumps({"has_more": more, "next_token": token})[1:]
        return b'{"items":[' + items + b"]," + end

    return Answer(body=body, etag=f"{token}-{len(rows)}", max_age=10, keys=("sync",))


def counters(token: dict[str, Any] | None) -> dict[str, Any]:
    """The store's counters after everything that was committed by now; is the token `ours`?"""
    rows = Counter.objects.annotate(ours=history.is_ours(latest(token) if token else 0))
    found = rows.annotate(behind=pending()).values("value", "floor", "ours", "behind").first()
    if found is None or found["behind"]:
        catch_up()
        found = rows.values("value", "floor", "ours").first()
    return found or {"value": 0, "floor": 0, "ours": False}  # nothing yet


def latest(token: dict[str, Any]) -> int:
    """The number of the latest change that decided what the client has: it knows no later one."""
    return max(token["s"], token["u"], token["c"])


def position(asked: dict[str, Any], counter: dict[str, Any]) -> dict[str, Any]:
    """Where the client is: v schema, l language, s last number seen, u number at its start.

    And c, the store's number when it was answered, if there was more: what was changed in
    between comes later, and with a restored backup it would come neither then nor before.
    """
    token, locale = asked["token"], asked["locale"]
    if not token:
        if not locale:
            detail = "Say locale=… in the first call and token=… in the next ones."
            errors = [{"parameter": "locale", "detail": detail}]
            raise Problem("invalid-parameter", detail, errors=errors)
        return {"v": SCHEMA_VERSION, "l": locale, "s": 0, "u": counter["value"], "c": 0}
    if locale and locale != token["l"]:
        detail = f"The token is for {token['l']!r}; leave locale out or start without a token."
        errors = [{"parameter": "locale", "detail": detail}]
        raise Problem("invalid-parameter", detail, errors=errors)
    lost = latest(token) and not counter["ours"]  # a backup was restored since
    if token["v"] != SCHEMA_VERSION or token["u"] < counter["floor"] > token["s"] or lost:
        raise Problem("sync-token-expired", "Start again without a token, with locale=….")
    return token


def item(row: tuple, rich_text: str) -> bytes:
    """One change."""
    words, seq, type_name, pk, key, locale, gone, _value = row
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
