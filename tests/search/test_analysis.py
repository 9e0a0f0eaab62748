"""What one text says and another asks: the rules of the languages, one by one."""

import pytest

from search.analysis import MOST_TERMS, MOST_WAYS, index_text, query_terms
from search.excerpts import Excerpt, excerpt, in_utf16, marks
from search.passages import in_one_line


def finds(query: str, text: str) -> bool:
    """Whether every word of the query stands in the text, as the databases look for it."""
    tokens = index_text(text).split()

    def has(way: list[str]) -> bool:
        return any(tokens[at : at + len(way)] == way for at in range(len(tokens)))

    terms = query_terms(query)
    return bool(terms) and all(any(has(way) for way in term) for term in terms)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("난민", "난민들에게도"),  # particles, in the text and in the query
        ("난민에게", "난민은 권리의 주체이다"),
        ("촉구했습니다", "정부에 대책을 촉구했다"),
        ("위원회가", "위원회를"),
        ("회원국들로부터", "회원국"),
        ("평등하게", "평등한"),  # verbs and adjectives of nouns
        ("차별받는", "차별을 받다"),
        ("체포당했다", "체포됐다"),
        ("자유로운", "자유롭게"),
        ("통제한", "통제하고"),
        ("무너진", "무너졌다"),  # and others
        ("숨지다", "숨진"),
        ("갇혔다", "갇힌 사람들"),
        ("떠도는", "떠돌고"),
        ("두려웠다", "두려운"),
        ("도왔습니다", "돕는"),
        ("불렀다", "부르며"),
        ("깨달았다", "깨닫고"),
        ("잃다", "잃은"),
        ("위원회", "국가인권위원회"),  # a part of a compound
        ("국가 인권 위원회", "국가인권위원회의 권고"),  # spaces
        ("국가인권위원회", "국가 인권위원회가"),
        ("표현의자유", "표현의 자유를 위하여"),
        ("코로나", "코로나19로"),  # scripts together
        ("covid19", "COVID-19와"),
        ("UPR", "UPR에서"),
        ("EU집행위원회", "EU 집행위원회"),
        ("국회의원", "국회의원들이"),  # across a seam
        ("난민법", "난민법에 따라"),
        ("인도주의", "인도주의적 지원"),
        ("물", "물은 권리다"),
        ("집", "집에서 쫓겨난"),
        ("법", "법으로"),
        ("반인도 범죄", "반인도 범죄를 멈춰라"),
        ("ＮＧＯ", "NGOs"),  # full width
        ("\u1102\u1161\u11ab\u1106\u1175\u11ab", "난민"),  # decomposed
        ("migrants", "a migrant"),
        ("organization", "organisations"),
        ("labor", "Labour rights"),
        ("neighborhood", "neighbourhoods"),
        ("revise", "revision"),
        ("supervised", "supervision"),
        ("organization", "organisational"),
        ("advertise", "advertisements"),
        ("practiced", "practising"),
        ("centered", "centred"),
        ("meters", "a metre"),
        ("skeptical", "sceptics"),
        ("defense lawyers", "a lawyer for the defence"),
        ("program", "programmes"),
        ("children", "child labour"),
        ("womens rights", "a woman's right"),
        ("nonrefoulement", "non-refoulement"),
        ("non refoulement", "non-refoulement"),
        ("cote d'ivoire", "Côte d’Ivoire"),
        ("killing", "they were killed"),
        ("flee", "they fled"),
        ("teaching", "she taught"),
        ("judgment", "judgements"),
        ("obrien", "O’Brien"),
        ("wolf", "wolves"),
        ("만난", "만나서"),
        ("돕는", "도와"),
    ],
)
def test_they_meet(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("회의", "사회의 관심"),
        ("회의", "국회의원이"),
        ("동의", "노동의 가치"),
        ("합의", "유럽연합의 결정"),
        ("역사", "지역사회에서"),
        ("민사", "시민사회가"),
        ("인도", "인도적 지원"),
        ("이주", "이주일 늦게"),
        ("권위", "인권위원회"),
        ("물", "구호물자"),
        ("인도", "노인도"),  # a noun and its ending
        ("화가", "문화가"),
        ("화해", "강화해"),
        ("지도", "알지도 못하고"),
        ("지도", "할지도 모른다"),
        ("수도", "잃을 수도 있다"),
        ("국가", "한국가스공사"),
        ("주민", "이주민"),
        ("사회", "이사회"),
        ("universal", "university"),
        ("India", "Indigenous"),
        ("call", "calendar"),
        ("win", "ten thousand won"),
        ("Sung", "Kim Sang-hee"),
    ],
)
def test_they_only_look_alike(query, text):
    assert not finds(query, text)


