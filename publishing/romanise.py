"""Hangul in Latin letters, for addresses, by Korea's own rules."""

import re
import unicodedata

from django.utils.text import slugify

# The Revised Romanization of 2000, in Unicode's order of the parts of a syllable; each syllable as
# it sounds alone. `static/publishing/romanise.js` has the same.
INITIALS = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")  # noqa: SIM905
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")  # noqa: SIM905
FINALS = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")  # noqa: SIM905
FIRST, LAST = "가", "힣"


def romanised(text: str) -> str:
    """The text with its syllables of Hangul in Latin letters: 한국 is “hanguk”."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub(f"[{FIRST}-{LAST}]", lambda syllable: latin(syllable[0]), composed)


def latin(syllable: str) -> str:
    """One syllable."""
    initial, rest = divmod(ord(syllable) - ord(FIRST), len(VOWELS) * len(FINALS))
    vowel, final = divmod(rest, len(FINALS))
    return INITIALS[initial] + VOWELS[vowel] + FINALS[final]


def address_of(text: str, length: int = 255) -> str:
    """The last part of an address, made from a title; empty if nothing in it can be written so."""
    slug = slugify(romanised(text))
    if len(slug) <= length:
        return slug
    return slug[: length + 1].rpartition("-")[0] or slug[:length]
