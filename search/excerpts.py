"""Where the words of a query stand in a text: found by the analyser, as the index finds them."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from search.analysis import Term, fold, tokens
from search.analysis.english import stem

LENGTH = 180  # characters of an excerpt
BEFORE = 50  # of them before the first word that was found
PLACES = 12  # of each word that are looked at
# Letters that are folded to others, so that a word's first one is not that of its tokens
UNUSUAL = "[^\x00-\x7f가-힣一-鿿\u2010-\u2027\u3001\u3002·]"
BETWEEN = [("", 0, 0)]  # in place of the tokens of a word that has none that are asked for
Range = tuple[int, int]  # characters: from, to


@dataclass(frozen=True)
class Excerpt:
    """A piece of a text, and the parts of it that a search found."""

    text: str
    ranges: list[Range]


def excerpt(text: str, terms: list[Term]) -> Excerpt:
    """The part of a text, which is in one line, that has most of the words in it."""
    start = best_start(text, terms)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + LENGTH // 2)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    piece = before + text[start:end].strip(" ·") + after
    return Excerpt(piece, marks(piece, terms))


def best_start(text: str, terms: list[Term]) -> int:
    """Where a piece begins that has as many different words in it as any; as early as possible."""
    lowered = text.lower()
    lowered = lowered if len(lowered) == len(text) else text
    places = sorted(
        (place, number)
        for number, term in enumerate(terms)
        for hint in {hint_of(way[0]) for way in term}
        for place in first_places(lowered, hint)
    )
    if not places:  # another form begins with other letters: taught, of teach
        places = [(start, 0) for start, _end in marks(text, terms)[:PLACES]]
    best = densest(places)
    if best <= BEFORE:
        return 0
    return text.rfind(" ", 0, best - BEFORE // 2) + 1


def densest(places: list[tuple[int, int]]) -> int:
    """The earliest of the places from which on an excerpt has room for most different words."""
    best, most, ahead = 0, 0, 0
    inside: Counter[int] = Counter()  # words, from a place to as far as an excerpt goes
    for place, number in places:
        while ahead < len(places) and places[ahead][0] < place + LENGTH - BEFORE:
            inside[places[ahead][1]] += 1
            ahead += 1
        if len(inside) > most:
            best, most = place, len(inside)
        inside[number] -= 1
        if not inside[number]:
            del inside[number]
    return best


def hint_of(token: str) -> str:
    """What a text that has the token has in it, as it stands."""
    return token.replace("人道", "인도")[:4]


def first_places(text: str, hint: str) -> list[int]:
    """Where the hint begins a word, or stands within one that has no spaces."""
    found = re.finditer(re.escape(hint) if hint > "\u1100" else rf"\b{re.escape(hint)}", text)
    return [match.start() for _number, match in zip(range(PLACES), found, strict=False)]


def marks(text: str, terms: list[Term], *, unfinished: bool = False) -> list[Range]:
    """The parts of a text that the words stand for, in order and without overlaps.

    If `unfinished`, words are beginnings; see search.analysis.autocomplete_text.
    """
    stream = [
        (token, match.start() + start, match.start() + end)
        for match, possible in words_of(text, terms)
        for token, start, end in (
            placed(match.group(), whole=not unfinished) if possible else BETWEEN
        )
    ]
    ways = {tuple(way) for term in terms for way in term}
    heads = {way[0] for way in ways}
    found: list[Range] = []
    for at, (token, start, _end) in enumerate(stream):
        if not unfinished and token not in heads:
            continue
        for way in ways:
            row = stream[at : at + len(way)]
            if fits([token for token, _s, _e in row], way, unfinished=unfinished):
                last, begins, ends = row[-1]
                cut = begins + len(way[-1]) if unfinished and last != way[-1] else ends
                found.append((start, max(start + 1, min(cut, ends))))
    return merged(found)


def words_of(text: str, terms: list[Term]) -> list[tuple[re.Match, bool]]:
    """The words of a text, and whether any token may be in them: the others would cost time."""
    heads = {head_of(token) for term in terms for way in term for token in way}
    possible = re.compile("|".join([*sorted(heads), UNUSUAL]), re.IGNORECASE)
    places = [match.start() for match in possible.finditer(text)]

    def has_place(word: re.Match) -> bool:
        at = bisect_left(places, word.start())
        return at < len(places) and places[at] < word.end()

    return [(word, has_place(word)) for word in re.finditer(r"\S+", text)]


def head_of(token: str) -> str:
    """A pattern of what every form of a token has in it: letters change, but not the first one."""
    hangul = token.replace("人道", "인도")
    return re.escape(hangul) if hangul > "\u1100" else rf"\b{re.escape(hangul[0])}"


def fits(row: list[str], way: tuple[str, ...], *, unfinished: bool) -> bool:
    """Whether tokens are those of a way, the last one perhaps only begun."""
    if len(row) < len(way) or tuple(row[:-1]) != way[:-1]:
        return False
    return row[-1].startswith(way[-1]) if unfinished else row[-1] == way[-1]


def placed(word: str, *, whole: bool) -> list[tuple[str, int, int]]:
    """The tokens of a word with their places; all of it where folding moves letters."""
    folded = fold(word)
    found = list(tokens(folded, stem if whole else str))
    if len(folded) == len(word):
        return found
    return [(token, 0, len(word)) for token, _start, _end in found]


def merged(ranges: list[Range]) -> list[Range]:
    """In order, those that touch as one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def in_utf16(text: str, ranges: list[Range]) -> list[list[int]]:
    """Ranges in UTF-16 code units, as strings of JavaScript, Kotlin and Swift's NSString count."""
    if text.isascii() or max(text, default="") < "\U00010000":
        return [list(each) for each in ranges]
    return [[len(text[:place].encode("utf-16-le")) // 2 for place in each] for each in ranges]