NOUNS = """활동가 육아휴가 정치가 어린이 외국인 코로나 우크라이나 캐나다 인권침해 중대재해 투표함
    체류기한 최소한 강제근로 사진 난민 기관 어린이집 인도 이란"""


@pytest.mark.parametrize("noun", NOUNS.split())
def test_a_noun_is_not_cut(noun):
    ((first, *_others),) = query_terms(noun)
    assert index_text(noun).endswith(" ".join(first))


def test_a_query_of_any_length_is_a_few_terms():
    assert len(query_terms("난민 " * 5000)) <= MOST_TERMS
    assert all(len(term) < 50 for term in query_terms("가나다라마바사아자차카타파하" * 100))
    # each part has dozens of ways, and all of them together would be millions
    assert len(query_terms("·".join(["표현의자유와집회의자유"] * 5))[0]) <= MOST_WAYS
    assert len(query_terms("·".join(["무너졌습니다"] * 40))[0]) <= MOST_WAYS


def test_a_word_with_a_form_that_says_nothing_still_counts():
    assert len(query_terms("난민에 대한 법")) == 2
    assert len(query_terms("법을 따르다")) == 2  # though 따른 and 따라 are forms of it


@pytest.mark.parametrize("text", ["", "   ", "!?", "…", "🙂", "\0"])
def test_no_word_is_no_term(text):
    assert query_terms(text) == []


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in marks(text, query_terms(query))]


@pytest.mark.parametrize(
    ("query", "text", "said"),
    [
        ("난민을", "난민과 이주민, 유럽난민망명협의회", ["난민", "난민"]),
        ("국가인권위원회", "어제 국가 인권위원회는", ["국가 인권위원회"]),
        ("migrants", "Migrants and a migrant’s family", ["Migrants", "migrant’s"]),
        ("zurich", "Nach Zürich", ["Zürich"]),
        ("인도적", "인도와 인도적 지원", ["인도적"]),
        ("covid", "COVID-19", ["COVID"]),
        ("rights human", "Human rights", ["Human", "rights"]),
    ],
)
def test_what_was_found_is_marked_as_it_stands(query, text, said):
    assert marked(text, query) == said


def test_an_excerpt_is_where_most_of_the_words_are():
    text = (
        "난민 이야기. " + "다른 이야기가 길게 이어집니다. " * 30 + "이 글은 난민과 구금을 다룹니다."
    )
    found = excerpt(text, query_terms("난민 구금"))
    assert [found.text[a:b] for a, b in found.ranges] == ["난민", "구금"]
    assert found.text.startswith("… ")
    assert len(found.text) < 200
    taught = excerpt("A word. " * 60 + "She taught here.", query_terms("teach"))
    assert [taught.text[a:b] for a, b in taught.ranges] == ["taught"]
    assert excerpt("짧은 글", query_terms("없음")) == Excerpt("짧은 글", [])


def test_lines_that_are_no_sentences_are_told_apart():
    text = "ECRE\n106 NGOs\nIt speaks for refugees.\n- At sea\n- On land"
    said = "ECRE · 106 NGOs · It speaks for refugees. At sea · On land"
    assert in_one_line(text) == said


def test_offsets_count_as_the_strings_of_apps_do():
    assert in_utf16("난민", [(0, 2)]) == [[0, 2]]
    assert in_utf16("🙂 난민", [(2, 4)]) == [[3, 5]]
    assert in_utf16("", []) == []
