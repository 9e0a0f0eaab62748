"""Translation memory: what is offered, what is not, and at what cost."""

import time

import pytest
from django.utils import timezone, translation
from wagtail.models import Locale
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    TranslationSource,
)

from localization.memory import Known, Memory, Suggestion, fits, suggestions
from localization.models import PreviousSource
from tests.localization.conftest import into_korean, text, translate

ASKED = "We would like to invite all of our members to the annual meeting in Seoul."
SIMILAR = "We would like to invite all of our friends to the annual meeting in Seoul."
UNLIKE = "Registration closes on the last day of the month."
KOREAN = "모든 회원을 서울 연례 회의에 초대합니다."


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.TRANSLATION_MEMORY = True


@pytest.fixture
def issue_of(add_issue):
    """An issue that says these sentences: `issue_of("spring", "Hello.")`."""

    def make(slug: str, *sentences: str):
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
        return add_issue(text("a", paragraphs), slug=slug, title=f"The {slug} issue")

    return make


def say(page, words: str, only: str = "", **fields: object) -> StringTranslation:
    """Translate the sentence that contains `only` as a person does."""
    segment = StringSegment.objects.get(
        source=into_korean(page).source, string__data__contains=only or ASKED
    )
    usual = {"locale": into_korean(page).target_locale, "translation_type": "manual"}
    return StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, data=words, **usual | fields
    )


def offered(page, only: str = "") -> list[Suggestion]:
    into = into_korean(page)
    segments = StringSegment.objects.filter(source=into.source, context__path__startswith="body")
    found = suggestions(into, segments.filter(string__data__contains=only))
    assert set(found) <= {segment.pk for segment in segments}
    return list(found.values())


def test_nothing_is_offered_and_nothing_asked_by_default(
    issue_of, settings, django_assert_num_queries
):
    settings.TRANSLATION_MEMORY = False
    say(issue_of("spring", ASKED), KOREAN)
    page = issue_of("summer", ASKED)
    into = into_korean(page)
    segments = StringSegment.objects.filter(source_id=into.source_id)
    with django_assert_num_queries(0):
        assert suggestions(into, segments) == {}


def test_the_same_sentence_of_an_earlier_issue_is_offered(issue_of):
    spring = issue_of("spring", ASKED)
    say(spring, KOREAN)
    assert offered(issue_of("summer", ASKED, UNLIKE)) == [
        Suggestion(KOREAN, 100, ASKED, "The spring issue", "newsletters.issuepage", spring.pk)
    ]


def test_a_similar_one_is_offered_with_its_english(issue_of):
    say(issue_of("spring", SIMILAR), KOREAN, only=SIMILAR)
    (offer,) = offered(issue_of("summer", ASKED, UNLIKE))
    assert (offer.text, offer.english) == (KOREAN, SIMILAR)
    assert 80 <= offer.score < 100


def test_the_same_sentence_wins_over_a_newer_similar_one(issue_of):
    say(issue_of("spring", ASKED), KOREAN)
    say(issue_of("summer", SIMILAR), "친구를 초대합니다.", only=SIMILAR)
    assert [offer.text for offer in offered(issue_of("autumn", ASKED))] == [KOREAN]


@pytest.mark.parametrize("english", [ASKED, SIMILAR])
def test_of_equal_ones_the_newest_wins(issue_of, english):
    old, new = issue_of("spring", english), issue_of("summer", english)
    newest = say(new, "새 문장.", only=english)
    say(old, "옛 문장.", only=english)
    StringTranslation.objects.filter(pk=newest.pk).update(updated_at=timezone.now())
    assert [offer.text for offer in offered(issue_of("autumn", ASKED))] == ["새 문장."]


def test_the_newest_counts_where_a_sentence_was_said_alike_twice():
    """Said “가” first, then “나”, then “가” again: “가” is the newest."""
    memory = Memory([Known(ASKED, words, None) for words in ("가", "나", "가")])
    assert memory.find(ASKED)[0].words == "가"


@pytest.mark.parametrize("fields", [{"translation_type": "machine"}, {"has_error": True}])
def test_only_faultless_work_of_people_is_offered(issue_of, fields):
    say(issue_of("spring", ASKED), KOREAN, **fields)
    assert offered(issue_of("summer", ASKED)) == []


def test_what_was_carried_over_unseen_is_not_offered(issue_of):
    row = say(issue_of("spring", ASKED), KOREAN)
    PreviousSource.objects.create(translation=row, text=SIMILAR)
    assert offered(issue_of("summer", ASKED)) == []


@pytest.mark.parametrize("fields", [{}, {"has_error": True}, {"translation_type": "machine"}])
def test_a_sentence_that_has_words_needs_none(issue_of, fields):
    say(issue_of("spring", ASKED), KOREAN)
    summer = issue_of("summer", ASKED)
    assert len(offered(summer)) == 1
    say(summer, "다른 말.", **fields)
    assert offered(summer) == []


