"""English (and any other language in Latin letters): folded, spelled one way, and stemmed."""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

PLURAL_ACRONYM = re.compile(r"\b([A-Z]{2,})s\b")  # NGOs
FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("’‘ʼ＇", "'")
)
STOP_WORDS = """
    a an and are as at be by for from in is it its of on or that the this to was were with
"""
STOP = frozenset(STOP_WORDS.split())
IRREGULAR = {
    "women": "woman", "men": "man", "children": "child", "people": "person", "lives": "life",
    "feet": "foot", "teeth": "tooth", "wives": "wife", "policemen": "policeman", "media": "medium",
    "criteria": "criterion", "phenomena": "phenomenon", "crises": "crisis", "analyses": "analysis",
    "defence": "defense", "offence": "offense", "licence": "license", "pretence": "pretense",
    "programme": "program", "programmes": "program", "cheque": "check", "grey": "gray",
}  # fmt: skip
# British spellings as American ones: the stemmer knows neither to be the other
BRITISH = [
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ers|ing|ations?|able)$)"), "iz"),  # organisation
    (re.compile(r"(?<=[a-z]y)s(?=(?:e[drs]?|ers|ing)$)"), "z"),  # analyse
    (
        re.compile(r"(?<=[a-z]{2}[bdgilmnpv])our(?=(?:s|ed|ers?|ing|ites?|able|al|less|ful)?$)"),
        "or",
    ),
    (re.compile(r"(?<=[a-z]{3})tre(?=s?$)"), "ter"),  # centre
    (re.compile(r"(?<=[a-z]log)ue(?=s?$)"), ""),  # dialogue
    (re.compile(r"^((?:travel|counsel|cancel|label|model|signal|fuel|jewel))l(?=[eio])"), r"\1"),
    (re.compile(r"^ae(?=[gs])"), "e"),  # aesthetic
]
# Letters and signs that normalising leaves as they are: most texts have no others
SIMPLE = re.compile("[\x00-\x7f가-힣\u2010-\u2025\u2027\u3001\u3002·]*")
_english = stemmer("english")


def fold(text: str) -> str:
    """Without case, accents, and the differences between half and full width."""
    if SIMPLE.fullmatch(text):
        return PLURAL_ACRONYM.sub(r"\1", text).lower().translate(FOLDED)
    text = unicodedata.normalize("NFKC", text)
    text = unicodedata.normalize("NFKD", PLURAL_ACRONYM.sub(r"\1", text).casefold())
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", text).translate(FOLDED)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What a folded word has in common with its other forms."""
    head, _, tail = word.partition("'")
    word = tail if len(head) == 1 and len(tail) > 2 else head  # d'ivoire, women's
    word = IRREGULAR.get(word) or IRREGULAR.get(word.removesuffix("s"), word)  # womens
    for british, american in BRITISH:
        word = british.sub(american, word)
    return _english.stemWord(word)
