"""Saves one translated sentence, so that nothing a translator wrote is lost."""

import html
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.exceptions import ParseError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import LockableMixin
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.views.edit_translation import (
    SegmentOverrideSerializer,
    StringTranslationSerializer,
    user_can_edit_instance,
)

from localization.limits import broken
from localization.models import PreviousSource, RetiredSegment
from localization.publish import locked
from localization.sync import carry_over

MOST_TAGS = 200  # in one sentence
Sentence: TypeAlias = StringSegment | RetiredSegment


class UnknownSentence(ObjectDoesNotExist):
    """The number never belonged to a sentence of this translation's original."""


def may_edit(user: Any, instance: Any) -> str:
    """Why this user may not edit the page or snippet now; empty if they may.

    Permissions, and for pages what keeps this user out: a lock, a review, a scheduled publication.
    """
    if not user_can_edit_instance(user, instance):
        return gettext("You do not have permission to edit “%(title)s”.") % {"title": instance}
    lock = instance.get_lock() if isinstance(instance, LockableMixin) else None
    if lock is None or not lock.for_user(user):
        return ""
    return html.unescape(strip_tags(lock.get_message(user)))


def editable(translation: Translation, user: Any) -> Translation:
    """The translation, locked until the transaction ends, if this user may edit it now.

    Raises PermissionDenied with the reason if not, and ObjectDoesNotExist if its page is gone.
    """
    translation = locked(translation)
    if reason := may_edit(user, translation.get_target_instance()):
        raise PermissionDenied(reason)
    if not translation.enabled:
        raise PermissionDenied(
            gettext("This translation was stopped: its page is now edited like any other.")
        )
    return translation


def save_sentence(
    translation: Translation, segment_id: int, data: str, user: Any
) -> StringTranslation:
    """Store the translation of the sentence that has, or had, this number; returns where it went.

    Words that cannot stand there are stored too, with `has_error`. Raises UnknownSentence,
    PermissionDenied with the reason, or ObjectDoesNotExist if the translated page is gone.
    """
    return put_sentence(translation, segment_id, data, user)[0]


@transaction.atomic
def put_sentence(
    translation: Translation, segment_id: int, data: str, user: Any
) -> tuple[StringTranslation, bool]:
    """The same, and whether the sentence had no translation before."""
    translation = editable(translation, user)
    sentence = find_sentence(translation, segment_id)
    known = texts_known(translation, sentence)
    row, created = StringTranslation.objects.update_or_create(
        translation_of_id=sentence.string_id,
        context_id=sentence.context_id,
        locale_id=translation.target_locale_id,
        defaults=written_by_hand(data, user),
    )
    if isinstance(sentence, RetiredSegment):
        return carried(translation, row, known), False
    return row, created


@transaction.atomic
def clear_sentence(
    translation: Translation, segment_id: int, user: Any
) -> StringTranslation | None:
    """Delete the translation of a sentence and return it, not stored any more; None without one.

    Of a sentence that left the original nothing is deleted. Raises what `save_sentence` does.
    """
    translation = editable(translation, user)
    sentence = find_sentence(translation, segment_id)
    if isinstance(sentence, RetiredSegment):
        return None
    row = StringTranslation.objects.filter(
        translation_of_id=sentence.string_id,
        context_id=sentence.context_id,
        locale_id=translation.target_locale_id,
    ).first()
    if row is not None:
        row.delete()
    return row


def written_by_hand(data: str, user: Any, tool_name: str = "") -> dict[str, Any]:
    """The columns of a translation that a person wrote (SuspiciousOperation if it is an attack)."""
    if data.count("<") > MOST_TAGS:
        raise SuspiciousOperation("tags nested so deep that reading them never ends")
    return {
        "data": data.replace("\0", ""),  # which PostgreSQL refuses
        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
        "tool_name": tool_name,
        "last_translated_by": user,
        "has_error": False,
        "field_error": "",
    }


def find_sentence(translation: Translation, segment_id: int) -> Sentence:
    """The sentence with this number, though it may have left the original (UnknownSentence)."""
    source = translation.source
    sentence: Sentence | None = source.stringsegment_set.filter(pk=segment_id).first()
    if sentence is None:
        retired = RetiredSegment.objects.filter(
            segment_id=segment_id,
            context__object_id=source.object_id,
            string__locale_id=source.locale_id,
        )
        sentence = retired.select_related("string", "context").first()
    if sentence is None:
        raise UnknownSentence(f"translation {translation.pk} has no sentence {segment_id}")
    return sentence


