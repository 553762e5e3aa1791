"""The keys of every deck file: one table for the reader, the messages and the editor's schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from cps_cards.model.cards import KINDS
from cps_cards.model.curriculum import CAUTION_LEVELS, PRIORITIES, SOURCE_KINDS
from cps_cards.model.settings import SUBDECKS

Shape = Literal[
    "markdown",  # a text that learners read
    "line",  # a text without Markdown
    "id",
    "dotted-id",
    "topic-id",
    "choice",  # one of Field.values
    "flag",
    "integer",
    "number",
    "url",
    "card-ids",
    "taught-ids",
    "source-ids",
    "citations",
    "tags",
    "lines",
    "options",
    "map",  # of further keys, or of lines
    "list",  # of further mappings
]


@dataclass(frozen=True, slots=True)
class Field:
    """One key: what it takes, what it is for, and in which kinds of cards it may stand."""

    name: str
    shape: Shape
    doc: str
    required: bool = False
    kinds: tuple[str, ...] = KINDS
    values: tuple[str, ...] = ()
    example: str = ""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Table:
    """The keys of one kind of mapping; ``what`` names it in messages."""

    what: str
    fields: tuple[Field, ...]
    by_name: dict[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {f.name: f for f in self.fields})

    def names(self, kind: str | None = None) -> Iterable[str]:
        return [f.name for f in self.fields if kind is None or kind in f.kinds]


CARD = Table(
    "a card",
    (
        Field("id", "id", "Names the card for ever; unique in the deck.", required=True,
              example="limits-before-sharing"),
        Field("kind", "choice", "What kind of card it is; `basic` where it is left out.",
              values=KINDS),
        Field("scenario", "markdown", "A short vignette shown above the question."),
        Field("front", "markdown", "The question.", required=True, kinds=("basic",)),
        Field("back", "markdown", "The answer.", required=True, kinds=("basic",)),
        Field("reverse", "flag", "`true` asks back to front too.", kinds=("basic",)),
        Field("text", "markdown", "A sentence with hidden words: {{c1::hidden}} or "
              "{{c1::hidden::hint}}.", required=True, kinds=("cloze",)),
        Field("question", "markdown", "The question.", required=True, kinds=("choice",)),
        Field("answer", "markdown", "The right option.", required=True, kinds=("choice",)),
        Field("distractors", "options", "Two to five wrong options, each a text or "
              "`{text: …, why: …}`; the compiler mixes the answer in.", kinds=("choice",)),
        Field("options", "options", "Instead of `distractors`, where order matters: all three to "
              "six options as they shall stand, the answer among them.", kinds=("choice",)),
        Field("why", "markdown", "An explanation shown under the answer."),
        Field("teaches", "taught-ids", "Ids of the facts that the card teaches, or of objectives "
              "where it is about a whole one."),
        Field("sources", "citations", "Sources, each with an optional locator, added to those of "
              "the facts taught.", example="mgl-119-51a §a"),
        Field("after", "card-ids", "Ids of cards to learn first."),
        Field("tags", "tags", "Further tags, without spaces or quotes."),
        Field("formerly", "id", "The id that the card was first published under."),
        Field("retired", "map", "For a published card that is no longer taught: why, and which "
              "cards took its place."),
        Field("ignore", "map", "Lint rules to silence on this card, each with a reason."),
    ),
)  # fmt: skip
OPTION = Table(
    "an option",
    (
        Field("text", "markdown", "What the option says.", required=True),
        Field("why", "markdown", "What is right or wrong about it."),
    ),
)
RETIRED = Table(
    "`retired`",
    (
        Field("reason", "markdown", "Why the card is no longer taught.", required=True),
        Field("see", "card-ids", "Ids of the cards that took its place."),
    ),
)
CARD_FILE = Table(
    "a card file",
    (
        Field("topic", "topic-id", "The topic of all cards in the file.", required=True),
        Field("cards", "list", "The cards.", required=True),
    ),
)
SCHEDULE = Table(
    "`schedule`",
    (
        Field("new_per_day", "integer", "New cards a day.", minimum=1, maximum=9999),
        Field("desired_retention", "number", "The share of reviews to be remembered (FSRS).",
              minimum=0.7, maximum=0.99),
    ),
)  # fmt: skip
LINT = Table(
    "`lint`",
    (
        Field("select", "lines", "Rules to run: names, codes, code prefixes or ALL."),
        Field("ignore", "map", "Rules to leave out, each with a reason."),
        Field("levels", "map", "A level for a rule: error, warning, info or off."),
        Field("limits", "map", "Limits of rules, such as `answer_words: 35`."),
        Field("coverage", "map", "Thresholds of the coverage rules."),
    ),
)
DECK = Table(
    "deck.yaml",
    (
        Field("id", "id", "Names the deck for ever: the ids that learners hold come from it.",
              required=True, example="massachusetts-cps"),
        Field("name", "line", "The top deck in Anki; `::` in it makes a deeper one.",
              required=True),
        Field("description", "markdown", "Shown on the deck's overview in Anki."),
        Field("language", "line", "The language of the cards, as in HTML: `en`."),
        Field("tag_prefix", "line", "What the deck's tags begin with; `cps` where it is left out."),
        Field("report_to", "url", "Where learners report a mistake; {id} is the card's id."),
        Field("topics", "map", "Topic ids and their titles, in the deck's order."),
        Field("subdecks", "choice", "How cards are divided into sub-decks.", values=SUBDECKS),
        Field("schedule", "map", "What `build` and `plan` use."),
        Field("lint", "map", "Settings of the linter."),
    ),
)  # fmt: skip
CURRICULUM = Table(
    "curriculum.yaml",
    (Field("topics", "list", "The topics, in the deck's order.", required=True),),
)
TOPIC = Table(
    "a topic",
    (
        Field("id", "id", "Names the topic.", required=True),
        Field("title", "line", "Its title.", required=True),
        Field("summary", "line", "What the topic is about."),
        Field("weight", "number", "Its share of the deck.", minimum=0, maximum=100),
        Field("objectives", "list", "What a learner can do afterwards.", required=True),
    ),
)
OBJECTIVE = Table(
    "an objective",
    (
        Field("id", "dotted-id", "Names the objective.", required=True),
        Field("statement", "line", "What a learner can do.", required=True),
        Field("priority", "choice", "How much it matters.", required=True, values=PRIORITIES),
        Field("scenario_hint", "line", "An idea for authors."),
        Field("facts", "list", "What there is to know for it.", required=True),
    ),
)
FACT = Table(
    "a fact",
    (
        Field("id", "dotted-id", "Names the fact.", required=True),
        Field("text", "line", "The fact.", required=True),
        Field("sources", "citations", "What says so."),
        Field("caution", "line", "How sure the fact is."),
        Field("caution_level", "choice", "What to do about it.", values=CAUTION_LEVELS),
        Field("scope", "line", "Where the fact holds, or whose it is."),
    ),
)
SOURCES = Table(
    "sources.yaml", (Field("sources", "list", "What facts and cards cite.", required=True),)
)
SOURCE = Table(
    "a source",
    (
        Field("id", "id", "Names the source.", required=True),
        Field("title", "line", "Its title.", required=True),
        Field("kind", "choice", "What it is.", required=True, values=SOURCE_KINDS),
        Field("publisher", "line", "Who published it."),
        Field("year", "line", "When."),
        Field("url", "url", "Where to read it."),
        Field("note", "line", "What was read, and what was not."),
    ),
)
LANGUAGE = Table(
    "language.yaml",
    (
        Field("global_exempt_patterns", "lines", "Regular expressions of what is never a finding."),
        Field("global_exceptions", "lines", "When an author may silence a finding."),
        Field("acronyms", "map", "Short forms that a card may use without spelling them out."),
        Field("preferred_terms", "list", "Words to use, by what they are about."),
        Field("terms", "list", "Wording to avoid."),
    ),
)
PREFERRED_TERM = Table(
    "a preferred term",
    (
        Field("concept", "line", "What the words are about.", required=True),
        Field("use", "lines", "Words to use.", required=True),
        Field("avoid", "lines", "Words to avoid."),
        Field("sources", "source-ids", "Where this comes from."),
    ),
)
TERM = Table(
    "a term",
    (
        Field("id", "id", "Names the term.", required=True),
        Field("category", "line", "Groups terms for the rules.", required=True),
        Field("term", "line", "The wording, for people.", required=True),
        Field("pattern", "line", "A regular expression that finds it, whatever the case.",
              required=True),
        Field("exempt_patterns", "lines", "A match that overlaps one of these is no finding."),
        Field("suggest", "lines", "Wording to consider instead."),
        Field("why", "line", "Why it matters.", required=True),
        Field("sources", "source-ids", "Where this comes from."),
        Field("severity", "choice", "How grave it is.", required=True,
              values=("error", "warning", "info")),
        Field("basis", "line", "`editorial` where the sources do not name the term."),
        Field("exceptions", "line", "When an author may keep the word."),
        Field("flags_examples", "lines", "Sentences that must be found."),
        Field("passes_examples", "lines", "Sentences that must not be."),
    ),
)  # fmt: skip
