"""What public documents show of the libraries: pictures and files, by their primary key."""

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from api.models import Dependency, Document
from api.store.freshness import catch_up, is_behind


def shown(queryset: QuerySet, kind: str) -> QuerySet:
    """Those of an "image" or "document" queryset that a public document shows or links to.

    A document depends on private ones, too, so the queryset has to be of public collections. What
    was withdrawn by now is not shown any more.
    """
    if is_behind():
        catch_up()
    target = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    public = Dependency.objects.annotate(wanted=target).filter(document__gone=False)
    public = public.exclude(document__in=Document.objects.expired())
    return queryset.filter(Exists(public.filter(target=F("wanted"))))
