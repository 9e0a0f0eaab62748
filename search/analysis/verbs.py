"""Korean verbs and adjectives in all their forms: 무너졌다, 무너진 and 무너지다 are one word.

Nouns made into verbs (권고하다) need none of this: search.analysis.endings cuts them to the noun.
Here are the others, whose stem itself changes. Only words of a query that can be nothing but verbs
are taken for them.
"""

import re
from collections.abc import Iterator

from search.analysis.endings import OPEN
from search.analysis.hangul import NONE, SS, B, D, L, M, N, ending_in, parts, syllable, with_final

# Vowels: ㅏ ㅐ ㅓ ㅔ ㅕ ㅗ ㅘ ㅙ ㅚ ㅜ ㅝ ㅡ ㅣ
A, AE, EO, E, YEO, OH, WA, WAE, OE, U, WO, EU, EE = 0, 1, 4, 5, 6, 8, 9, 10, 11, 13, 14, 18, 20
SILENT, R = 11, 5  # first consonants: ㅇ ㄹ
# A stem's vowel and what becomes of it in the past: 지+었 is 졌, 싸우+었 is 싸웠
PAST_OF = [
    (A, A), (AE, AE), (EO, EO), (E, E), (YEO, YEO), (EE, YEO), (OH, WA), (OE, WAE), (U, WO),
    (EU, EO), (EU, A),
]  # fmt: skip
PAST = re.compile(
    rf"(?P<stem>.*)(?P<past>[{ending_in(SS)}])"
    r"(?:다|다고|다는|다며|다가|던|고|지만|으나|으며|으니|습니다|는데|을|음)$"
)
POLITE = re.compile(rf"[{ending_in(B)}]니다$")
# What verbs before a noun end in (무너진, 두려운, 만난), as few nouns do
ADNOMINAL = re.compile(
    r"""(?:[힌긴킨린낀딘낸챈쁜픈튼뜬쓴] | [어아려여라너러]진 | ^숨진 | [만떠어러겨타끝]난
    | [려서러거까다마싸배세키태채치도]운 | [아어려]간 | [아라켜]본 | [와려여]준 | [아나]온
    | [만힘어]든 | (?<!어)른 | (?<![부모선])친)$""",
    re.VERBOSE,
)
# 돕는, 외치는, 무너지는
PRESENT = re.compile(rf"(?:[^{OPEN}]|[치리키히끼르나우도드끄]|[어아려여라너러]지)는$")
# 잃은, 찾을: stems that are no nouns
CLOSED_STEM = "잃찾죽막얻굶읽믿씻벗걷닫묻뽑잡밟맡앉맺겪낳놓넣쌓쫓끊꺾뜯높낮깊젊늙"
OF_CLOSED_STEM = re.compile(f"^[{CLOSED_STEM}][은을]$")
HANGUL = re.compile("[가-힣]{2,}")
NOUNS = re.compile("(?:캐나|르완|우간|베를)[다린]$")
AFTER_STEM = "고는지은을음기던게거"
MOST = 20


def forms(word: str) -> list[str]:
    """The beginnings of all forms of a verb, two syllables at least; none of anything else."""
    if not HANGUL.fullmatch(word):
        return []
    found = dict.fromkeys(form for stem in stems(word) if stem for form in beginnings(stem))
    return list(found)[:MOST]


def stems(word: str) -> list[str]:
    """What the verb may be without its ending; nothing if it may be no verb."""
    if NOUNS.search(word):
        return []
    if past := PAST.match(word):
        return list(of_past(past["stem"], past["past"]))
    if POLITE.search(word):
        return [word[:-3] if word.endswith("습니다") else with_final(word[:-2], NONE)]
    if word.endswith("다"):
        return [word[:-1]]
    if PRESENT.search(word):  # 떠도는 is of 떠돌다
        return [word[:-1], *([with_final(word[:-1], L)] if word[-2] in "도드끄" else [])]
    if OF_CLOSED_STEM.search(word):
        return [word[:-1]]
    if not ADNOMINAL.search(word):
        return []
    stem = with_final(word, NONE)
    return [stem, with_final(stem[:-1], B)] if stem.endswith("우") else [stem]


def of_past(before: str, past: str) -> Iterator[str]:
    """The stems of which a syllable in ㅆ is the past: 무너 and 졌 are 무너지."""
    first, vowel, _final = parts(past)
    last = parts(before[-1])[2] if before else None
    if first == SILENT and vowel in (A, EO) and before:  # 잃었; 깨달았 of 깨닫
        yield before
        if last == L:
            yield with_final(before, D)
    elif first == R and vowel in (A, EO) and last == L:  # 불렀 of 부르
        yield with_final(before, NONE) + "르"
    else:
        yield from (before + syllable(first, stem) for stem, then in PAST_OF if then == vowel)
        if first == SILENT and vowel in (WA, WO) and last == NONE:  # 도왔 of 돕
            yield with_final(before, B)


def beginnings(stem: str) -> Iterator[str]:
    """With what each form of a verb begins."""
    if len(stem) > 1:
        yield from changed(stem)
    elif parts(stem)[2]:  # 잃고, 잃은; a single open syllable is in everything
        yield from (form for form in changed(stem) if len(form) > 1)
        past = "았아" if parts(stem)[1] in (A, OH) else "었어"
        yield from (stem + ending for ending in past + AFTER_STEM)


def changed(stem: str) -> Iterator[str]:
    """The stem as it is before one ending and another."""
    first, vowel, final = parts(stem[-1])
    yield stem
    if final == NONE:
        yield from (with_final(stem, each) for each in (N, L, M, B))
        for past in (then for of, then in PAST_OF if of == vowel):
            yield from (stem[:-1] + syllable(first, past, each) for each in (NONE, SS))
        if stem.endswith("르") and len(stem) > 1:  # 불러, 흘러
            yield from (with_final(stem[:-1], L) + each for each in "러렀라랐")
    elif final == L:  # 떠도는, 떠돈
        yield from (with_final(stem, each) for each in (NONE, N, B))
    elif final == D and len(stem) > 1:  # 깨달은
        yield with_final(stem, L)
    elif final == B:  # 두려운, 도와
        yield from (with_final(stem, NONE) + each for each in "우운울움워웠와왔")
