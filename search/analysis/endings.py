"""What Korean words end in: particles and verbal endings, which the words of a query lose.

By the rules of the language, without a dictionary: the final consonant of a syllable decides which
particle may follow it (국가가 has one, 활동가 has none). Texts keep every ending in the index, so
that a loss only finds more; and two syllables are always left.
"""

import re

from search.analysis.hangul import NONE, L, ending_in

OPEN, OPEN_OR_L = ending_in(NONE), ending_in(NONE, L)

# 인, 나, 라 are not among them: too many nouns end so (외국인, 코로나)
PARTICLE = re.compile(
    rf"""(?<=..)(?:들?(?:
        의 | 도
        | (?:에|에게|에게서|에서|에서부터|한테|께|께서|까지|부터|처럼|보다|마다|조차|마저|만|뿐)
          (?:는|도|만|의|은|이|을)?
        | (?<=[{OPEN}])(?:가|는|를|(?:란|라는|라고|였다|였던))
        | (?<=[{OPEN}])와(?:의|는|도)?
        | (?<=[{OPEN_OR_L}])로(?:써|서|부터)?(?:의|는|도|만)?
        | (?<![{OPEN}])(?:은|이|을|이나|이란|이라는|이라고|이었다|이었던|이든)
        | (?<![{OPEN}])과(?:의|는|도)?
        | (?<![{OPEN_OR_L}])으로(?:써|서|부터)?(?:의|는|도|만)?
        | 이다 | 이며 | 이고 | 입니다
        ) | 들)$""",
    re.VERBOSE,
)
# These are not: 정치가 (politician), 육아휴가 (leave), 체류허가 (permit), 어린이 (child), 반인도
NOUN = re.compile(
    r"(?:정치|역사|만화|서예|번화|최저|[허휴추여유처]|어린|젊은|늙은)(?:가|이)$|[반비]인도$"
)

TAILS = """
    다 다고 다는 다가 고 고서 며 면 면서 면서도 는 는데 는지 던 지 지만 지는 지도 도록
    기 기로 기를 기에 기도 기는 려 려고 려는 려면 러 게 자 자고 자는 거나 므로 라 라고 라는
    니 니까 나 십시오 세요 여 여야 여서 여도 어 어야 어서 어도 아 아야 아서 아도
    은 을 으며 으면 으려 으려고 으려는 으니
"""  # 권고하는데, 차별받지만
# Nouns that became verbs or adjectives: 권고하다, 석방되다, 차별받다, 체포당하다, 평화롭다, 신속히
PREDICATE = re.compile(
    rf"""(?<=..)(?:
        (?:하|되|시키|받|당하)(?:{"|".join(TAILS.split())})
        | 당?(?:한|된|시킨)(?:다|다고|다는|다면|다며|데|지)?
        | 당?(?:할|될|시킬)(?:지|지도|까|수록)?
        | 당?(?:합|됩|시킵)(?:니다|니까|시다)
        | 당?(?:해|돼|시켜)(?:도|야|야만|서|서는|요)?
        | 당?(?:함|됨|시킴)
        | 당?(?:했|됐|하였|되었|시켰|받았)[가-힣]{{0,6}}  # no noun has these syllables
        | (?:로|스러)(?:운|울|움|워|워서|웠다|웠던) | (?:롭|스럽)(?:다|고|게|지|습니다)
        | 히 | (?<=적)인
    )$""",
    re.VERBOSE,
)
# 북한, 무제한, 체류기한, 최소한; 역할; 중대재해, 인권침해; 유람선
NO_PREDICATE = re.compile(r"(?:[북기권제시]|최[소대])한$|[역분]할$|[재침피손이오방]해$|[군투표]함$")

# Nouns, by their last two syllables, that make another word with an ending: 회의 (meeting) is
# not in 사회의, 화가 (painter) not in 문화가, 인도 (India) not in 노인도, nor 화해 in 강화해
BEFORE_ENDINGS = """
    국회 사회 의회 협회 학회 교회 총회 집회 원회 합회 기회 대회 노동 아동 활동 운동
    행동 이동 공동 감동 변동 연합 조합 통합 결합 종합 사항 조항 공항 저항 문제 경제
    국제 강제 통제 규제 과제 의제 주제 실제 전제 고문 신문 논문 방문 질문 보고 권고
    광고 경고 해고 최고 일본 자본 기본 사건 조건 안건 여건 건강 한강 역사 기사 검사
    판사 조사 의사 인사 교사 봉사 감사 참사 해결 연결 판결 체결 성명 생명 설명 증명
    관심 중심 핵심 양심 결정 과정 규정 협정 개정 행정 인정 가정 수정 재정 국정 우정
    일정 감정 안정 설정 회의 논의 합의 동의 협의 항의 주의 정의 결의 이주 거주 제주
    광주 민주 동자 해자 사자 투자 위협 농협 위반 문화 평화 영화 변화 강화 악화 심화
    대화 전화 완화 약화 주화 참여 기여 부여 시대 세대 연대 학대 기대 확대 반대 군대
    자유 이유 공유 필요 중요 수요 여성 남성 구성 형성 작성 찬성 특성 대학 과학 환경
    배경 통일 독일 소통 교통 고통 전통 시간 기간 인간 민간 안전 발전 정보 후보 안보
    홍보 도시 당시 감시 표시 내용 이용 사용 고용 비용 적용 활용 허용 지속 구속 소속
    상태 실태 사태 형태 제도 정도 태도 의도 소비 대비 준비 제공 존재 발견 의견 위기
    시기 포기 제기 무기 복지 유지 금지 정지 토지 교수 다수 소수 법안 방안 제안 정부
    일부 외부 노인 개인 국인 애인 여인 본인 타인 시인 주인 증인 성인 죄인 하기 되기
    있기 받기 하지 되지 있지 받지 알지 편지
"""
NOUNS_BEFORE_ENDINGS = frozenset(BEFORE_ENDINGS.split())
# Endings before which there is no noun: 주거나, 할지도
CERTAIN = re.compile(rf"(?<=.)거나$|(?<=[{ending_in(L)}까]지)도$")


def sure_ending(word: str) -> int | None:
    """Where the ending of a word begins that is surely one: as after NOUNS_BEFORE_ENDINGS."""
    for ending in (PARTICLE.search(word), PREDICATE.search(word)):
        if ending and word[ending.start() - 2 : ending.start()] in NOUNS_BEFORE_ENDINGS:
            return ending.start()
    certain = CERTAIN.search(word)
    return certain.start() if certain else None


def stripped(word: str) -> str:
    """A word without its particle and its verbal ending."""
    if not NO_PREDICATE.search(word) and (stem := PREDICATE.sub("", word)) != word:
        return stem
    if (cut := sure_ending(word)) and cut > 1:
        return word[:cut]
    if NOUN.search(word) or (stem := PARTICLE.sub("", word)) == word:
        return word
    return stem if NO_PREDICATE.search(stem) else PREDICATE.sub("", stem)


def stripped_alone(word: str) -> str:
    """The same for what stands after a number or Latin letters, and may be all ending (19와, EU는).

    What it is read like decides which particle follows: any may.
    """
    return min((stripped(before + word)[2:] for before in ("가가", "각각")), key=len)


def is_particle(word: str) -> bool:
    """Whether it is nothing but a particle, as after a quotation mark (‘난민’의)."""
    return any(PARTICLE.sub("", before + word) == before for before in ("가가", "각각"))
