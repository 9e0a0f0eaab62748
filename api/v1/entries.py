"""`entries/` and `events/`: the blocks of all issues, each found on its own."""

from django.db.models import Count, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from api.http.answers import Answer
from api.models import Document, Entry
from api.v1 import reading
from api.v1.endpoint import endpoint
from api.v1.parameters import FIELDS, LIMIT, LOCALE, RICH_TEXT, Choice, Choices, Cursor, Day, Key
from api.v1.query import Query
from newsletters.blocks import IssueBody

KINDS = list(IssueBody().child_blocks)
LIST = (LOCALE, FIELDS, RICH_TEXT, LIMIT, Cursor())
RANGE = (
    Day("from", description="Nothing that ended before this day."),
    Day("to", description="Nothing that starts after this day."),
)
ABOUT = Key("organisation", description="Only what names the organisation with this key.")


@endpoint(
    "entries/",
    "listEntries",
    summary="Interviews, profiles, news …: the parts of all issues, newest first",
    description="A block of an issue on its own: an interview, a profile, a piece of news. "
    "Sorted by its own date if it has one, as events do, else by that of its issue, the newest "
    "first.",
    answer="EntryList",
    parameters=(
        *LIST,
        Choices("kind", KINDS, description="Only these types of block."),
        Key("issue", description="Only those of the issue with this key."),
        ABOUT,
        *RANGE,
    ),
    tag="entries",
    problems=(),
)
def entries(request: HttpRequest, asked: Query) -> Answer:
    """Dated by their own date if they have one, else by their issue's."""
    found = Entry.objects.public().filter(locale=asked["locale"])
    if asked["kind"]:
        found = found.filter(kind__in=asked["kind"])
    if asked["issue"]:
        found = found.filter(document__key=asked["issue"])
    return reading.listing(narrowed(found, asked), asked, newest_issue(asked))


def newest_issue(asked: Query) -> int:
    """The number of the latest change of an issue in the language asked for."""
    return reading.newest(Document.objects.filter(type="issue", locale=asked["locale"]))


def narrowed(found: QuerySet, asked: Query) -> QuerySet:
    """Only in the days and about the organisation asked for."""
    if asked["organisation"]:
        found = found.filter(organisations__key=asked["organisation"])
    if asked["from"]:
        found = found.filter(last_day__gte=asked["from"])
    if asked["to"]:
        found = found.filter(first_day__lte=asked["to"])
    return found


@endpoint(
    "events/",
    "listEvents",
    summary="Events: to come with the next one first, past with the latest first, or of a range",
    description="`when=upcoming` gives what is not over yet, the next one first; `past` what is "
    "over, the latest first; `all` both, the earliest first. `dates.precision` says how exactly "
    "a date is known: an event of which only the month is known is over when that month is.",
    answer="EntryList",
    parameters=(
        *LIST,
        Choice(
            "when",
            ("upcoming", "past", "all"),
            default="upcoming",
            description="What is not over yet, what is over, or both.",
        ),
        ABOUT,
        *RANGE,
    ),
    tag="entries",
    problems=(),
)
def events(request: HttpRequest, asked: Query) -> Answer:
    """By the latest moment that they may last to; `dates.precision` says how exact that is."""
    now = timezone.now()
    found = Entry.objects.public().filter(locale=asked["locale"], kind="event")
    over = found.filter(over_at__lt=now).order_by().values("kind").annotate(count=Count("pk"))
    issues = Document.objects.filter(type="issue", locale=asked["locale"]).order_by("-seq")
    row = reading.row_of(issues.annotate(over=Subquery(over.values("count"))), "seq", "over")
    if asked["when"] == "past":
        found = found.filter(over_at__lt=now)
    elif asked["when"] == "upcoming":
        found = found.filter(Q(over_at__gte=now) | Q(over_at__isnull=True))
    seq, mark = (row["seq"], f"-{row['over']}") if row else (0, "")
    ascending = asked["when"] != "past"
    return reading.listing(narrowed(found, asked), asked, seq, ascending=ascending, mark=mark)
