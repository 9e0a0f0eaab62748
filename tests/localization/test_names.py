"""Official names: which there are, and which translations lack."""

import unicodedata

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation

from localization.names import Glossary, Name, NameWarning, misspellings, registry
from newsletters.models import Organisation
from tests.localization.conftest import into_korean, text

COUNCIL = "European Council on Refugees and Exiles"
KOREAN_COUNCIL = "유럽난민망명협의회"


@pytest.fixture
def english(db) -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def only(db, english, korean):
    """No organisations but those that it is called with: `only(("Green", "", "초록", ""))`."""

    def make(*names: tuple[str, str, str, str], **fields: object) -> list[Name]:
        Organisation.objects.all().delete()
        for name, short, korean_name, korean_short in names:
            row = Organisation.objects.create(name=name, short_name=short, locale=english)
            twin = row.copy_for_translation(korean)
            twin.name, twin.short_name, twin.live = korean_name, korean_short, True
            for field, value in fields.items():
                setattr(twin, field, value)
            twin.save()
        return registry(english, korean)

    return make


def pairs(names: list[Name]) -> list[tuple[str, str]]:
    return [(name.source, name.target) for name in names]


def test_the_demos_organisations_are_registered(english, korean):
    found = pairs(registry(english, korean))
    assert (COUNCIL, KOREAN_COUNCIL) in found
    assert ("ECRE", "ECRE") in found


def test_the_registry_works_in_the_other_direction(english, korean):
    assert (KOREAN_COUNCIL, COUNCIL) in pairs(registry(korean, english))


def test_short_names_stand_beside_short_names(only):
    assert pairs(
        only(("Green Union", "", "초록연합", "초록"), ("Amnesty", "AI", "앰네스티", ""))
    ) == [
        ("Green Union", "초록연합"),
        ("Amnesty", "앰네스티"),
    ]


def test_what_readers_do_not_know_has_no_official_name(only):
    from django.utils import timezone

    assert only(("Green", "", "초록", ""), live=False) == []
    assert only(("Green", "", "초록", ""), expire_at=timezone.now()) == []


def test_a_draft_of_a_name_is_not_official(only, english, korean):
    only(("Green", "", "초록", ""))
    twin = Organisation.objects.get(name="초록")
    twin.name = "푸른"
    twin.save_revision()
    assert pairs(registry(english, korean)) == [("Green", "초록")]


def test_the_registry_is_one_query_however_long(only, english, korean, django_assert_num_queries):
    only(*((f"Union {n}", "", f"연합 {n}", "") for n in range(20)))
    with django_assert_num_queries(1):
        assert len(registry(english, korean)) == 20


ACRONYM = Name("ECRE", "ECRE", also=(KOREAN_COUNCIL,))
NAMES = [
    Name(COUNCIL, KOREAN_COUNCIL),
    ACRONYM,
    Name("Council", "의회"),
    Name("PLAN", "플랜"),
    Name("Smith & Sons", "스미스와 아들들"),
]


@pytest.fixture
def warnings(add_issue):
    """What is found in one sentence and its translation: `warnings("ECRE met.", "만났다.")`."""

    def check(original: str, words: str, names: list[Name] = NAMES) -> list[str]:
        issue = add_issue(text("a", f"<p>{original}</p>"))
        into = into_korean(issue)
        segment = StringSegment.objects.get(source=into.source, context__path__startswith="body")
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=into.target_locale,
            translation_type="manual",
            data=words,
        )
        found = misspellings(into, names)
        expected = dict(pairs(names))
        assert {w.segment_id for w in found} <= {segment.pk}
        assert [w.expected for w in found] == [expected[w.source] for w in found]
        return [w.source for w in found]

    return check


@pytest.mark.parametrize(
    ("original", "words", "missing"),
    [
        # The whole name, and only that
        (f"The {COUNCIL} met.", "유럽 난민 위원회가 모였다.", [COUNCIL]),
        (f"The {COUNCIL} met.", f"{KOREAN_COUNCIL}가 모였다.", []),
        (f"The {COUNCIL} met.", "유럽 난민망명 협의회는 모였다.", []),
        (f"The {COUNCIL.upper()} met.", "모였다.", [COUNCIL]),
        (f"The <b>{COUNCIL}</b> met.", "<b>유럽난민</b>망명협의회가 모였다.", []),
        ("The Council met.", "의회가 모였다.", []),
        # Acronyms
        ("ECRE met.", "ECRE는 모였다.", []),
        ("ECRE met.", "새ECRE가 모였다.", []),
        ("ECRE met.", f"{KOREAN_COUNCIL}는 모였다.", []),
        ("ECRE met.", "협의회가 모였다.", ["ECRE"]),
        ("ECRE met.", "SECRET가 모였다.", ["ECRE"]),
        ("ECRE’s members met.", "회원들이 모였다.", ["ECRE"]),
        ("The SECRECY of ECREs.", "비밀.", []),
        ("We plan it. A plan.", "계획.", []),
        ("PLAN plans it. PLAN.", "계획.", ["PLAN"]),
        # Markup and special characters
        ("Smith &amp; Sons met.", "스미스와 아들들이 모였다.", []),
        ("Smith &amp; Sons met.", "스미스가 모였다.", ["Smith & Sons"]),
        (f"{COUNCIL} and PLAN", "그리고", [COUNCIL, "PLAN"]),
        ("Nobody is named.", "아무도.", []),
    ],
)
def test_a_translation_has_to_use_the_official_name(warnings, original, words, missing):
    assert warnings(original, words) == missing


def test_hangul_counts_however_it_is_encoded(warnings):
    assert warnings(COUNCIL, unicodedata.normalize("NFD", KOREAN_COUNCIL)) == []


def test_of_two_with_one_name_either_will_do(warnings):
    names = [Name("Green", "초록"), Name("Green", "녹색당")]
    assert warnings("Green met.", "녹색당이 모였다.", names) == []


def test_the_longest_name_counts():
    found = [match[0] for match, _names in Glossary(NAMES).find(f"{COUNCIL}, Council")]
    assert found == [COUNCIL, "Council"]


def test_a_name_may_be_spread_over_lines():
    assert len(list(Glossary(NAMES).find(COUNCIL.replace(" ", "\u00a0\n")))) == 1


def test_the_name_of_an_organisation_may_change_there(english, korean):
    organisation = Organisation.objects.get(name=COUNCIL, locale=english)
    StringTranslation.objects.filter(
        context__object_id=organisation.translation_key, context__path="name"
    ).update(data="새 이름")
    assert misspellings(into_korean(organisation), registry(english, korean)) == []


def test_only_translated_sentences_are_looked_at(add_issue):
    issue = add_issue(text("a", "<p>ECRE met.</p>"))
    assert misspellings(into_korean(issue), NAMES) == []


def test_a_whole_issue_is_one_query(issue, english, korean, django_assert_num_queries):
    names = registry(english, korean)
    into = type(into_korean(issue)).objects.select_related("source").get(pk=into_korean(issue).pk)
    StringTranslation.objects.filter(data__contains="ECRE").update(data="그 단체")
    with django_assert_num_queries(1):
        found = misspellings(into, names)
    assert any(w.source == "ECRE" for w in found)
    assert all(isinstance(w, NameWarning) for w in found)


def test_without_names_nothing_is_asked(issue, django_assert_num_queries):
    into = type(into_korean(issue)).objects.select_related("source").get(pk=into_korean(issue).pk)
    with django_assert_num_queries(0):
        assert misspellings(into, []) == []
