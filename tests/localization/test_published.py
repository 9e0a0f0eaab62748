"""What readers are told about the translation that they have."""

from wagtail_localize.models import StringTranslation

from localization.publish import publish_translation
from localization.published import published_translations
from newsletters.models import IssuePage
from tests.localization.conftest import block_id, in_korean, into_korean, text, translate


def told(page: IssuePage) -> tuple[str, dict[str, str]]:
    """The state of the Korean page and of its blocks."""
    korean = in_korean(page)
    found = published_translations([korean])[korean.pk]
    assert found.source_locale == "en"
    assert found.source_changed == (found.state == "outdated")
    names = {block_id(page, name): name for name in "ab"}
    return found.state, {names.get(key): p.state for key, p in found.passages.items()}


def test_from_complete_to_outdated_and_back(add_issue, publish, committed):
    page = add_issue(text("a", "<p>One.</p>"), text("b", "<p>Two.</p>"))
    translate(page)
    with committed():
        publish_translation(into_korean(page))
    state, blocks = told(page)
    assert state == "complete"
    assert blocks["a"] == blocks["b"] == "complete"

    publish(page, body=[text("a", "<p>One, edited.</p>"), text("b", "<p>Two.</p>")])
    state, blocks = told(page)
    assert state == "outdated"
    assert (blocks["a"], blocks["b"]) == ("outdated", "complete")

    sentence = StringTranslation.objects.get(
        translation_of__data="One, edited.", context__object_id=page.translation_key
    )
    sentence.data = "하나, 고침."
    sentence.save()
    assert told(page)[0] == "outdated", "readers have the old words until it is published"
    with committed():
        publish_translation(into_korean(page))
    assert told(page)[0] == "complete"


def test_a_machines_words_are_to_be_reviewed(add_issue, committed):
    page = add_issue(text("a", "<p>One.</p>"))
    translate(page)
    StringTranslation.objects.filter(context__object_id=page.translation_key).update(
        translation_type="machine"
    )
    with committed():
        publish_translation(into_korean(page))
    assert told(page)[0] == "needs_review"


def test_an_original_is_one(add_issue):
    page = add_issue(text("a", "<p>One.</p>"))
    found = published_translations([page])[page.pk]
    assert (found.state, found.source_locale, found.source_changed) == ("source", "en", False)


def test_many_cost_no_more_queries_than_one(db, django_assert_max_num_queries):
    pages = list(IssuePage.objects.filter(locale__language_code="ko"))
    assert len(pages) == 3
    for some in (pages[:1], pages):
        with django_assert_max_num_queries(6):
            assert len(published_translations(some)) == len(some)
