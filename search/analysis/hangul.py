"""Hangul syllables taken apart and put together (Unicode Standard, section 3.12)."""

START, END = 0xAC00, 0xD7A4
VOWELS, FINALS = 21, 28
NONE, N, D, L, M, B, SS = 0, 4, 7, 8, 16, 17, 20  # final consonants: none, ㄴ ㄷ ㄹ ㅁ ㅂ ㅆ


def parts(syllable: str) -> tuple[int, int, int]:
    """First consonant, vowel and final consonant, as numbers."""
    block, final = divmod(ord(syllable) - START, FINALS)
    return *divmod(block, VOWELS), final


def syllable(first: int, vowel: int, final: int = NONE) -> str:
    """The syllable of these."""
    return chr(START + (first * VOWELS + vowel) * FINALS + final)


def with_final(word: str, final: int) -> str:
    """The word with another final consonant."""
    first, vowel, _final = parts(word[-1])
    return word[:-1] + syllable(first, vowel, final)


def ending_in(*finals: int) -> str:
    """All syllables with one of these final consonants, for a class of a pattern."""
    return "".join(chr(START + at) for at in range(END - START) if at % FINALS in finals)
