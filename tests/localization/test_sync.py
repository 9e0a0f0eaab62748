"""The original changes: what translators find, and what readers go on reading."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from localization.models import PreviousSource, RetiredSegment
from localization.publish import publish_translation
from localization.status import State, translation_status
from localization.sync import republish
from newsletters.models import Organisation
from tests.localization.conftest import block, block_id, in_korean, into_korean, text, translate

EVENT = {
    "title": "Open discussion",
    "summary": "<p>Everybody is welcome to it.</p>",
    "precision": "day",
    "start_date": "2026-03-10",
    "time_zone": "Asia/Seoul",
}


def korean_texts(page) -> list[str]:
    return [str(b.value["text"]) for b in in_korean(page).body if b.block_type == "text"]


@pytest.fixture
def read(add_issue):
    """An issue that readers know in both languages."""
    issue = add_issue(
        text("a", "<p>The first sentence stays.</p><p>The second sentence has a tpyo.</p>"),
        block("event", "e", **EVENT),
    )
    translate(issue)
    publish_translation(into_korean(issue))
    return issue


def stored(page) -> list[dict]:
    return page.body.stream_block.get_prep_value(page.body)


def test_a_new_issue_waits_for_the_translator_at_once(add_issue):
    issue = add_issue(text("a", "<p>Hello.</p>"))
    assert not in_korean(issue).live
    assert into_korean(issue).source.stringsegment_set.count() == 3


def test_an_edited_sentence_keeps_its_translation_and_is_flagged(read, publish):
    body = stored(read)
    body[0]["value"]["text"] = body[0]["value"]["text"].replace("tpyo", "typo")
    publish(read, body=body)
    assert "한 The second sentence has a tpyo." in korean_texts(read)[0]
    status = translation_status(in_korean(read))
    assert (status.state, status.needs_review, status.missing) == (State.OUTDATED, 1, 0)
    flag = PreviousSource.objects.get()
    assert flag.text == "The second sentence has a tpyo."
    assert flag.translation.translation_of.data == "The second sentence has a typo."


def test_a_sentence_edited_twice_shows_what_was_translated(read, publish):
    body = stored(read)
    for word in ("typo", "mistake"):
        body[0]["value"]["text"] = body[0]["value"]["text"].replace(
            "tpyo" if word == "typo" else "typo", word
        )
        publish(read, body=body)
    flags = PreviousSource.objects.filter(
        translation__translation_of__segments__source=into_korean(read).source
    )
    assert [flag.text for flag in flags] == ["The second sentence has a tpyo."]


def test_a_sentence_that_comes_back_needs_no_review(read, publish):
    body = stored(read)
    original = body[0]["value"]["text"]
    body[0]["value"]["text"] = original.replace("tpyo", "typo")
    publish(read, body=body)
    body[0]["value"]["text"] = original
    publish(read, body=body)
    assert translation_status(in_korean(read)).state == State.COMPLETE


def test_dates_follow_at_once_and_readers_see_one_language(read, publish):
    """While a new sentence, a new block and a new title wait, everything else is up to date."""
    body = stored(read)
    body[1]["value"]["start_date"] = "2026-04-11"
    body[1]["value"]["venue"] = "City hall"
    body[0]["value"]["text"] += "<p>Wholly new words, which nobody has translated.</p>"
    body.insert(0, text("new", "<p>A new block.</p>"))
    publish(read, title="Quite another thing", body=body, edition_date="2026-04-01")
    korean = in_korean(read)
    assert korean.title == "한 Spring"
    assert str(korean.edition_date) == "2026-04-01"
    a, e, new = (block_id(read, name) for name in ("a", "e", "new"))
    assert [b.id for b in korean.body] == [a, e]
    assert str(korean.body[1].value["start_date"]) == "2026-04-11"
    assert korean.body[1].value["venue"] == ""
    assert korean_texts(read)[0].count("한") == 2
    status = translation_status(korean)
    assert (status.state, status.missing) == (State.PARTIAL, 4)

    translate(read)
    publish_translation(into_korean(read))
    assert [b.id for b in in_korean(read).body] == [new, a, e]
    assert in_korean(read).body[2].value["venue"] == "한 City hall"


def test_a_removed_block_goes(read, publish):
    publish(read, body=stored(read)[1:])
    assert [b.id for b in in_korean(read).body] == [block_id(read, "e")]
    assert translation_status(in_korean(read)).state == State.COMPLETE


def test_a_moved_block_keeps_its_translation_and_the_numbers_of_its_sentences(read, publish):
    source = into_korean(read).source
    before = dict(source.stringsegment_set.values_list("string__data", "pk"))
    publish(read, body=[text("new", "<p>New.</p>"), *reversed(stored(read))])
    after = dict(source.stringsegment_set.values_list("string__data", "pk"))
    assert {**after, **before} == after
    assert list(source.stringsegment_set.order_by("order").values_list("string__data", flat=True))[
        2:4
    ] == ["New.", "Open discussion"]


def test_a_new_snippet_is_given_to_the_translator(read, publish, korean):
    english = Locale.objects.get(language_code="en")
    organisation = Organisation.objects.create(name="Green", locale=english, live=True)
    event = {**EVENT, "organisers": [{"type": "item", "id": "o", "value": organisation.pk}]}
    publish(read, body=[*stored(read), block("event", "f", **event)])
    twin = organisation.get_translation(korean)
    assert not twin.live
    assert into_korean(organisation).enabled


def test_a_snippet_that_changes_is_synchronised_too(korean, committed, db):
    organisation = Organisation.objects.get(website__contains="ecre", locale__language_code="en")
    organisation.short_name = organisation.short_name + " (new)"
    with committed():
        organisation.save_revision().publish()
    assert translation_status(organisation.get_translation(korean)).state == State.OUTDATED


def test_a_third_language_starts_from_the_original_of_now(read, publish, settings):
    publish(read, title="Later title")
    french = Locale.objects.create(language_code="fr")
    for page in read.get_ancestors(inclusive=True).filter(depth__gt=1):
        page.specific.copy_for_translation(french)
    from wagtail_localize.operations import TranslationCreator

    read.get_translation(french).delete()
    TranslationCreator(None, [french]).create_translations(read)
    assert read.get_translation(french).title == "Later title"


def test_an_original_that_goes_offline_takes_its_translation_along(read):
    read.refresh_from_db()
    read.unpublish()
    assert not in_korean(read).live


def test_a_locked_translation_waits(read, publish):
    korean = in_korean(read)
    korean.locked = True
    korean.save()
    publish(read, edition_date="2026-05-05")
    assert str(in_korean(read).edition_date) == "2026-03-01"
    assert translation_status(in_korean(read)).state == State.UNPUBLISHED


def test_what_knows_no_drafts_is_not_published(read, monkeypatch):
    """A translatable model of another app may have neither `live` nor revisions."""
    monkeypatch.setattr(Translation, "get_target_instance", lambda _self: Locale())
    assert not republish(into_korean(read), None)


def test_the_schedule_synchronises_too(read, committed):
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    read.refresh_from_db()
    read.edition_date = "2026-06-06"
    read.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    with committed():
        call_command("publish_scheduled", verbosity=0)
    assert str(in_korean(read).edition_date) == "2026-06-06"


def test_an_embargo_is_shared(add_issue, publish):
    from datetime import timedelta

    from django.utils import timezone

    issue = add_issue()
    translate(issue)
    later = timezone.now() + timedelta(days=2)
    issue.refresh_from_db()
    issue.go_live_at = later
    issue.live = False
    issue.save()
    issue.save_revision().publish()  # schedules it
    translation = into_korean(issue)
    translation.source.update_from_db()
    publish_translation(into_korean(issue))
    korean = in_korean(issue)
    assert not korean.live
    assert korean.status_string == "scheduled"


def test_sentences_that_left_are_remembered_by_their_number(read, publish):
    source = into_korean(read).source
    number = source.stringsegment_set.get(string__data__contains="tpyo").pk
    body = stored(read)
    body[0]["value"]["text"] = "<p>Something else entirely.</p>"
    publish(read, body=body)
    assert not StringSegment.objects.filter(pk=number).exists()
    assert RetiredSegment.objects.get(segment_id=number).string.data.endswith("tpyo.")


def test_synchronising_costs_few_queries(publish, issue, django_assert_max_num_queries):
    """wagtail-localize asks some ten times per sentence."""
    assert StringTranslation.objects.filter(context__object_id=issue.translation_key).count() > 70
    from localization.sync import sync_source

    body = stored(issue)
    for position, item in enumerate(body):
        if item["type"] == "text":
            body[position]["value"]["text"] += "<p>New.</p>"
    issue.body = issue.body.stream_block.to_python(body)
    issue.save_revision().publish()
    with django_assert_max_num_queries(400):
        sync_source(issue)


def test_a_duplicated_block_brings_its_translation(read, publish):
    """As the editor's “Duplicate” does it, and cutting and pasting: a new id, the same words."""
    body = stored(read)
    twin = {**body[0], "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}
    event = {**body[1], "id": "a057d7fd-0b3c-4b5a-9a55-4c6e6f0b8b11"}
    StringTranslation.objects.filter(translation_of__data="Open discussion").update(has_error=True)
    row = StringTranslation.objects.get(translation_of__data="Everybody is welcome to it.")
    PreviousSource.objects.create(translation=row, text="Everybody is welcome.")
    publish(read, body=[*body, twin, event])
    found = StringTranslation.objects.filter(context__path__contains=twin["id"])
    assert set(found.values_list("data", flat=True)) == {
        "한 The first sentence stays.",
        "한 The second sentence has a tpyo.",
    }
    assert not found.filter(previous_source__isnull=False)
    flagged = StringTranslation.objects.get(context__path__contains=event["id"])
    assert flagged.previous_source.text == "Everybody is welcome."
    assert not PreviousSource.objects.filter(translation__in=found).exists()


def test_words_of_another_place_or_page_are_not_taken(read, publish, add_issue):
    body = stored(read)
    link = {"label": "Open discussion", "url": "https://example.org/"}
    publish(
        read, body=[*body, block("links", "l", title="", links=[{"type": "item", "value": link}])]
    )
    other = add_issue(text("a", "<p>The first sentence stays.</p>"), slug="other")
    assert translation_status(in_korean(read)).missing == 1
    assert translation_status(in_korean(other)).translated == 0
