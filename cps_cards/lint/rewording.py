"""What may replace a term in its sentence, and where nothing may.

A wrong sentence that lints clean is worse than a finding: in doubt there is no fix, and the author
reads the suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cps_cards.lint.text_view import TextView
from cps_cards.lint.wording import STATUS_CATEGORIES, Hit, Wording, plain


class Rewording(NamedTuple):
    """Words to put in the place of ``view.shown[start:end]``, an article before them included."""

    start: int
    end: int
    text: str


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SINGULAR = _set("a an the this that each every one another")
_ARTICLES = _set("a an the one")
_POSSESSIVE = _set("my our her his their your its whose mine hers theirs ours yours own")
_CONTRACTED = _set("it's let's that's he's she's what's who's there's here's how's where's when's")
_PREPOSITIONS = _set("with in who whose that of from on at by without under over to into for near")
_AFTER_PERSON = _set(
    "who is was are were has had have can may might will would should must could said says asks "
    "asked told tells wants wanted feels felt and or but to in at on for with from by as when if "
    "before after about into than while because does did do"
)
_BE = _set(
    "is are was were be been being am become becomes became becoming remain remains remained "
    "isn't aren't wasn't weren't i'm he's she's they're we're you're it's who's that's"
)
_GET = _set("get gets got getting")
_AS = _set("as like than into called named labeled considered")
_ADVERBS = _set(
    "just only also still not never always now really merely no longer even once often again then"
)
_ASKING = _set("when where how why what which")
_MENTION = _set("word words term terms label labels noun nouns phrase phrases")
_TURNING = _set(
    "former ex non past other new current future potential prospective recovering reformed "
    "would-be assigned fellow convicted"
)
"""Words that say which people are meant, or that they no longer are what they are called."""

_QUANTIFIERS = _set("many most some all no any few several")
_NARROWING = _set("heroin crack meth opioid cocaine alcohol")
_LIVES_WITH = _set("lives live lived living experiences")
_SUBJECTS = _set(
    "i he she they we you who person people man woman men women child children someone those "
    "everyone somebody anybody anyone nobody"
)
_PERSON_NOUN = re.compile(
    r"(?:\w+(?:er|or|ist|ee|ant|ent|ian|ard|ic)s?|persons?|people|folks?|(?:wo)?m[ae]n|adults?|"
    r"child(?:ren)?|kids?|teens?|individuals?|friends?|guests?|addicts?|junkies?|druggies?|winos?|"
    r"crackheads?|inmates?|felons?|convicts?|cons?|beneficiar(?:y|ies)|victims?|aliens?|illegals?|"
    r"bums?|\w+paths?)"
)
_PEOPLE = re.compile(r"\b(?:person|people)s?\b", re.IGNORECASE)
_PERSON_LED = re.compile(r"-(?:\w+ed|led|run|driven|chosen|made)\b")
_PHRASE = re.compile(
    r"(?:person|people)(?:$| (?:with|without|who|in|at|on|of|we|they|I|\w+ing|\w+ed)\b)"
)
"""A noun with what belongs to it; "people decide" is a sentence and takes the place of none."""

_THINGS = {
    "substance use": ("substance abuse", "drug abuse", "drug habit"),
    "psychiatric hospital": ("mental hospital", "mental institution", "mental asylum"),
}
"""Suggestions that are no people and no verbs, and the words whose place they can take."""


def rewording(hit: Hit, hits: Sequence[Hit], wording: Wording) -> Rewording | None:
    """A suggestion that fits into the sentence, or None where none surely does.

    ``hits`` are those of the whole card. What the table itself would find fault with is no
    suggestion, so the text is judged again with the new words in it.
    """
    written = hit.view.shown[hit.start : hit.end]
    begins = _begins_sentence(hit.view.shown, hit.start)
    if any(map(str.isupper, written[1:])) or (written[:1].isupper() and not begins):
        return None  # a name, or words in capitals on purpose
    best = _same_form(plain(hit.words).lower(), hit.term.suggest)
    if best is None or not _fits(hit, best, hits):
        return None
    made = _with_article(hit, best.capitalize() if written[:1].isupper() else best)
    return None if _finds_more(made, hit, hits, wording) else made


def _fits(hit: Hit, best: str, hits: Sequence[Hit]) -> bool:
    shown = plain(hit.view.shown)
    lead = _words_before(shown[: hit.start])
    before = lead[-1] if lead else ""
    rest = shown[hit.end :]
    after = _first_word(rest).lower()
    if shown[: hit.start][-1:] in tuple("-_/'") or (rest[:1] and rest[0] in "_/"):
        return False  # a part of a longer word
    if after == best.split()[-1] or before == best.split()[0]:
        return False
    if best.split()[0] in _LIVES_WITH:
        return before in _SUBJECTS or _follows_name(shown, hit.start)
    if not _PHRASE.match(best):
        at = _skip(lead, len(lead) - 1, _ADVERBS)
        passive = at >= 0 and lead[at] in _BE | _GET
        return not (passive and _tense(hit.words.split()[0].lower()) == "past")
    return _person_fits(hit, best, lead, rest, after) and not _loses_sense(hit, best, lead, hits)


def _follows_name(shown: str, start: int) -> bool:
    """Whether a name stands before a place; at the head of a sentence that cannot be told."""
    name = _last_word(shown[:start])
    return name[:1].isupper() and not _begins_sentence(shown, shown.rindex(name, 0, start))


def _person_fits(hit: Hit, best: str, lead: list[str], rest: str, after: str) -> bool:
    """Whether the grammar around a noun for people takes the new one."""
    words = re.split(r"[\s-]+", plain(hit.words).lower())
    head, before = words[-1], lead[-1] if lead else ""
    alone = " " not in best
    if not _PERSON_NOUN.fullmatch(head) or _after_possessive(lead):
        return False
    if words[0] in _POSSESSIVE | _ARTICLES | _set("this that these those"):
        return False
    if rest.startswith("'") and not (best == "person" and re.match(r"'s\b", rest)):
        return False
    if rest.startswith("-") and not (best == "person" and _PERSON_LED.match(rest)):
        return False
    if best.split()[0] == "person":
        if before not in _SINGULAR or (after and after not in _AFTER_PERSON):
            return False
    elif before in _TURNING or (alone and before in _QUANTIFIERS):
        return False  # "all people" are more than all of a service's
    return after != "of" and (alone or after not in _PREPOSITIONS)


def _loses_sense(hit: Hit, best: str, lead: list[str], hits: Sequence[Hit]) -> bool:
    """Whether what the word tells apart is lost when it becomes a person among persons."""
    words = re.split(r"[\s-]+", plain(hit.words).lower())
    if words[0] in _NARROWING or (
        words[0] in _TURNING | _QUANTIFIERS and not re.search(r"\b(?:recovery|conviction)\b", best)
    ):
        return True
    if lead and lead[-1] in _MENTION:
        return True
    count = len(best.split())
    if count > 2:
        return False
    if count == 1 and len(words) > 1:
        return True
    start, end = _sentence(hit.view, hit.start)
    if _PEOPLE.search(hit.view.shown, start, end) or _is_predicate(lead):
        return True
    return any(
        other.view is hit.view
        and start <= other.start < end
        and other.term is not hit.term
        and other.term.category in STATUS_CATEGORIES
        for other in hits
    )


def _after_possessive(lead: list[str]) -> bool:
    """Whether somebody's people are meant: "her clients", "Ana's two clients"."""
    for word in reversed(lead[-4:]):
        if word in _POSSESSIVE:
            return True
        if word.endswith(("'s", "s'")) and word not in _CONTRACTED:
            return True
        if word in _AFTER_PERSON or word in _ARTICLES:
            return False
    return False


