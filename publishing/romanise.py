"""Hangul in Latin letters, for addresses."""

import unicodedata

from django.utils.text import slugify

SYLLABLE = "HANGUL SYLLABLE "


def romanised(text: str) -> str:
    """The text with its Hangul syllables as Unicode names them: 서울 is “seoul”.

    The names follow the Revised Romanization, letter by letter: the sound that a letter has
    between others is not guessed at, so 한국 is “hangug”. `static/romanise.js` does the same.
    """
    return "".join(map(in_latin, unicodedata.normalize("NFC", text)))


def in_latin(letter: str) -> str:
    """One letter; what is no syllable of Hangul stays."""
    name = unicodedata.name(letter, "")
    return name.removeprefix(SYLLABLE).lower() if name.startswith(SYLLABLE) else letter


def address_of(text: str, length: int = 255) -> str:
    """The last part of an address, made from a title; empty if nothing in it can be written so."""
    slug = slugify(romanised(text))
    if len(slug) <= length:
        return slug
    return slug[: length + 1].rpartition("-")[0] or slug[:length]
