"""“Did you mean”: words of a query that nobody wrote, replaced by the nearest that somebody did."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial

from django.core.cache import cache
from rapidfuzz import fuzz, process

from search.analysis import LONGEST, PART, fold
from search.analysis.endings import stripped
from search.analysis.korean import HAS_LETTERS
from search.models import Passage

KEPT = 3600  # seconds
NEWEST = 500  # passages whose words are known
# In Korean, and in other scripts
NEAR = {True: 74, False: 80}  # of 100
SHORTEST = {True: 3, False: 4}  # letters of a word that is corrected


def did_you_mean(text: str, locale: str | None, seq: int) -> str | None:
    """The query in words that passages have; None if it is that already, or none come near."""
    near = lru_cache(partial(nearest, spelled=vocabulary(locale, seq)))
    words = text[:LONGEST].split()
    better = [corrected(word, near) for word in words]
    return " ".join(better) if better != words else None


def corrected(word: str, near: Callable[[str], str | None]) -> str:
    """The word with each part that nobody wrote replaced by the nearest, if one is near."""
    folded = fold(word)
    said, at = [], 0
    for part in PART.finditer(folded):
        form = form_of(part)
        said += [folded[at : part.start()], near(form) or part.group()]
        at = part.end()
    better = "".join([*said, folded[at:]])
    return word if better == folded else better


def nearest(form: str, spelled: dict[str, str]) -> str | None:
    """The word that is most like a form; None if it is one itself, or none is near."""
    korean, wanted = bool(HAS_LETTERS.search(form)), unfolded(form)
    if len(form) < SHORTEST[korean] or wanted in spelled:
        return None
    near = process.extractOne(wanted, spelled.keys(), scorer=fuzz.ratio, score_cutoff=NEAR[korean])
    return spelled[near[0]] if near else None


def vocabulary(locale: str | None, seq: int) -> dict[str, str]:
    """The words of the newest passages, without particles, by their sounds; frequent ones first."""
    return cache.get_or_set(f"search-words-{seq}-{locale}", lambda: read(locale), KEPT)


def read(locale: str | None) -> dict[str, str]:
    """From titles and texts."""
    # The words of issues are those of their blocks
    passages = Passage.objects.exclude(kind="issue")
    passages = passages.filter(locale=locale) if locale else passages
    count: dict[str, int] = {}
    for title, text in passages.order_by("-day", "-pk").values_list("title", "text")[:NEWEST]:
        for word in re.findall(r"\S+", f"{title} {text}"):
            for form in forms(word):
                count[form] = count.get(form, 0) + 1
    return {unfolded(form): form for form in sorted(count, key=lambda form: -count[form])}


def forms(word: str) -> list[str]:
    """The parts of a word as a dictionary would have them."""
    found = [form_of(part) for part in PART.finditer(fold(word))]
    return [form for form in found if len(form) > 1]


def form_of(part: re.Match) -> str:
    """A part of a word without its endings."""
    return stripped(part.group()) if part.lastgroup == "cjk" else part.group()


def unfolded(word: str) -> str:
    """With a letter for every sound: 원 and 웬 differ by one of three."""
    return unicodedata.normalize("NFD", word)
