"""The keys of every deck file: one table for the reader, the messages and the editor's schema."""

from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

from cps_cards.model.cards import KINDS, Kind
from cps_cards.model.curriculum import CAUTION_LEVELS, PRIORITIES, SOURCE_KINDS
from cps_cards.model.settings import SUBDECKS, WORDINGS
from cps_cards.model.texts import name_list
from cps_cards.yamlio import wellformed
from cps_cards.yamlio.wellformed import Wrong

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
    "report",  # an address as in url, or one of mail
    "card-ids",
    "taught-ids",
    "source-ids",
    "citations",
    "tags",
    "lines",
    "choices",  # some of Field.values
    "options",
    "map",  # of further keys, or of lines
    "list",  # of further mappings
]


class Table:
    """The keys of one kind of mapping; ``what`` names it in messages."""

    def __init__(self, what: str, *fields: "Field") -> None:
        self.what = what
        self.fields = tuple(field._replace(check=_check_of(field)) for field in fields)
        fields = self.fields
        self.by_name = {field.name: field for field in fields}
        self.texts = {f.name for f in fields if f.shape in ("markdown", "line") and not f.check}
        """The keys that may hold any text that shows something."""
        kinds: tuple[Kind | None, ...] = (None, *KINDS)
        self.of_kind = {
            kind: {f.name: f for f in fields if kind is None or kind in f.kinds} for kind in kinds
        }
        """The keys that may stand in one kind of card; None: in any."""
        self.required = {
            kind: {f.name for f in fields if f.required and (kind in f.kinds or f.kinds == KINDS)}
            for kind in kinds
        }
        """The keys that one kind of card needs; None: that all need."""


class Field(NamedTuple):
    """One key: what it takes, what it is for, and in which kinds of cards it may stand."""

    name: str
    shape: Shape
    doc: str
    required: bool = False
    kinds: tuple[Kind, ...] = KINDS
    values: tuple[str, ...] = ()
    example: str = ""
    """As it stands in YAML behind the key, within its brackets or braces."""
    minimum: float = 0
    maximum: float = 0
    of: Table | None = None
    """The keys of the mapping, or of each one in the list; None where they are the author's own."""
    check: Callable[[str], Wrong | None] | None = None
    """What is wrong with the text, or with each one in the list; a table adds what its shape asks
    for."""

    @property
    def takes(self) -> str:
        """What to write behind the key."""
        if self.shape in ("integer", "number"):
            return "a number"
        return "true" if self.shape == "flag" else name_list(self.values, "or") or "a text"


def _check_of(field: Field) -> Callable[[str], Wrong | None] | None:
    """What is asked of texts of a shape."""
    named = partial(partial, name=field.name)
    match field.shape:
        case "id" | "card-ids":
            return wellformed.id_fault
        case "dotted-id" | "taught-ids":
            return partial(wellformed.id_fault, dotted=True)
        case "url" | "report":
            return named(wellformed.address_fault, by_mail=field.shape == "report")
        case "choice" | "choices":
            return named(wellformed.choice_fault, values=field.values)
        case "flag":
            return named(wellformed.flag_fault)
        case "integer" | "number":
            whole = field.shape == "integer"
            bounds = field.minimum, field.maximum
            return named(wellformed.number_fault, whole=whole, bounds=bounds)
        case _:
            return field.check


