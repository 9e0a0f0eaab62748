"""Korean (and hanja, kana) as overlapping pairs of syllables: a word is found inside a compound.

The pairs are those of Lucene's `cjk` analyser. What is added are rules of the language: particles
and endings, which a query loses; seams, where no pair is made; and words written without spaces.
"""

import re
from collections.abc import Iterator
from itertools import combinations

Token = tuple[str, int, int]  # with its place in the text: from, to

LETTERS = "가-힣一-鿿㐀-䶿豈-﫿ぁ-ヿ"
HAS_LETTERS = re.compile(f"[{LETTERS}]")

# A query's word loses these if two syllables are left. 가, 인, 나 and 라 are not among them: they
# end too many nouns (활동가, 외국인). The index keeps everything, so that a loss only finds more
PARTICLE = re.compile(
    r"(?<=..)(?:들?(?:이|은|을|의|과|도|만|에게|에게서|께서)|는|를|에|와|로|들|에서|에는|에서는"
    r"|에서의|에서도|에도|으로|으로서|으로써|으로의|로서|로써|로의|까지|까지의|부터|부터의|처럼|보다"
    r"|마다|에의|과의|와의|에게도|이란|란|이다|이며|입니다)$"
)
ENDING = re.compile(
    r"(?<=..)(?:(?:하|되|시키)(?:다|고|며|는|여|지|도록|기|려|면|였다|였던|지만|면서|거나|자|라)"
    r"|했다|했던|했고|했습니다|하였다|하였습니다|합니다|하는데|됐다|됐습니다|되었다|되었습니다"
    r"|된다|됩니다|한다|된|한|할|될|돼|해|함|됨)$"
)
ONE_SYLLABLE_PARTICLES = frozenset("은는이을를의에와과도로")
STOP_WORDS = "은 는 이 가 을 를 의 에 와 과 도 로 및 등 그 것 수"
STOP = frozenset(STOP_WORDS.split())

# Where two nouns meet, the syllables on both sides often read as a third: 의원 of the 국회 is no
# 회의 (meeting), and 역사 (history) is not in 지역사회. No pair is made across these seams.
# “noun|what follows”; the same in text and in queries, so only what is certain everywhere.
SEAMS = """
    국회|의 사회|의 원회|의 의회|의 협회|의 학회|의 교회|의 총회|의 집회|의 이사회|의 연합회|의
    노동|의 아동|의 활동|의 운동|의 행동|의 이동|의 공동|의 감동|의 연합|의 조합|의 통합|의 결합|의
    사항|의 조항|의 공항|의 저항|의 문제|의 경제|의 국제|의 강제|의 통제|의 규제|의 사형제|의
    고문|의 신문|의 논문|의 방문|의 질문|의 보고|의 권고|의 광고|의 경고|의 일본|의 자본|의 기본|의
    역사|의 기사|의 검사|의 판사|의 조사|의 의사|의 인사|의 교사|의 사건|의 조건|의 안건|의 여건|의
    해결|의 연결|의 건강|의 한강|의 성명|의 생명|의 설명|의 증명|의 관심|의 중심|의 핵심|의 양심|의
    결정|의 과정|의 규정|의 협정|의 개정|의 행정|의 인정|의 가정|의 수정|의 재정|의 국정|의 우정|의
    민주|의사 민주|의식 이주|의 거주|의 제주|의 광주|의 투자|의 노동자|의 피해자|의 당사자|의
    위협|의 농협|의 수협|의 토론|의 여론|의 이론|의 언론|의
    지역|사 시민|사 국제|사 민간|사 국가|사 인권|위 인권|고 인권|기 개인|권 개인|정 개인|사 개인|의
    여성|인 남성|인 북한|인 남한|인 한국|군 한국|어 외국|어 지방|법 지방|의 고등|법 이해|당
    난민|법 국민|법 시민|법 주민|법 농민|법 이민|법 유민|법 북민|법 난민|사 국민|사 주민|사 이민|사
    여성|차 인종|차 성|차별 장애|인권 여성|단 사회|단 시민|단 인권|단 종교|단 노동|조
    민주|사회 복지|사회 정보|사회 법무|부장 외교|부장 국방|부장 통일|부장
"""
SEAM = re.compile(
    "|".join("(?<={})(?={})".format(*seam.split("|")) for seam in dict.fromkeys(SEAMS.split()))
    # 이주일, 삼주간: weeks, not 이주 (migration)
    + r"|(?<=\b[일이삼사오육칠팔구십])(?=주[일간])"
)
# 인도 of 인도적, 국제인도법 is humanity (人道), not India
HOMOGRAPH = re.compile(r"인도(?=적|주|법|에반|범죄)|(?<=[반비])인도")
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
    syllable; `last` in its word it may end in a particle, which leaves one syllable (물은).
    """
    alone = last and not glued and len(run) == 2 and run[1] in ONE_SYLLABLE_PARTICLES
    if alone or (glued and len(run) > 1):
        yield run[0], start, start + 1
    yield from pairs(run, start)


def asked(run: str, *, first: bool, glued: bool, last: bool) -> list[list[str]]:
    """The ways in which a run of a query may stand in a text: each is tokens side by side."""
    if last:
        run = stripped(run, glued=glued or (not first and is_particle(run)))
    if not run:
        return []
    ways = [tokens(run)]
    if glued and len(run) > 1:  # or with a space between them
        ways.insert(0, [run[0], *ways[0]])
    if not glued and 4 <= len(run) <= LONGEST_SPLIT:
        ways += [[token for part in parts for token in tokens(part)] for parts in spaced(run)]
    return ways


def tokens(run: str) -> list[str]:
    """The pairs alone."""
    return [token for token, _start, _end in pairs(run)]


def is_particle(run: str) -> bool:
    """Whether it is nothing but a particle, as after a quotation mark (‘난민’의)."""
    return PARTICLE.sub("", f"··{run}") == "··"


def stripped(run: str, *, glued: bool) -> str:
    """Without its particle and its verbal ending."""
    if glued:  # COVID-19와: nothing but the particle
        return stripped("··" + run, glued=False)[2:]
    return ENDING.sub("", PARTICLE.sub("", run))


def spaced(run: str) -> Iterator[list[str]]:
    """The run with one or two spaces in it, no part shorter than two syllables."""
    places = range(2, len(run) - 1)
    for one in places:
        yield [run[:one], run[one:]]
    for one, two in combinations(places, 2):
        if two - one >= 2:
            yield [run[:one], run[one:two], run[two:]]
