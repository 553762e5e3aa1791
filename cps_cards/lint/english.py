"""Words: which carry no content, stems, and numbers; nothing here knows cards."""

import re
from functools import lru_cache

ARTICLES = frozenset("a an the".split())
AUXILIARIES = frozenset(
    "am is are was were be been being do does did have has had can could may might must shall "
    "should will would".split()
)
NEGATIONS = frozenset("no not never none nor neither nobody nothing nowhere without cannot".split())
PRONOUNS = frozenset(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his "
    "himself she her hers herself it its itself they them their theirs themselves this that these "
    "those one ones oneself".split()
)
PREPOSITIONS = frozenset(
    "about above across after against along among around as at before behind below beneath beside "
    "between beyond by down during for from in inside into like near of off on onto out outside "
    "over per since than through throughout till to toward towards under until up upon via with "
    "within".split()
)
CONJUNCTIONS = frozenset(
    "and but or so yet because although though while whereas if unless".split()
)
QUESTION_WORDS = frozenset("what which who whom whose when where why how".split())

FUNCTION_WORDS = ARTICLES | AUXILIARIES | PRONOUNS | PREPOSITIONS | CONJUNCTIONS | QUESTION_WORDS
"""Words that only join others."""

STOP_WORDS = FUNCTION_WORDS | frozenset(
    "also any both each either every here just more most much many other others own same some "
    "such there then too very only s t".split()
)
"""Words without content of their own. Negations are content: they turn an answer round."""

ORDINARY = frozenset(
    "able again agree all alone always ask avoid away bad because best better bring call change "
    "choice choose clear client come community correct danger day differ different end except "
    "explain false family fear feel few find first follow friend full get give go good group hand "
    "happen hear help here home hope important incorrect keep kind know last later lead learn "
    "least leave less let life like listen little live look make mean meet mind mistake need new "
    "next note now old once open patient pay people person place plan please power quiet read real "
    "really reason refuse remember respect right role rule safe same say secret see share should "
    "show sit slow something soon speak staff start stay step still stop story strength support "
    "sure take talk tell thank think three time today together true trust try turn two understand "
    "use wait walk want warn way well whole wish word work worry worth write wrong yes".split()
)
"""Plain words that are set in capitals for their weight, less those that are short forms, too."""


def is_negation(word: str) -> bool:
    """Whether a word in lower case says that something is not so."""
    return word in NEGATIONS or word.endswith("n't")


_DOUBLED = re.compile(r"([bdfgmnprt])\1$")
_VOWEL = re.compile("[aeiouy]")
_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety hundred"
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {word: 10 * number for number, word in enumerate(_TENS.split(), start=1)}


_PLURAL = (
    ("sses", "ss"), ("ies", "y"), ("ied", "y"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", "")
)  # fmt: skip
_VERBAL = ("ingly", "edly", "ing", "ed", "ly")
_NOMINAL = (
    "ation", "ition", "ion", "ment", "ness", "ity", "able", "ible", "al", "er", "or", "e"
)  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude stem, for comparing words of one deck: ``supports`` and ``supported`` are one."""
    word = word.removesuffix("'s")
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, instead in _PLURAL:
        if word.endswith(ending):
            word = word.removesuffix(ending) + instead
            break
    for ending in _VERBAL:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWEL.search(rest):
            word = _DOUBLED.sub(r"\1", rest)
            break
    for ending in _NOMINAL:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 4:
            return rest
    return word