def texts_known(translation: Translation, sentence: Sentence) -> set[str]:
    """What edited sentences may say they were carried over from, if this one is their past."""
    past = PreviousSource.objects.filter(
        translation__translation_of_id=sentence.string_id,
        translation__context_id=sentence.context_id,
        translation__locale_id=translation.target_locale_id,
    )
    return {sentence.string.data, *past.values_list("text", flat=True)}


def carried(translation: Translation, row: StringTranslation, known: set[str]) -> StringTranslation:
    """Give the words for a sentence that was edited meanwhile to the one it became, flagged.

    What was carried over to that before gets the newer words; what a person wrote there stays.
    Returns the translation of the edited sentence, or the row itself if there is none.
    """
    if row.has_error or in_use(translation, row):
        return row
    flagged = StringTranslation.objects.filter(
        context_id=row.context_id, locale_id=row.locale_id, previous_source__isnull=False
    ).exclude(pk=row.pk)
    heir = flagged.filter(
        previous_source__text__in=known, translation_of__segments__source=translation.source_id
    ).first()
    if heir is not None:
        renew(heir, row)
        return heir
    if carry_over(translation, {row.context_id: [row]}):
        return flagged.latest("pk")
    return row


def in_use(translation: Translation, row: StringTranslation) -> bool:
    """The sentence of this translation is (again) in the original."""
    segments = translation.source.stringsegment_set
    return segments.filter(string_id=row.translation_of_id, context_id=row.context_id).exists()


def renew(heir: StringTranslation, row: StringTranslation) -> None:
    """Write the newer words over those that were carried over; they stay flagged."""
    columns = {
        "data": row.data,
        "translation_type": row.translation_type,
        "tool_name": row.tool_name,
        "last_translated_by": row.last_translated_by,
        "has_error": broken(heir.translation_of.data, row.data),
        "field_error": "",
        "updated_at": timezone.now(),
    }
    # Not save(), which takes it for reviewed
    StringTranslation.objects.filter(pk=heir.pk).update(**columns)
    PreviousSource.objects.filter(translation=heir).update(text=row.translation_of.data)
    for name, value in columns.items():
        setattr(heir, name, value)


# ── The addresses that wagtail-localize's editor saves to ────────────────────────────────────


def editors_api(view: Callable) -> Callable:
    """Answer the requests of the editor's script; what is not there any more gives 404."""

    @api_view(["PUT", "DELETE"])
    @authentication_classes([SessionAuthentication])
    @permission_classes([IsAuthenticated])
    @wraps(view)
    def answer(request: Request, translation_id: int, segment_id: int) -> Response:
        translation = get_object_or_404(Translation, pk=translation_id)
        try:
            return view(request, translation, segment_id)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return answer


def value(request: Request) -> str:
    """What the editor sent."""
    if "value" not in request.POST:
        raise ParseError(gettext("Nothing was sent that could be stored."))
    return request.POST["value"].replace("\0", "")


@editors_api
def edit_sentence(request: Request, translation: Translation, segment_id: int) -> Response:
    """Store or delete the translation of one sentence."""
    if request.method == "DELETE":
        row, created = clear_sentence(translation, segment_id, request.user), False
    else:
        row, created = put_sentence(translation, segment_id, value(request), request.user)
    if row is None:  # which the script takes for done
        return Response(status=404)
    serializer = StringTranslationSerializer(
        row, context={"translation_source": translation.source}
    )
    return Response(serializer.data, status=201 if created else 200)


@editors_api
@transaction.atomic
def edit_override(request: Request, translation: Translation, segment_id: int) -> Response:
    """Store or delete what a language shows in the place of a picture, link or file."""
    translation = editable(translation, request.user)
    segment = OverridableSegment.objects.get(pk=segment_id, source_id=translation.source_id)
    place = {"locale_id": translation.target_locale_id, "context_id": segment.context_id}
    if request.method == "DELETE":
        row, created = SegmentOverride.objects.filter(**place).first(), False
        if row is None:
            return Response(status=404)
        row.delete()
    else:
        columns = {"last_translated_by": request.user, "has_error": False, "field_error": ""}
        row, created = SegmentOverride.objects.update_or_create(
            **place, defaults={**columns, "data_json": json.dumps(value(request))}
        )
    serializer = SegmentOverrideSerializer(row, context={"translation_source": translation.source})
    return Response(serializer.data, status=201 if created else 200)
