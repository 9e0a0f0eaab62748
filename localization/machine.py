"""Machine translation that cannot break the editor and keeps to the official names.

kensite/settings.py imports it: what needs models is imported by the functions that need it.
"""

import html
import logging
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
from django.utils.module_loading import import_string
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

if TYPE_CHECKING:
    from wagtail.models import Locale

    from localization.names import Glossary

logger = logging.getLogger(__name__)

BATCH = 50  # sentences: DeepL takes no more at once
FAILURES = 2  # batches: then the service is down, and the editor does not wait for the rest
TOKEN = "QX{}XQ"  # stands for a name; looks like a code, which services leave alone
TOKENS = re.compile(r"QX(\d+)XQ", re.IGNORECASE)
CONNECT = 2  # seconds; DeepL's class knows only one number for both
SECONDS = 10  # that an editor waits for an answer; then it is a failure
PROVIDERS = "wagtail_localize.machine_translators"


def translator_settings(value: str, faults: list[str]) -> dict[str, dict]:
    """wagtail-localize's setting for a value of KENSITE_MACHINE_TRANSLATOR; none if it is empty.

    What is wrong with the value is added to the faults, without the value: it may be a secret.
    """
    if not value.strip():
        return {}
    provider = provider_of(value.strip())
    if provider is None:
        faults.append(
            "KENSITE_MACHINE_TRANSLATOR: write it as deepl://KEY, libretranslate://host/KEY or "
            "python:package.Class (a class that can be imported and has a method translate)."
        )
        return {}
    name = f"{__name__}.Translator"
    return {"WAGTAILLOCALIZE_MACHINE_TRANSLATOR": {"CLASS": name, "OPTIONS": provider}}


def provider_of(value: str) -> dict | None:
    """The class and options of a provider; None if there is no such provider."""
    if found := re.fullmatch(r"deepl://([\w:-]+)", value):
        options = {"AUTH_KEY": found[1], "TIMEOUT": SECONDS}
        return {"CLASS": f"{PROVIDERS}.deepl.DeepLTranslator", "OPTIONS": options}
    if found := re.fullmatch(r"libretranslate(\+http)?://([\w.:-]+)/?([\w-]*)", value):
        address = f"{'http' if found[1] else 'https'}://{found[2]}"
        options = {
            "LIBRETRANSLATE_URL": address,
            "API_KEY": found[3],
            "TIMEOUT": (CONNECT, SECONDS),
        }
        return {"CLASS": f"{PROVIDERS}.libretranslate.LibreTranslator", "OPTIONS": options}
    found = re.fullmatch(r"python:([\w.]+\.\w+)", value)
    return {"CLASS": found[1], "OPTIONS": {}} if found and translates(found[1]) else None


def translates(name: str) -> bool:
    """Whether there is such a class; one that needs models, which are not there yet, passes."""
    try:
        return callable(getattr(import_string(name), "translate", None))
    except (AppRegistryNotReady, ImproperlyConfigured):
        return True
    except Exception:  # whatever a module may do while it is imported
        return False


class Translator(BaseMachineTranslator):
    """Asks the provider of KENSITE_MACHINE_TRANSLATOR; `options` hold its class and options.

    What the provider cannot do, or does in a way that would harm the page, stays untranslated.
    """

    def __init__(self, options: dict) -> None:
        super().__init__(options)
        self.provider: Any = None
        try:
            self.provider = import_string(options["CLASS"])(options["OPTIONS"])
        except Exception:
            logger.exception("KENSITE_MACHINE_TRANSLATOR: %s cannot start", options["CLASS"])

    @property
    def display_name(self) -> Any:  # type: ignore[override]
        """What the provider is called on the button."""
        return getattr(self.provider, "display_name", "") or self.options["CLASS"]

    def can_translate(self, source_locale: "Locale", target_locale: "Locale") -> bool:
        """Whether the provider knows these languages.

        If it fails to say so: yes. Otherwise wagtail-localize's "Sync" would end in an error 404.
        """
        try:
            return bool(self.provider.can_translate(source_locale, target_locale))
        except Exception:
            logger.exception("The machine translator cannot say which languages it knows")
            return source_locale != target_locale

    def translate(
        self, source_locale: "Locale", target_locale: "Locale", strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """The sentences that could be translated; never raises because of the provider."""
        from localization.memory import fits
        from localization.names import Glossary, registry

        glossary = Glossary(registry(source_locale, target_locale))
        protected = {string: protect(string.data, glossary) for string in strings}
        wanted = dict.fromkeys(text for text, _names in protected.values())
        answers = self.ask(source_locale, target_locale, wanted)
        translated = {}
        for string, (text, names) in protected.items():
            words = restore(answers.get(text, ""), names)
            if words and fits(string.data, words):
                translated[string] = StringValue.from_translated_html(words)
        return translated

    def ask(
        self, source_locale: "Locale", target_locale: "Locale", texts: Iterable[str]
    ) -> dict[str, str]:
        """What the provider answers, by what it was asked; failures are logged."""
        rest, failures = iter(texts), 0
        answers: dict[str, str] = {}
        while failures < FAILURES and (batch := list(islice(rest, BATCH))):
            try:
                answers |= self.ask_once(source_locale, target_locale, batch)
            except Exception:  # whatever a provider may raise
                failures += 1
                logger.exception(
                    "The machine translator failed; %d sentences stay untranslated", len(batch)
                )
        if given_up := len(list(rest)):
            logger.error("The machine translator is not asked for %d more sentences", given_up)
        return answers

    def ask_once(
        self, source_locale: "Locale", target_locale: "Locale", texts: list[str]
    ) -> dict[str, str]:
        """The same for one batch; raises what the provider raises."""
        batch = [StringValue(text) for text in texts]
        answer = self.provider.translate(source_locale, target_locale, batch)
        return {asked.data: got.data for asked, got in answer.items() if got and got.data}


def protect(data: str, glossary: "Glossary") -> tuple[str, list[str]]:
    """The sentence with a token for each official name, and the names they stand for."""
    names: list[str] = []
    parts = re.split(r"(<[^>]*>)", data)  # text and tags by turns
    for index in range(0, len(parts), 2):
        text = unicodedata.normalize("NFC", html.unescape(parts[index]))
        protected, end = "", 0
        for match, called in glossary.find(text):
            protected += text[end : match.start()] + TOKEN.format(len(names))
            names.append(called[0].target)
            end = match.end()
        parts[index] = html.escape(protected + text[end:], quote=False)
    return "".join(parts), names


def restore(answer: str, names: list[str]) -> str:
    """The answer with the official names back in place; empty if a token was lost or invented."""
    if {int(number) for number in TOKENS.findall(answer)} != set(range(len(names))):
        return ""
    return TOKENS.sub(lambda token: html.escape(names[int(token[1])], quote=False), answer)
