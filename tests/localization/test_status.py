"""What the dashboard says of a translation, through its life."""

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from localization.publish import publish_translation
from localization.status import State, translation_status, translation_statuses
from newsletters.models import IssuePage
from tests.localization.conftest import in_korean, into_korean, text, translate


def state(page):
    return translation_status(in_korean(page)).state


def test_a_translation_through_its_life(add_issue, publish, korean):
    issue = add_issue(text("a", "<p>First sentence here.</p>"))
    assert translation_status(issue).state == State.SOURCE
    status = translation_status(in_korean(issue))
    assert (status.state, status.percent, status.total) == (State.UNTRANSLATED, 0, 3)
    assert status.source_locale == "en"
    assert not in_korean(issue).live

    translate(issue, only="First")
    status = translation_status(in_korean(issue))
    assert (status.state, status.percent, status.missing) == (State.PARTIAL, 33, 2)

    translate(issue)
    assert state(issue) == State.UNPUBLISHED
    publish_translation(into_korean(issue))
    assert state(issue) == State.COMPLETE

    publish(issue)  # again, with nothing changed
    assert state(issue) == State.COMPLETE
    StringTranslation.objects.get(data="한 First sentence here.").save()
    assert state(issue) == State.UNPUBLISHED

    publish_translation(into_korean(issue))
    publish(issue, body=[text("a", "<p>First sentence there.</p>")])
    status = translation_status(in_korean(issue))
    assert (status.state, status.needs_review, status.percent) == (State.OUTDATED, 1, 100)
    assert status.source_changed

    StringTranslation.objects.filter(translation_of__data="First sentence there.").get().save()
    assert state(issue) == State.UNPUBLISHED
    publish_translation(into_korean(issue))
    assert state(issue) == State.COMPLETE
    Translation.objects.update(enabled=False)
    assert state(issue) == State.MANUAL


def test_a_change_that_was_not_synchronised_is_noticed(add_issue, korean):
    issue = add_issue()
    translate(issue)
    publish_translation(into_korean(issue))
    issue.title = "Another"
    issue.save_revision().publish()  # no commit: nothing follows
    assert translation_status(in_korean(issue)).source_changed
    assert state(issue) == State.OUTDATED


def test_machine_translations_wait_for_a_person(add_issue, korean):
    issue = add_issue()
    translate(issue)
    publish_translation(into_korean(issue))
    StringTranslation.objects.filter(translation_of__data="Spring").update(
        translation_type="machine"
    )
    status = translation_status(in_korean(issue))
    assert (status.state, status.machine, status.needs_review) == (State.NEEDS_REVIEW, 1, 1)


def test_an_error_counts_as_missing(add_issue, korean):
    issue = add_issue()
    translate(issue)
    StringTranslation.objects.filter(translation_of__data="Spring").update(has_error=True)
    status = translation_status(in_korean(issue))
    assert (status.state, status.errors, status.missing) == (State.PARTIAL, 1, 1)


def test_an_alias_is_no_translation(issue, korean):
    index = issue.get_parent().get_translation(korean)
    page = issue.create_alias(parent=index, update_slug="mirror", update_locale=korean)
    assert translation_status(page).state == State.ALIAS


def test_equal_sentences_in_one_text_are_both_counted(add_issue, korean):
    issue = add_issue(text("a", "<p>Yes.</p><p>Yes.</p>"))
    translate(issue)
    status = translation_status(in_korean(issue))
    assert (status.total, status.translated) == (4, 4)


@pytest.mark.parametrize("model", [IssuePage, Page])
def test_the_status_of_many_pages_costs_as_much_as_of_one(
    model, add_issue, publish, korean, django_assert_max_num_queries, django_assert_num_queries
):
    add_issue()
    one = list(model.objects.filter(locale=korean, depth__gt=3)[:1])
    with django_assert_max_num_queries(12) as asked:
        translation_statuses(one)
    for number in range(3):
        add_issue(slug=f"spring-{number}")
    many = list(model.objects.filter(locale=korean, depth__gt=3))
    assert len(many) >= 6
    with django_assert_num_queries(len(asked)):
        translation_statuses(many)
