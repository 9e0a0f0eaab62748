"""Turns text into tokens that mean the same to SQLite and PostgreSQL, and queries into theirs.

Every language goes through the same door, since a text mixes them (UPR에서, 유럽연합(EU)).
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, product

from search.analysis import english, korean
from search.analysis.english import fold, stem
from search.analysis.korean import MOST_WAYS, Token

PART = re.compile(
    rf"(?P<cjk>[{korean.LETTERS}]+)|(?P<number>\d+)"
    rf"|(?P<word>(?:(?![{korean.LETTERS}])[^\W\d_])+(?:'(?![{korean.LETTERS}])[^\W\d_]+)?)"
)
LONGEST = 255  # characters of a query that are heeded
MOST_TERMS = 16
MOST_IN_ALL = 6 * MOST_WAYS  # ways of all words of a query: each costs the database some work

Way = list[str]  # tokens side by side
Term = list[Way]  # a word of a query: any of its ways will do


@lru_cache(maxsize=64)  # the indexer asks for every field three to five times over
def index_text(text: str) -> str:
    """The tokens of a text, with spaces between them."""
    return " ".join(token for word in words_of(text) for token, _start, _end in tokens(word))


@lru_cache(maxsize=64)
def autocomplete_text(text: str) -> str:
    """The same for words of which only the beginning is typed: with every letter of them."""
    words = words_of(text)
    return " ".join(token for word in words for token, _start, _end in tokens(word, stem=str))


def words_of(text: str) -> list[str]:
    """The folded words of a text, as spaces part them."""
    return korean.BOUND_NOUN.sub(" ", fold(text)).split()


def tokens(word: str, stem: Callable[[str], str] = stem) -> Iterator[Token]:
    """The tokens of a folded word, each with its place in it."""
    parts = list(PART.finditer(word))
    end = None
    for part in parts:
        text, glued = part.group(), part.start() == end
        end = part.end()
        if part.lastgroup == "cjk":
            last = part is parts[-1]
            yield from korean.indexed(text, part.start(), glued=glued, last=last)
        else:
            yield stem(text) if part.lastgroup == "word" else text, *part.span()
    if joined := joined_words(parts):
        yield stem(joined), parts[0].start(), parts[-1].end()


def joined_words(parts: list[re.Match]) -> str:
    """`non-refoulement` as `nonrefoulement`, `O'Brien` as `obrien`: they are written both ways."""
    if any(part.lastgroup == "cjk" for part in parts):
        return ""
    if len(parts) == 1 and not english.PREFIXED.match(parts[0].group()):
        return ""
    return "".join(part.group() for part in parts).replace("'", "")


def query_terms(text: str, *, whole: bool = True) -> list[Term]:
    """The words of a query, each with the ways in which a text may have it.

    If not `whole`, as autocomplete_text has them: with every letter of a word.
    """
    words = dict.fromkeys(words_of(text[:LONGEST])[:LONGEST])  # folding makes some longer
    terms = [term for word in words if (term := asked(word, stem if whole else str))]
    telling = [term for term in terms if not is_stop(term)]
    chosen = (telling or terms)[:MOST_TERMS]
    return [term[: MOST_IN_ALL // len(chosen)] for term in chosen]


def is_stop(term: Term) -> bool:
    """Whether it is a word that says nothing."""
    return len(term[0]) == 1 and term[0][0] in english.STOP | korean.STOP


def few(terms: list[Term]) -> list[Term]:
    """The parts of a word with so many ways each that all of them together are MOST_WAYS."""
    terms = [term for term in terms if term]
    each = max(1, int(MOST_WAYS ** (1 / len(terms)))) if len(terms) > 1 else MOST_WAYS
    return [term[:each] for term in terms]


@lru_cache(maxsize=1000)  # a search asks several times over
def asked(word: str, stem: Callable[[str], str]) -> Term:
    """The ways of a word of a query."""
    parts = list(PART.finditer(word))
    end = None
    found: list[Term] = []
    for part in parts:
        text, glued = part.group(), part.start() == end
        end = part.end()
        if part.lastgroup == "cjk":
            first, last = part is parts[0], part is parts[-1]
            found.append(korean.asked(text, first=first, glued=glued, last=last))
        else:
            found.append([[stem(text) if part.lastgroup == "word" else text]])
    ways = [list(chain(*each)) for each in product(*few(found))]
    if joined := joined_words(parts):
        ways.append([stem(joined)])
    return [way for way in ways if way][:MOST_WAYS]