def test_another_language_is_not_offered(issue_of):
    french = Locale.objects.create(language_code="fr")
    say(issue_of("spring", ASKED), "Nous vous invitons.", locale=french)
    assert offered(issue_of("summer", ASKED)) == []


LINK = '<a id="a1">Read the whole report of the year</a>'


@pytest.mark.parametrize(
    ("english", "words", "fit"),
    [
        (ASKED, KOREAN, True),
        (LINK, '<a id="a1">보고서 읽기</a>', True),
        (LINK, "보고서 읽기", False),
        (LINK, '<a id="a2">보고서 읽기</a>', False),
        (LINK, '<a id="a1">보고서</a> <a id="a2">읽기</a>', False),
        (LINK, '<a id="a1"><b>보고서</b> 읽기</a>', False),
        (LINK, '<a id="a1" href="https://x.example">보고서</a>', False),
        ("<b>Now:</b> read", "지금 읽기", True),
        ("Now: read", "<p>지금 읽기</p>", False),
        ("Now: read", "지금<script>읽기</script>", False),
        ("Now: read", " ", False),
    ],
)
def test_words_fit_with_the_links_of_the_sentence_and_no_other_markup(english, words, fit):
    assert fits(english, words) is fit


def test_links_must_be_those_that_the_new_sentence_has(issue_of):
    say(issue_of("spring", "Read <b>it</b>: " + ASKED), f"<b>읽기</b>: {KOREAN}", only="Read")
    linked = f'Read <a href="https://example.org">it</a>: {ASKED}'
    assert offered(issue_of("summer", linked)) == []
    say(issue_of("autumn", linked), f'<a id="a1">읽기</a>: {KOREAN}', only="Read")
    (offer,) = offered(issue_of("winter", linked.replace("members", "friends")))
    assert offer.title == "The autumn issue"


def test_markup_makes_nothing_similar():
    memory = Memory([Known('<a id="a1">Website</a>', '<a id="a1">누리집</a>', None)])
    assert memory.find('<a id="a1">Article</a>') is None


def test_only_the_very_same_sentence_is_100_per_cent():
    memory = Memory([Known(f"<b>{ASKED}</b>", KOREAN, None)])
    assert memory.find(ASKED)[1] == 99


def test_a_page_that_is_gone_still_helps(issue_of):
    spring = issue_of("spring", ASKED)
    say(spring, KOREAN)
    summer = issue_of("summer", ASKED)
    key = spring.translation_key
    spring.get_translations(inclusive=True).delete()
    assert offered(summer) == [Suggestion(KOREAN, 100, ASKED, "The spring issue")]
    TranslationSource.objects.filter(object_id=key).delete()
    TranslatableObject.objects.filter(translation_key=key).delete()
    assert offered(summer) == [Suggestion(KOREAN, 100, ASKED, "an earlier page")]
    with translation.override("de"):  # a language without words of ours changes nothing
        assert len(offered(summer)) == 1


def test_the_number_of_queries_is_that_of_one_sentence(issue_of, django_assert_num_queries):
    many = [f"Sentence {number:02}: {ASKED}" for number in range(30)]
    translate(issue_of("spring", *many))
    page = issue_of("summer", *many)
    into = into_korean(page)
    segments = list(
        StringSegment.objects.filter(source=into.source, context__path__startswith="body")
    )
    into = type(into).objects.select_related("source", "target_locale").get(pk=into.pk)
    suggestions(into, segments)  # fills Django's own cache of content types
    for wanted in (segments[:1], segments):
        with django_assert_num_queries(4):
            assert len(suggestions(into, wanted)) == len(wanted)


def test_a_large_memory_is_quick():
    """10,000 sentences that are all alike, and 200 wanted: under a second here, so not ten."""
    stored = [f"{ASKED} Of meeting {n} {n * 7919 % 10007} people know." for n in range(10_000)]
    wanted = [sentence.replace("people", "persons") for sentence in stored[::50]]
    start = time.perf_counter()
    memory = Memory(Known(sentence, f"한 {sentence}", None) for sentence in stored)
    found = [memory.find(sentence) for sentence in wanted]
    assert all(found)
    assert len(found) == 200
    assert time.perf_counter() - start < 10


def test_the_language_of_the_original_counts(issue_of, korean):
    """The same words in another original language are another sentence."""
    row = say(issue_of("spring", ASKED), KOREAN)
    other = String.objects.create(locale=korean, data=ASKED, data_hash=row.translation_of.data_hash)
    StringTranslation.objects.filter(pk=row.pk).update(translation_of=other)
    assert offered(issue_of("summer", ASKED)) == []