OPTION = Table(
    "an option",
    Field("text", "markdown", "What the option says.", required=True, example="A week"),
    Field("why", "markdown", "What is right or wrong about it.",
          example="This pays off in days, and the quiz is now."),
)  # fmt: skip
RETIRED = Table(
    "`retired`",
    Field("reason", "markdown", "Why the card is no longer taught.", required=True,
          example="The rule has changed."),
    Field("see", "card-ids", "Ids of the cards that took its place.", example="new-rule"),
)  # fmt: skip
CARD = Table(
    "a card",
    Field("id", "id", "Names the card for ever: what learners remember hangs on it. Small letters, "
          "digits and single hyphens; no other card of the deck has it.", required=True,
          example="better-than-reading-again"),
    Field("kind", "choice", "What kind of card it is: `basic` (a question and its answer; may be "
          "left out), `cloze` (a sentence with hidden words) or `choice` (options).", values=KINDS,
          example="cloze"),
    Field("scenario", "markdown", "A short vignette shown above the question.",
          example="Ana has read a page of dates once, and the quiz begins in five minutes."),
    Field("front", "markdown", "The question: one thing, that has one answer.", required=True,
          kinds=("basic",),
          example="What makes a text stay in memory longer than reading it again?"),
    Field("back", "markdown", "The answer, as short as it can be.", required=True, kinds=("basic",),
          example="Recalling it without a look at the page."),
    Field("reverse", "flag", "`true` asks back to front too.", kinds=("basic",), example="true"),
    Field("term", "markdown", "What the card asks for when it is asked back to front: the term "
          "that the answer describes. Required with `reverse`.", kinds=("basic",),
          example="Retrieval practice"),
    Field("text", "markdown", "A sentence with hidden words: {{c1::hidden}} or "
          "{{c1::hidden::hint}}. Each number (c1, c2 …) becomes a card.", required=True,
          kinds=("cloze",), example="Learning that is {{c1::spread over days}} lasts longer."),
    Field("question", "markdown", "The question, to be answered without a look at the options.",
          required=True, kinds=("choice",),
          example="Which use of the five minutes gives her the best result today?"),
    Field("answer", "markdown", "The right option.", required=True, kinds=("choice",),
          example="Reading the dates again"),
    Field("distractors", "options", "Two to five wrong options, each a text or `{text: …, why: "
          "…}`; the compiler mixes the answer in.", kinds=("choice",),
          example="Saying them from memory, Writing them from memory"),
    Field("options", "options", "Instead of `distractors`, where order matters: all three to six "
          "options as they shall stand, the answer among them.", kinds=("choice",),
          example="One day, Three days, A week"),
    Field("why", "markdown", "An explanation shown under the answer.",
          example="Bringing a thing to mind strengthens the way back to it."),
    Field("teaches", "taught-ids", "Ids of the facts that the card teaches, or of objectives where "
          "it is about a whole one.", example="studying.recall.lasts"),
    Field("sources", "citations", "Sources, each with an optional locator, added to those of the "
          "facts taught.", example="cepeda-2006 p. 354"),
    Field("after", "card-ids", "Ids of cards to learn first.", example="spread-over-days"),
    Field("tags", "tags", "Further tags, without spaces or quotes; topic, priority, kind and week "
          "are given anyway.", example="role-play", check=wellformed.tag_fault),
    Field("formerly", "id", "The id that the card was first published under, so that a rename "
          "keeps what learners remember.", example="recall-beats-reading"),
    Field("guid", "line", "The GUID that learners of another deck know the note by; `import` "
          "writes it, and it is never changed once the card is published.", example="kq)2;x@f",
          check=wellformed.guid_fault),
    Field("retired", "map", "For a published card that is no longer taught: why, and which cards "
          "took its place.", example="reason: The rule has changed., see: [new-rule]", of=RETIRED),
    Field("ignore", "map", "Lint rules to silence on this card, each with a reason.",
          example="yes-no-question: the exam asks it so"),
    Field("sample", "flag", "`true` marks a card that `init` made, to be replaced by one of yours: "
          "`release` refuses a deck that has any.", example="true"),
)  # fmt: skip
CARD_FILE = Table(
    "a card file",
    Field("topic", "topic-id", "The topic of all cards in the file.", required=True,
          example="studying"),
    Field("cards", "list", "The cards.", required=True, of=CARD),
)  # fmt: skip
SCHEDULE = Table(
    "`schedule`",
    Field("new_per_day", "integer", "New cards a day.", minimum=1, maximum=9999, example="10"),
    Field("desired_retention", "number", "The share of reviews to be remembered (FSRS).",
          minimum=0.7, maximum=0.99, example="0.9"),
    Field("weeks", "map", "The schedule of a class: numbers of weeks, each with a list of topics. "
          "Cards are new in their topic's week; topics without a week come last. Sub-decks are by "
          "topic then, one for all topics of a week.", example="1: [studying]",
          of=Table("`weeks`")),
)  # fmt: skip
LINT = Table(
    "`lint`",
    Field("select", "lines", "Rules to run: names, codes, code prefixes or ALL.", example="LAN"),
    Field("ignore", "map", "Rules to leave out, each with a reason.",
          example="spelling: the deck is in two languages"),
    Field("levels", "map", "A level for a rule: error, warning, info or off.",
          example="reading-level: off"),
    Field("limits", "map", "Limits of rules.", example="answer_words: 35"),
    Field("coverage", "map", "Thresholds of the coverage rules.", example="topic_share: 0.1"),
)  # fmt: skip
DECK = Table(
    "deck.yaml",
    Field("id", "id", "Names the deck for ever: the ids that learners hold come from it.",
          required=True, example="study-skills"),
    Field("name", "line", "The top deck in Anki; `::` in it makes a deeper one.", required=True,
          example="Study Skills", check=wellformed.name_fault),
    Field("description", "markdown", "What Anki shows on the deck's overview.",
          example="How to learn for an exam so that it stays."),
    Field("imprint", "line", "License, credit and whose deck it is not, in one line. It goes with "
          "the deck's version onto the overview in Anki, the preview and its handout.",
          example="By the study group of Elm Street, CC BY 4.0. Unofficial."),
    Field("language", "line", "The language of the cards, as in HTML.", example="en",
          check=wellformed.language_fault),
    Field("tag_prefix", "line", "What the deck's tags begin with; `cps` where it is left out.",
          example="skills", check=wellformed.tag_fault),
    Field("report_to", "report", "Where learners report a mistake: a web page such as a form, in "
          "whose address {id} is the card's id, or a mail address.",
          example="https://example.org/report?card={id}"),
    Field("topics", "map", "Topic ids and their titles, in the deck's order.",
          example="studying: Studying"),
    Field("subdecks", "choice", "How cards are divided into sub-decks: by priority, so that core "
          "cards come first in all topics; by topic; or not at all.", values=SUBDECKS,
          example="topic"),
    Field("wording", "choices", "Wording that comes with the linter: `[person-first]`, as where "
          "the key is left out, or `[]` for a deck about other things. `language.yaml` adds to it.",
          values=WORDINGS, example="person-first"),
    Field("schedule", "map", "What `build` and `plan` use.", example="new_per_day: 10",
          of=SCHEDULE),
    Field("lint", "map", "Settings of the linter.", example="select: [ALL]", of=LINT),
)  # fmt: skip
FACT = Table(
    "a fact",
    Field("id", "dotted-id", "Names the fact: the objective's id, a dot, and a word of its own.",
          required=True, example="studying.recall.lasts"),
    Field("text", "line", "The fact, in one sentence.", required=True,
          example="What was recalled is remembered longer than what was read again."),
    Field("sources", "citations", "What says so, each with an optional place in it.",
          example="roediger-karpicke-2006 p. 251"),
    Field("caution", "line", "What is uncertain about the fact.",
          example="Tried with texts, and not with figures."),
    Field("caution_level", "choice", "What to do about it. `wording`: do not quote the fact. "
          "`inference`: teach it as advice, not as a rule. `substance`: the card carries the "
          "caution. `verify`: look the number up before each release.", values=CAUTION_LEVELS,
          example="inference"),
    Field("scope", "line", "Where the fact holds, or whose it is.",
          example="Tests of more than a week"),
    Field("pending", "line", "What a person has to find out before a card may teach the fact. "
          "Until then it needs no card, and a card on it is an error.",
          example="Is the number that of the new edition?"),
)  # fmt: skip
OBJECTIVE = Table(
    "an objective",
    Field("id", "dotted-id", "Names the objective: the topic's id, a dot, and a word of its own.",
          required=True, example="studying.recall"),
    Field("statement", "line", "What a learner can do.", required=True,
          example="Explain why recalling a thing beats reading it again."),
    Field("priority", "choice", "How much it matters: learners meet `core` first, then "
          "`important`, then `extended`.", required=True, values=PRIORITIES, example="core"),
    Field("scenario_hint", "line", "An idea for authors who look for a scenario.",
          example="Someone has read a chapter twice."),
    Field("facts", "list", "What there is to know for it.", required=True, of=FACT),
)  # fmt: skip
TOPIC = Table(
    "a topic",
    Field("id", "id", "Names the topic; card files begin with it.", required=True,
          example="studying"),
    Field("title", "line", "Its title.", required=True, example="Studying"),
    Field("summary", "line", "What the topic is about.",
          example="How to learn for an exam so that it stays."),
    Field("weight", "number", "Its share of the deck, in proportion to the other topics; all are "
          "alike where it is left out.", minimum=0.001, maximum=100, example="0.16"),
    Field("objectives", "list", "What a learner can do afterwards.", required=True, of=OBJECTIVE),
)  # fmt: skip
CURRICULUM = Table(
    "curriculum.yaml",
    Field("topics", "list", "The topics, in the deck's order.", required=True, of=TOPIC),
)  # fmt: skip
SOURCE = Table(
    "a source",
    Field("id", "id", "Names the source; facts and cards cite it.", required=True,
          example="cepeda-2006"),
    Field("title", "line", "Its title, as learners read it on the back of a card.", required=True,
          example="Distributed Practice in Verbal Recall Tasks"),
    Field("kind", "choice", "What it is.", required=True, values=SOURCE_KINDS, example="page"),
    Field("publisher", "line", "Who published it.", example="Psychological Bulletin 132(3)"),
    Field("year", "line", "The year it is of, or a closer date.", example="2006"),
    Field("url", "url", "Where to read it.", example="https://doi.org/10.1037/0033-2909.132.3.354"),
    Field("note", "line", "What was read, and what was not.", example="The abstract was read"),
)  # fmt: skip
SOURCES = Table(
    "sources.yaml",
    Field("sources", "list", "What facts and cards cite.", required=True, of=SOURCE),
)  # fmt: skip
PREFERRED_TERM = Table(
    "a preferred term",
    Field("concept", "line", "What the words are about.", required=True,
          example="somebody who learns"),
    Field("use", "lines", "Words to use.", required=True, example="learner, reader"),
    Field("avoid", "lines", "Words to avoid.", example="user"),
    Field("sources", "source-ids", "Where this comes from.", example="style-guide"),
)  # fmt: skip
TERM = Table(
    "a term",
    Field("id", "id", "Names the term.", required=True, example="obviously"),
    Field("category", "line", "Groups terms for the rules.", required=True, example="tone"),
    Field("term", "line", "The wording, for people.", required=True, example="obviously"),
    Field("pattern", "line", "A regular expression that finds it, whatever the case.",
          required=True, example=r"'\bobviously\b'", check=wellformed.pattern_fault),
    Field("exempt_patterns", "lines", "A match that overlaps one of these is no finding.",
          example="not obviously", check=wellformed.exempt_fault),
    Field("suggest", "lines", "Wording to consider instead.", example="leave it out"),
    Field("replace", "map", "Words, whole and in small letters, that one other wording can take "
          "the place of in any sentence: what `lint --fix --unsafe-fixes` writes.",
          example="utilise: use"),
    Field("why", "line", "Why it matters, told to authors.", required=True,
          example="To someone who does not know it yet, it is not obvious."),
    Field("sources", "source-ids", "Where this comes from.", example="style-guide"),
    Field("severity", "choice", "How grave it is.", required=True,
          values=("error", "warning", "info"), example="warning"),
    Field("basis", "line", "`editorial` where the sources do not name the term.",
          example="editorial"),
    Field("exceptions", "line", "When an author may keep the word.", example="In a quotation"),
    Field("flags_examples", "lines", "Sentences that must be found.",
          example='"Obviously, recall is better."'),
    Field("passes_examples", "lines", "Sentences that must not be.", example="Recall is better."),
)  # fmt: skip
LANGUAGE = Table(
    "language.yaml",
    Field("global_exempt_patterns", "lines", "Regular expressions of what is never a finding.",
          example='"[A-Z][a-z]+ Street"', check=wellformed.exempt_fault),
    Field("global_exceptions", "lines", "When an author may silence a finding.",
          example="Words that somebody says of themselves"),
    Field("acronyms", "map", "Short forms that a card may use without spelling them out.",
          example="FSRS: Free Spaced Repetition Scheduler"),
    Field("preferred_terms", "list", "Words to use, by what they are about.", of=PREFERRED_TERM),
    Field("terms", "list", "Wording to avoid.", of=TERM),
)  # fmt: skip
