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
PREFIXED = re.compile("[^']{1,2}'")  # O'Brien, d'ivoire
STOP_WORDS = """
    a an and are as at be by for from in is it its of on or that the this to was were with
"""
STOP = frozenset(STOP_WORDS.split())
# The first of each line is what the others are forms of; no forms that are words of their own
# (found, left, saw) nor of Korean names (sung, won)
IRREGULAR_FORMS = """
    woman women; man men; child children; person people; life lives; foot feet; tooth teeth;
    wife wives; half halves; wolf wolves; knife knives; shelf shelves; self selves; thief
    thieves; policeman policemen; medium media; criterion criteria; phenomenon phenomena; crisis
    crises; analysis analyses; thesis theses; basis bases; mouse mice; begin began begun; break
    broke broken; bring brought; build built; buy bought; catch caught; choose chose chosen;
    come came; deal dealt; do did done; draw drew drawn; drink drank drunk; drive drove driven;
    eat ate eaten; fall fell fallen; feed fed; fight fought; flee fled; fly flew flown; forbid
    forbade forbidden; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen;
    get got gotten; give gave given; go went gone; grow grew grown; hear heard; hide hid hidden;
    hold held; keep kept; know knew known; lead led; lend lent; lose lost; make made; mean
    meant; meet met; overcome overcame; oversee oversaw overseen; overthrow overthrew
    overthrown; pay paid; rebuild rebuilt; ride rode ridden; rise risen; seek sought; sell sold;
    send sent; shake shook shaken; shoot shot; show shown; sink sank sunk; sleep slept; speak
    spoke spoken; spend spent; stand stood; steal stole stolen; strike struck stricken; swear
    swore sworn; sweep swept; swim swam; take took taken; teach taught; tear tore torn; tell
    told; think thought; throw threw thrown; understand understood; undergo underwent undergone;
    wake woke woken; wear wore worn; weep wept; withdraw withdrew withdrawn; withhold withheld;
    write wrote written; undertake undertook undertaken; mistake mistook mistaken; arise arose
    arisen; bend bent; defense defence; offense offence; license licence; pretense pretence;
    program programme; check cheque; gray grey; mold mould; plow plough; artifact artefact;
    fulfill fulfil; enroll enrol; tire tyre; fiber fibre; caliber calibre; jail gaol; jewelry
    jewellery; maneuver manoeuvre; pediatric paediatric; anemia anaemia; skillful skilful;
    installment instalment
"""
IRREGULAR = {
    form: forms.split()[0] for forms in IRREGULAR_FORMS.split(";") for form in forms.split()[1:]
}
# British spellings as American ones: the stemmer knows neither to be the other
# revise, precision: no American writes these with a z
ALWAYS_IS = """
    advert adv ar chast circumc compr comprom conc cru bru desp dev disgu enterpr exc exerc expert
    franch improv inc likew merchand mort no otherw parad po pra pract prec prem prom ra r rev
    superv surm surpr telev treat w
"""
ALWAYS = re.compile(rf"(?:{'|'.join(ALWAYS_IS.split())})is")
BRITISH = [
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ers|ing|ation[a-z]*|able)$)"), "iz"),  # organise
    (re.compile(r"(?<=[a-z]y)s(?=(?:e[drs]?|ers|ing)$)"), "z"),  # analyse
    (re.compile(r"(?<=[a-z][bdgilmnpv])our"), "or"),  # labour, odour, neighbourhood
    (re.compile(r"(?<=[a-z]{2})tre(?=s?$)"), "ter"),  # centre, metres
    (re.compile(r"(?<=cen)tred$"), "tered"),
    (re.compile(r"(?<=[a-z]log)ue(?=s?$)"), ""),  # dialogue
    (re.compile(r"^((?:travel|counsel|cancel|label|model|signal|fuel|jewel))l(?=[eio])"), r"\1"),
    (re.compile(r"^ae(?=[gs])"), "e"),  # aesthetic
    (re.compile(r"(?<=[a-z]dg)e(?=ments?$)"), ""),  # judgement
    (re.compile(r"^practis"), "practic"),
    (re.compile(r"^scept(?=ic)"), "skept"),
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
    for british, american in BRITISH[1:] if ALWAYS.match(word) else BRITISH:
        word = british.sub(american, word)
    return _english.stemWord(word)
