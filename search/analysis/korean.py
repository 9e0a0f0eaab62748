"""Korean (and hanja, kana) as overlapping pairs of syllables: a word is found inside a compound.

The pairs are those of Lucene's `cjk` analyser. What is added are rules of the language: endings,
which a query loses; seams, where no pair is made; forms of verbs; words written without spaces.
"""

import re
from collections.abc import Iterator
from itertools import combinations, islice

from search.analysis import verbs
from search.analysis.endings import (
    PREDICATE,
    is_particle,
    stripped,
    stripped_alone,
    sure_ending,
)
from search.analysis.hangul import L, ending_in

Token = tuple[str, int, int]  # with its place in the text: from, to

LETTERS = "가-힣一-鿿㐀-䶿豈-﫿ぁ-ヿ"
HAS_LETTERS = re.compile(f"[{LETTERS}]")

STOP_WORDS = """
    은 는 이 가 을 를 의 에 와 과 도 로 및 등 그 것 수 또는
    대한 대해 위한 위해 관한 관해 통한 통해 따른 따라 있는 있다 하는 되는
"""
STOP = frozenset(STOP_WORDS.split())

# Where two nouns meet, the syllables on both sides often read as a third: 역사 (history) is not in
# 지역사회, nor 민법 (civil law) in 난민법. No pair is made across these seams, “noun|what follows”;
# the same in texts and in queries, so only what is certain everywhere.
SEAMS = """
    지역|사 시민|사 국제|사 민간|사 국가|사 인권|위 인권|고 인권|기 개인|권 개인|정
    개인|사 이사|회 응급구조|사 사형제|의 북한|인 남한|인 일본|인 한국|군 한국|어 한국|가
    외국|어 지방|법 지방|의 고등|법 난민|법 국민|법 시민|법 주민|법 농민|법 이민|법
    유민|법 북민|법 난민|사 국민|사 주민|사 이민|사 이주|민 여성|인 남성|인 여성|차
    인종|차 성|차별 장애|인권 애인|권리 애인|권익 노인|권리 노인|권익 아동|권리 여성|단 사회|단
    시민|단 인권|단 종교|단 노동|조 대|학살 대학|교수 자|유족 이해|당 국회|의 민주|사회
    민주|의사 민주|의식 복지|사회 정보|사회 광고|용 보고|용 감시|위 가정|부 의정|부 법무|부장
    외교|부장 국방|부장 통일|부장 입법|원 사법|원 방법|원 대기|자 투기|자 투자|유치 실무|역량
    한국|회원 재난|민간 호사|회 참여|권
"""
SEAM = re.compile(
    "|".join("(?<={})(?={})".format(*seam.split("|")) for seam in dict.fromkeys(SEAMS.split()))
    # 이주일, 삼주간: weeks, not 이주 (migration)
    + r"|(?<=\b[일이삼사오육칠팔구십])(?=주[일간])"
)
# 인도 of 인도적, 국제인도법 is humanity (人道), not India
HOMOGRAPH = re.compile(r"인도(?=적|주|법|에반|범죄)|(?<=[반비])인도")
# 할 수도 있다: there is no 수도 (capital) in it
BOUND_NOUN = re.compile(f"(?<=[{ending_in(L)}] 수)도(?= [있없])")
MOST_WAYS = 24
LONGEST_SPLIT = 12  # syllables of a word that may have been written without its spaces


def pairs(run: str, start: int = 0) -> Iterator[Token]:
    """The pairs of a run of syllables that stands at `start`; of one syllable that syllable."""
    at = start
    spelled = HOMOGRAPH.sub("人道", run)
    for number, part in enumerate(SEAM.split(spelled)):
        if number or len(part) == 1:  # what follows a seam is found from its first syllable on
            yield part[0], at, at + 1
        for place in range(len(part) - 1):
            yield part[place : place + 2], at + place, at + place + 2
        at += len(part)


def indexed(run: str, start: int, *, glued: bool, last: bool) -> Iterator[Token]:
    """What a run of syllables is found by.

    `glued` to a number or to Latin letters (코로나19와, EU집행위원회) it also starts by its first
    syllable; `last` in its word it may end in a particle, which leaves one syllable (물은, 집에서).
    """
    alone = last and not glued and is_particle(run[1:])
    if alone or (glued and len(run) > 1):
        yield run[0], start, start + 1
    cut = sure_ending(run) if last else None
    yield from pairs(run[:cut], start)
    if cut:
        yield run[cut], start + cut, start + cut + 1
        yield from pairs(run[cut:], start + cut) if len(run) > cut + 1 else ()


def asked(run: str, *, first: bool, glued: bool, last: bool) -> list[list[str]]:
    """The ways in which a run of a query may stand in a text: each is tokens side by side."""
    whole = run
    if last:
        alone = glued or (not first and is_particle(run))
        run = stripped_alone(run) if alone else stripped(run)
    if not run:
        return []
    ways = [tokens(run)]
    if last and first and not PREDICATE.search(whole):
        ways += [tokens(form) for form in verbs.forms(whole)]
    if glued and len(run) > 1:  # or with a space between them
        ways.insert(0, [run[0], *ways[0]])
    if not glued and 4 <= len(run) <= LONGEST_SPLIT:
        splits = islice(spaced(run), MOST_WAYS)
        ways += [[token for part in parts for token in tokens(part)] for parts in splits]
    return ways


def tokens(run: str) -> list[str]:
    """The pairs alone."""
    return [token for token, _start, _end in pairs(run)]


def spaced(run: str) -> Iterator[list[str]]:
    """The run with one or two spaces in it, no part shorter than two syllables."""
    places = range(2, len(run) - 1)
    for one in places:
        yield [run[:one], run[one:]]
    for one, two in combinations(places, 2):
        if two - one >= 2:
            yield [run[:one], run[one:two], run[two:]]