def _is_predicate(lead: list[str]) -> bool:
    """Whether the word says what somebody is ("he was a client"), so that "person" says nothing."""
    at = _skip(lead, len(lead) - 1, _ADVERBS | _ARTICLES)
    if at < 0:
        return False
    the = "the" in lead[at + 1 :]
    if lead[at] in _AS:
        return not the
    if lead[at] not in _BE:
        return False
    asks = at == 0 or (the and lead[at - 1] in _ASKING)
    return not asks or lead[at] not in ("is", "are", "was", "were", "am")


def _skip(words: list[str], at: int, those: frozenset[str]) -> int:
    while at >= 0 and words[at] in those:
        at -= 1
    return at


def _with_article(hit: Hit, best: str) -> Rewording:
    """The new words, and the article before them where it has to change with them."""
    shown, start, end = hit.view.shown, hit.start, hit.end
    before = _last_word(shown[:start])
    article = "an" if best[0] in "aeiou" else "a"
    if before.lower() not in ("a", "an") or article == before.lower():
        return Rewording(start, end, best)
    lead = shown[:start].rstrip()
    article = article.capitalize() if before[0].isupper() else article
    return Rewording(len(lead) - len(before), end, f"{article}{shown[len(lead) : start]}{best}")


def _finds_more(made: Rewording, hit: Hit, hits: Sequence[Hit], wording: Wording) -> bool:
    """Whether the table finds in the new text what it did not find in the old one."""
    shown = hit.view.shown
    shift = len(made.text) - (made.end - made.start)
    known = {
        (other.term.id, other.start + moved, other.end + moved)
        for other in hits
        if other.view is hit.view and (other.end <= made.start or made.end <= other.start)
        for moved in (shift if made.end <= other.start else 0,)
    }
    text = shown[: made.start] + made.text + shown[made.end :]
    view = TextView(hit.view.key, hit.view.text, text, None)
    return any((h.term.id, h.start, h.end) not in known for h in wording.hits_in(view))


