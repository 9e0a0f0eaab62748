"""Machine translation: off by default, harmless when it fails, true to the official names."""

import logging
import re

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from localization.machine import Translator, translator_settings
from tests.kensite.test_settings import PRODUCTION, manage, start
from tests.localization.conftest import into_korean, text

COUNCIL = "European Council on Refugees and Exiles"
KOREAN_COUNCIL = "유럽난민망명협의회"


class Fake(BaseMachineTranslator):
    """Says “기계 …”; a test puts in its place what it should do instead."""

    display_name = "Fake"
    asked: list[list[str]] = []
    answer = staticmethod(lambda text: f"기계 {text}")

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        return target_locale.language_code == "ko"

    def translate(self, source_locale, target_locale, strings):
        self.asked.append([string.data for string in strings])
        found = {string: self.answer(string.data) for string in strings}
        return {s: words if words is None else StringValue(words) for s, words in found.items()}


class Broken(Fake):
    def __init__(self, options: dict) -> None:
        raise RuntimeError("no credentials")


class Undecided(Fake):
    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        raise TimeoutError


@pytest.fixture
def provider(settings, monkeypatch):
    """Switch the fake on: `provider(answer)`, where the answer may raise."""

    def switch_on(answer=Fake.answer, name: str = "Fake") -> Translator:
        monkeypatch.setattr(Fake, "answer", staticmethod(answer))
        monkeypatch.setattr(Fake, "asked", [])
        for key, value in translator_settings(f"python:{__name__}.{name}", []).items():
            setattr(settings, key, value)
        return get_machine_translator()

    return switch_on


@pytest.fixture
def locales(db) -> tuple[Locale, Locale]:
    return tuple(Locale.objects.get(language_code=code) for code in ("en", "ko"))


@pytest.fixture
def ask(locales):
    """What a translator makes of sentences: `ask(translator, "Hello.")`."""

    def translate(translator: Translator, *sentences: str) -> list[str | None]:
        strings = [StringValue(sentence) for sentence in sentences]
        found = translator.translate(*locales, strings)
        return [found[string].data if string in found else None for string in strings]

    return translate


def button(editor, page):
    """The answer to a click on the button of the translation editor."""
    url = reverse("wagtail_localize:machine_translate", args=[into_korean(page).pk])
    return editor.post(url)


def machine_made() -> list[str]:
    rows = StringTranslation.objects.filter(translation_type="machine")
    return sorted(rows.values_list("data", flat=True))