def _sentence(view: TextView, at: int) -> tuple[int, int]:
    return next((s for s in view.sentences if s[0] <= at < s[1]), (0, len(view.shown)))


def _begins_sentence(shown: str, start: int) -> bool:
    lead = shown[: max(start, 0)].rstrip(" \"'“‘(")
    return not lead or lead[-1] in ".!?…:\n"


def _same_form(words: str, suggest: tuple[str, ...]) -> str | None:
    """The first suggestion in the grammatical form of the words: a plural for a plural."""
    last, first = words.split()[-1], words.split()[0]
    plural = (last.endswith("s") and not last.endswith("ss")) or last == "people"
    noun = not first.endswith(("ed", "ing")) or first == "recovering"
    for text in suggest:
        if not re.fullmatch(r"[A-Za-z' -]+", text):
            continue
        if "disorder" in text and last in ("user", "users"):
            continue  # use is no disorder
        lead = text.split()[0].lower()
        if _PHRASE.match(text):
            if noun and (lead == "people") == plural and last != "ill":
                return text
        elif text in _THINGS:
            if words in _THINGS[text]:
                return text
        elif _tense(lead) and _tense(lead) == _tense(first):
            return text
    return None


_PAST = _set("died lived said chose experienced declined ended survived committed suffered refused")
_PRESENT = _set("dies lives experiences uses declines says chooses sees commits suffers refuses")
_ING = _set("dying living declining committing suffering refusing")
_BASE = _set("die live decline commit suffer refuse")


def _tense(word: str) -> str:
    """The form of a verb that the tables hold; empty for every other word."""
    forms = (("past", _PAST), ("present", _PRESENT), ("ing", _ING), ("base", _BASE))
    return next((form for form, words in forms if word in words), "")


def _words_before(text: str) -> list[str]:
    """The words that lead up to a place without a mark between them, in lower case."""
    clause = re.split(r"[^\w\s'%-]", text)[-1]
    return re.findall(r"[\w'-]+", clause.lower()) if not clause or clause[-1].isspace() else []


def _last_word(text: str) -> str:
    found = re.search(r"([\w'-]+)\s+$", text)
    return found[1] if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"\s+([\w'-]+)", text)
    return found[1] if found else ""