def editor_page(editor, page) -> str:
    korean = page.get_translation(Locale.objects.get(language_code="ko"))
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[korean.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_there_is_no_button_by_default(editor, add_issue):
    issue = add_issue(text("a", "<p>Hello.</p>"))
    assert not hasattr(django_settings, "WAGTAILLOCALIZE_MACHINE_TRANSLATOR")
    assert get_machine_translator() is None
    assert button(editor, issue).status_code == 404
    page = editor_page(editor, issue)
    assert "/machine_translate/" not in page
    assert "Fake" not in page


def test_the_button_translates_what_is_not_translated(editor, add_issue, provider):
    provider()
    issue = add_issue(text("a", "<p>Hello.</p>"))
    assert "Fake" in editor_page(editor, issue)
    assert button(editor, issue).status_code == 302
    assert machine_made() == ["기계 A summary.", "기계 Hello.", "기계 Spring"]
    assert {row.tool_name for row in StringTranslation.objects.filter(tool_name="Fake")} == {"Fake"}


def fail(_text: str) -> str:
    raise TimeoutError("the service is asleep")


def test_a_service_that_fails_changes_nothing_and_is_logged(editor, add_issue, provider, caplog):
    provider(fail)
    issue = add_issue(text("a", "<p>Hello.</p>"))
    assert button(editor, issue).status_code == 302
    assert machine_made() == []
    assert "the service is asleep" in caplog.text
    assert "3 sentences stay untranslated" in caplog.text


@pytest.mark.parametrize("name", ["Broken", "Undecided"])
def test_a_provider_that_cannot_start_or_decide_does_not_break_the_editor(
    editor, add_issue, provider, caplog, name
):
    issue = add_issue(text("a", "<p>Hello.</p>"))
    caplog.set_level(logging.ERROR)
    provider(name=name)
    assert editor_page(editor, issue)
    assert button(editor, issue).status_code == 302
    assert caplog.records


@pytest.mark.parametrize("answer", [None, {}, {"x": "y"}, {StringValue("Hello."): "text"}])
def test_a_nonsensical_answer_is_no_answer(provider, ask, monkeypatch, answer):
    translator = provider()
    monkeypatch.setattr(Fake, "translate", lambda *_arguments: answer)
    assert ask(translator, "Hello.") == [None]


def test_many_sentences_go_in_batches_and_one_that_fails_costs_only_itself(provider, ask, caplog):
    def third_fails(text: str) -> str:
        return fail(text) if text == "Sentence 60." else f"기계 {text}"

    sentences = [f"Sentence {n}." for n in range(120)]
    found = ask(provider(third_fails), *sentences)
    assert [len(batch) for batch in Fake.asked] == [50, 50, 20]
    assert found == [None if 50 <= n < 100 else f"기계 {s}" for n, s in enumerate(sentences)]


def test_a_service_that_is_down_is_not_asked_for_ever(provider, ask, caplog):
    found = ask(provider(fail), *(f"Sentence {n}." for n in range(500)))
    assert set(found) == {None}
    assert len(Fake.asked) == 2
    assert "400 more sentences" in caplog.text


LINK = '<a id="a1">Read</a> <b>it</b>.'


@pytest.mark.parametrize(
    ("original", "answer", "stored"),
    [
        (LINK, '<b>그것을</b> <a id="a1">읽으세요</a>.', '<b>그것을</b> <a id="a1">읽으세요</a>.'),
        (LINK, '<a id="a2">읽으세요</a>.', None),
        (LINK, "읽으세요.", None),
        (LINK, '<a id="a1" href="https://evil.example">읽으세요</a>.', None),
        ("Read.", "<script>alert(1)</script>읽으세요.", None),
        ("Read.", "<b>읽으세요.</b>", None),
        ("Read.", "<p>읽으세요.</p>", None),
        ("Read.", "읽으세요 & 쓰세요 < 3", "읽으세요 &amp; 쓰세요 &lt; 3"),
        ("Read.", "", None),
        ("Read.", "  ", None),
        ("Read.", None, None),
    ],
)
def test_only_clean_answers_are_used(provider, ask, original, answer, stored):
    assert ask(provider(lambda _text: answer), original, original) == [stored, stored]


def test_official_names_are_enforced(provider, ask):
    """The service never sees them: it would translate them in its own way."""

    def service(text: str) -> str:
        assert "Council" not in text
        assert "ECRE" not in text
        return "회원 " + " ".join(reversed(re.findall(r"\w*XQ\w*", text))) + "은 <b>만났다</b>."

    translator = provider(service)
    assert ask(translator, f"The {COUNCIL} (ECRE) <b>met</b>.") == [
        f"회원 ECRE {KOREAN_COUNCIL}은 <b>만났다</b>."
    ]
    assert ask(translator, "The Council <b>met</b>.") == [None]  # no official name: refused above


@pytest.mark.parametrize(
    "answer",
    [
        lambda text: text.lower(),
        lambda text: text + "는",
        lambda text: f"{text} {text}",
    ],
)
def test_a_name_may_be_moved_repeated_or_set_in_small_letters(provider, ask, answer):
    (words,) = ask(provider(answer), COUNCIL)
    assert KOREAN_COUNCIL in words
    assert "xq" not in words.lower()


@pytest.mark.parametrize(
    "answer", [lambda _text: "유럽 위원회가 모였다.", lambda text: f"{text} QX7XQ"]
)
def test_a_sentence_whose_name_was_lost_is_left_out(provider, ask, answer):
    assert ask(provider(answer), f"The {COUNCIL} met.") == [None]


def test_names_in_markup_and_with_special_characters(provider, ask, locales):
    from newsletters.models import Organisation

    english, korean = locales
    row = Organisation.objects.create(name="Smith & Sons", short_name="a1", locale=english)
    twin = row.copy_for_translation(korean)
    twin.name, twin.short_name, twin.live = r"스미스 & \1 <아들>", "에이원", True
    twin.save()
    assert ask(provider(lambda text: text), '<a id="a1">Smith &amp; Sons</a> &lt; 3') == [
        r'<a id="a1">스미스 &amp; \1 &lt;아들&gt;</a> &lt; 3'
    ]


@pytest.mark.parametrize(
    ("value", "options"),
    [
        ("deepl://279a-b:fx", {"AUTH_KEY": "279a-b:fx", "TIMEOUT": 10}),
        ("deepl://279a-b:fx\n", {"AUTH_KEY": "279a-b:fx", "TIMEOUT": 10}),
        (
            "libretranslate://mt.example.org/k-1",
            {"LIBRETRANSLATE_URL": "https://mt.example.org", "API_KEY": "k-1", "TIMEOUT": (2, 10)},
        ),
        (
            "libretranslate+http://mt:5000",
            {"LIBRETRANSLATE_URL": "http://mt:5000", "API_KEY": "", "TIMEOUT": (2, 10)},
        ),
    ],
)
def test_the_services_are_configured_by_an_address(value, options, settings, locales):
    faults: list[str] = []
    for key, setting in translator_settings(value, faults).items():
        setattr(settings, key, setting)
    assert faults == []
    translator = get_machine_translator()
    assert translator.provider.options == options
    assert translator.display_name in ("DeepL", "LibreTranslate")
    assert translator.can_translate(*locales)


def test_the_real_services_send_what_they_are_given(monkeypatch, settings, ask):
    """DeepL's own class, with the network cut off behind it."""
    import requests

    class Answer:
        @staticmethod
        def json() -> dict:
            return {"translations": [{"text": "안녕하세요, QX0XQ."}]}

    sent = []
    monkeypatch.setattr(requests, "post", lambda *given, **_more: sent.append(given[1]) or Answer())
    setting = translator_settings("deepl://key:fx", [])["WAGTAILLOCALIZE_MACHINE_TRANSLATOR"]
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = setting
    assert ask(get_machine_translator(), "Hello, ECRE.") == ["안녕하세요, ECRE."]
    assert sent[0]["text"] == ["Hello, QX0XQ."]
    assert sent[0]["target_lang"] == "KO"


@pytest.mark.parametrize(
    "value",
    [
        "deepl://",
        "deepl:secret",
        "libretranslate://https://mt.example.org",
        "google://secret",
        "python:no.such.Class",
        "python:localization.machine.Missing",
        "python:localization.machine.BATCH",
    ],
)
def test_a_wrong_value_is_named_and_not_repeated(value):
    faults: list[str] = []
    assert translator_settings(value, faults) == {}
    assert len(faults) == 1
    assert faults[0].startswith("KENSITE_MACHINE_TRANSLATOR: ")
    assert "secret" not in faults[0]


def test_faults_are_reported_at_start(tmp_path):
    variables = {
        "KENSITE_MACHINE_TRANSLATOR": "google://s3cr3t",
        "KENSITE_TRANSLATION_MEMORY": "on!",
    }
    result = manage("check", KENSITE_DATA_DIR=str(tmp_path), **PRODUCTION, **variables)
    assert result.returncode == 1
    assert [name for name in variables if name not in result.stderr] == []
    assert "s3cr3t" not in result.stderr
    assert "Traceback" not in result.stderr


def test_both_are_switched_on(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("deepl://279a-b:fx\n")
    switches = {
        "KENSITE_TRANSLATION_MEMORY": "on",
        "KENSITE_MACHINE_TRANSLATOR_FILE": str(tmp_path / "key"),
    }
    said = start(monkeypatch, KENSITE_DATA_DIR=str(tmp_path), **switches, **PRODUCTION)
    assert said == ""
    assert start.settings["TRANSLATION_MEMORY"] is True
    assert start.settings["WAGTAILLOCALIZE_MACHINE_TRANSLATOR"]["OPTIONS"]


def test_the_site_starts_with_a_class_that_needs_models(tmp_path):
    """It cannot be imported while the settings are read."""
    result = manage(
        "check", KENSITE_DATA_DIR=str(tmp_path), **PRODUCTION,
        KENSITE_MACHINE_TRANSLATOR="python:wagtail_localize.models.Translation",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
