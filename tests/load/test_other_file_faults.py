"""What authors are told about the files beside the cards: place, words and way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import folders

# What an author wrote as deck.yaml, and all that they are told.
DECK: dict[str, tuple[str, str]] = {
    "empty file": (
        "",
        """\
deck.yaml:1:1 SCH003 wrong-shape: the file is empty
  begin it with `id: …`
""",
    ),
    "comments alone": (
        """\
# nothing
""",
        """\
deck.yaml:1:1 SCH003 wrong-shape: the file is empty
  begin it with `id: …`
""",
    ),
    "a list": (
        """\
- id: a
""",
        """\
deck.yaml:1:1 SCH003 wrong-shape: deck.yaml has keys with values, and this is a list
  begin it with `id: …`
""",
    ),
    "a text": (
        """\
just words
""",
        """\
deck.yaml:1:1 SCH003 wrong-shape: deck.yaml has keys with values, and this is a text
  begin it with `id: …`
""",
    ),
    "nothing that is required": (
        """\
language: en
""",
        """\
deck.yaml:1:1 SCH002 missing-key: `id` is missing
  add `id: …`; names the deck for ever: the ids that learners hold come from it.
deck.yaml:1:1 SCH002 missing-key: `name` is missing
  add `name: …`; the top deck in Anki; `::` in it makes a deeper one.
deck.yaml:1:1 SCH002 missing-key: `topics` is missing
  add `topics:` with an id and a title for each: `ethics: Ethics`
""",
    ),
    "no topics and no curriculum": (
        """\
id: sample
name: Sample
""",
        """\
deck.yaml:1:1 SCH002 missing-key: `topics` is missing
  add `topics:` with an id and a title for each: `ethics: Ethics`
""",
    ),
    "topics without a value": (
        """\
id: sample
name: Sample
topics:
""",
        """\
deck.yaml:3:1 SCH007 empty-field: `topics` is empty
  add `topics:` with an id and a title for each: `ethics: Ethics`
""",
    ),
    "topics as a list": (
        """\
id: sample
name: Sample
topics: [listening]
""",
        """\
deck.yaml:3:9 SCH003 wrong-shape: `topics` takes keys with values, and this is a list
  write `topics: {ethics: Ethics}`
""",
    ),
    "topic ids and titles": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
  Self Care: Self care
  reporting:
  a: [b]
""",
        """\
deck.yaml:5:3 SCH005 bad-id: `Self Care` is not an id
  an id is made of small letters, digits and single hyphens: `self-care`
deck.yaml:6:3 SCH007 empty-field: the topic `reporting` has no title
  write its title
deck.yaml:7:6 SCH003 wrong-shape: `a` takes a text, and this is a list
  write `a: …` with one text
""",
    ),
    "bad id": (
        """\
id: Sample Deck
name: Sample
topics:
  listening: Listening
""",
        """\
deck.yaml:1:5 SCH005 bad-id: `Sample Deck` is not an id
  an id is made of small letters, digits and single hyphens: `sample-deck`
""",
    ),
    "id without a value": (
        """\
id:
name: Sample
topics:
  listening: Listening
""",
        """\
deck.yaml:1:1 SCH007 empty-field: `id` is empty
  write a text
""",
    ),
    "name with an empty part": (
        """\
id: sample
name: "A::  ::B"
topics:
  listening: Listening
""",
        """\
deck.yaml:2:7 SCH004 bad-value: the deck's name has an empty part
  write a name on both sides of `::`
""",
    ),
    "name with a double quote": (
        """\
id: sample
name: A "B" C
topics:
  listening: Listening
""",
        """\
deck.yaml:2:7 SCH004 bad-value: the deck's name holds a double quote, which Anki takes out
  write it without
""",
    ),
    "misspelt keys": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
discription: x
subdeck: none
""",
        """\
deck.yaml:5:1 SCH001 unknown-key: unknown key `discription`; did you mean `description`?
  deck.yaml has the keys id, name, description, language, tag_prefix, report_to, topics, subdecks, schedule and lint
deck.yaml:6:1 SCH001 unknown-key: unknown key `subdeck`; did you mean `subdecks`?
  deck.yaml has the keys id, name, description, language, tag_prefix, report_to, topics, subdecks, schedule and lint
""",
    ),
    "bad values": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
subdecks: topics
language: english!
tag_prefix: my tags
report_to: ftp://x.org
""",
        """\
deck.yaml:5:11 SCH004 bad-value: `subdecks` cannot be `topics`; did you mean `topic`?
  it is priority, topic or none
deck.yaml:6:11 SCH004 bad-value: `language` cannot be `english!`
  write it as in HTML: `en`, `es`, `pt-BR`
deck.yaml:7:13 SCH004 bad-value: the tag `my tags` holds a space or a quote
  Anki divides tags at spaces: write a hyphen or an underscore instead
deck.yaml:8:12 SCH021 link-address: `report_to` is not an address that a learner can open: ftp://x.org
  it begins with https://, http:// or mailto: and has no spaces
""",
    ),
    "report_to with a space and one without a host": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
report_to: "https://x.org/a b"
""",
        """\
deck.yaml:5:12 SCH021 link-address: `report_to` is not an address that a learner can open: https://x.org/a b
  it begins with https://, http:// or mailto: and has no spaces
""",
    ),
    "schedule": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
schedule:
  new_per_day: 0
  desired_retention: 90%
  per_day: 3
""",
        """\
deck.yaml:6:16 SCH004 bad-value: `new_per_day` cannot be `0`
  it is a whole number from 1 to 9999
deck.yaml:7:22 SCH004 bad-value: `desired_retention` cannot be `90%`
  it is a number from 0.7 to 0.99
deck.yaml:8:3 SCH001 unknown-key: unknown key `per_day`
  `schedule` has the keys new_per_day and desired_retention
""",
    ),
    "schedule in words": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
schedule: {new_per_day: ten, desired_retention: 1.5}
""",
        """\
deck.yaml:5:25 SCH004 bad-value: `new_per_day` cannot be `ten`
  it is a whole number from 1 to 9999
deck.yaml:5:49 SCH004 bad-value: `desired_retention` cannot be `1.5`
  it is a number from 0.7 to 0.99
""",
    ),
    "schedule as a text": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
schedule: ten a day
""",
        """\
deck.yaml:5:11 SCH003 wrong-shape: `schedule` takes keys with values, and this is a text
  write `schedule: {new_per_day: 10}`
""",
    ),
    "schedule without values": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
schedule:
  new_per_day:
""",
        """\
deck.yaml:6:3 SCH007 empty-field: `new_per_day` is empty
  write a number, or take the key out
""",
    ),
    "duplicate keys": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
name: Again
""",
        """\
deck.yaml:5:1 YML007 duplicate-key: the key `name` stands here a second time
  keep one of the two
  deck.yaml:2:1 it stands here first
""",
    ),
    "alias and anchor": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
description: &d x
tag_prefix: *d
""",
        """\
deck.yaml:5:14 YML004 anchor-or-alias: the anchor &d has no place in a deck
  take it out; a text that begins with "&" needs quotes around it
deck.yaml:6:13 YML004 anchor-or-alias: the alias *d has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
""",
    ),
    "lint levels and limits": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
lint:
  levels: {status-label: eror}
  limits: {answer_words: many, b: }
  selekt: [a]
""",
        """\
deck.yaml:6:26 SCH004 bad-value: the level of status-label cannot be `eror`; did you mean `error`?
  it is error, warning, info or off
deck.yaml:7:26 SCH004 bad-value: `answer_words` cannot be `many`
  it is a number
deck.yaml:7:32 SCH004 bad-value: `b` is empty
  it is a number
deck.yaml:8:3 SCH001 unknown-key: unknown key `selekt`; did you mean `select`?
  `lint` has the keys select, ignore, levels, limits and coverage
""",
    ),
    "lint ignore without a reason": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
lint:
  ignore:
    status-label:
""",
        """\
deck.yaml:7:5 SCH019 ignore-without-reason: `ignore` silences status-label without a reason
  write `status-label: the reason` in words that a reviewer can judge
""",
    ),
    "a syntax error in a key": (
        """\
id: sample
name: A: B
topics:
  listening: Listening
""",
        """\
deck.yaml:2:8 YML001 syntax-error: a second ": " stands in this line
  put quotes around a text that holds ": "
""",
    ),
    "a quote left open": (
        """\
id: sample
name: "Sample
topics:
  listening: Listening
language: "en"
subdecks: nine
""",
        """\
deck.yaml:2:7 YML001 syntax-error: the quote opened here is closed only in line 5, inside another text
  close it where the text ends
deck.yaml:6:11 SCH004 bad-value: `subdecks` cannot be `nine`; did you mean `none`?
  it is priority, topic or none
""",
    ),
    "two documents": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
---
language: en
""",
        """\
deck.yaml:5:1 YML008 several-documents: a second document begins here
  take out the line "---", or move what follows into a file of its own
""",
    ),
    "description that shows nothing": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
description: <b></b>
""",
        """\
deck.yaml:5:14 SCH007 empty-field: this shows nothing: it is only markup
  write a text; to show `<b></b>` as it stands, put a backslash before its mark (`988\\.` for a number with a full stop)
""",
    ),
    "description with a script link": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
description: |
  All about [this](javascript:x).
""",
        """\
deck.yaml:6:20 SCH021 link-address: a link to `javascript:x` cannot be opened from a card
  links go to https:, http: or mailto: addresses
""",
    ),
    "weights of another kind": (
        """\
id: sample
name: Sample
topics:
  listening: Listening
weight: 3
""",
        """\
deck.yaml:5:1 SCH001 unknown-key: unknown key `weight`
  deck.yaml has the keys id, name, description, language, tag_prefix, report_to, topics, subdecks, schedule and lint
""",
    ),
    "an alias for a topic": (
        """\
id: sample
name: Sample
topics: {listening: *l, reporting: R}
""",
        """\
deck.yaml:3:21 YML004 anchor-or-alias: the alias *l has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
""",
    ),
    "tabs": (
        ("id: sample\nname: Sample\n\ttopics: x\n"),
        """\
deck.yaml:3:1 YML001 syntax-error: a tab stands where only spaces may
  indent with spaces
""",
    ),
}
# What an author wrote as curriculum.yaml, and all that they are told.
CURRICULUM: dict[str, tuple[str, str]] = {
    "empty file": (
        "",
        """\
curriculum.yaml:1:1 SCH003 wrong-shape: the file is empty
  begin it with `topics: …`
""",
    ),
    "no topics": (
        """\
topics: []
""",
        """\
curriculum.yaml:1:1 SCH007 empty-field: `topics` is empty
  write a topic, or take the file out
""",
    ),
    "topics without a value": (
        """\
topics:
""",
        """\
curriculum.yaml:1:1 SCH007 empty-field: `topics` is empty
  write a list under it, with "- " before each item
""",
    ),
    "a list of texts": (
        """\
topics: [listening, reporting]
""",
        """\
curriculum.yaml:1:10 SCH003 wrong-shape: a topic has keys with values, and this is a text
  begin it with `- id: …`
curriculum.yaml:1:21 SCH003 wrong-shape: a topic has keys with values, and this is a text
  begin it with `- id: …`
""",
    ),
    "another key": (
        """\
objectives: []
""",
        """\
curriculum.yaml:1:1 SCH001 unknown-key: unknown key `objectives`
  curriculum.yaml has the keys topics
curriculum.yaml:1:1 SCH002 missing-key: `topics` is missing
  add `topics: …`; the topics, in the deck's order.
""",
    ),
    "a syntax error in a fact": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - id: listening.first.hear
            text: Hearing.
          - id: listening.first.wait
            text: x: y
          - id: listening.first.then
            txt: z
""",
        """\
curriculum.yaml:12:20 YML001 syntax-error: a second ": " stands in this line
  put quotes around a text that holds ": "
curriculum.yaml:14:13 SCH001 unknown-key: unknown key `txt`; did you mean `text`?
  a fact has the keys id, text, sources, caution, caution_level and scope
""",
    ),
    "a syntax error at the top": (
        """\
topics: "x
""",
        """\
curriculum.yaml:1:9 YML001 syntax-error: a quote is opened here and never closed
  close it where the text ends
""",
    ),
    "a topic without a title": (
        """\
topics:
  - id: listening
    objectives: []
""",
        """\
cards/listening.yaml:6:15 SCH008 unknown-reference: unknown fact or objective `listening.first.hear`
  name it as curriculum.yaml does
curriculum.yaml:2:5 SCH002 missing-key: `title` is missing
  add `title: …`; its title.
""",
    ),
    "an objective without a priority": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        facts:
          - id: listening.first.hear
            text: Hearing.
""",
        """\
curriculum.yaml:5:9 SCH002 missing-key: `priority` is missing
  add `priority: …`; how much it matters: learners meet `core` first, then `important`, then `extended`.
""",
    ),
    "a misspelt priority": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: Core
        facts:
          - id: listening.first.hear
            text: Hearing.
""",
        """\
curriculum.yaml:7:19 SCH004 bad-value: `priority` cannot be `Core`; did you mean `core`?
  it is core, important or extended
""",
    ),
    "a fact without a text": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - id: listening.first.hear
""",
        """\
curriculum.yaml:9:13 SCH002 missing-key: `text` is missing
  add `text: …`; the fact, in one sentence.
""",
    ),
    "bad ids": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: Listening First
        statement: Say.
        priority: core
        facts:
          - id: listening..hear
            text: Hearing.
""",
        """\
curriculum.yaml:5:13 SCH005 bad-id: `Listening First` is not an id
  an id is made of small letters, digits and single hyphens, its parts joined by dots: `listening-first`
curriculum.yaml:9:17 SCH005 bad-id: `listening..hear` is not an id
  an id is made of small letters, digits and single hyphens, its parts joined by dots: `listening.hear`
""",
    ),
    "ids that stand twice": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - id: listening.first.hear
            text: Hearing.
          - id: listening.first.hear
            text: Again.
      - id: listening.first
        statement: Again.
        priority: core
        facts: []
  - id: listening
    title: Again
    objectives: []
""",
        """\
curriculum.yaml:11:17 SCH006 duplicate-id: the id `listening.first.hear` stands here a second time
  give one of the two another id
  curriculum.yaml:9:17 it stands here first
curriculum.yaml:13:13 SCH006 duplicate-id: the id `listening.first` stands here a second time
  give one of the two another id
  curriculum.yaml:5:13 it stands here first
curriculum.yaml:17:9 SCH006 duplicate-id: the topic `listening` stands here a second time
  give one of the two another id
  curriculum.yaml:2:9 it stands here first
""",
    ),
    "weights": (
        """\
topics:
  - id: listening
    weight: 18%
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - id: listening.first.hear
            text: Hearing.
  - id: reporting
    title: R
    weight: 0
    objectives: []
""",
        """\
curriculum.yaml:3:13 SCH004 bad-value: `weight` cannot be `18%`
  it is a number from 0.001 to 100
curriculum.yaml:14:13 SCH004 bad-value: `weight` cannot be `0`
  it is a number from 0.001 to 100
""",
    ),
    "caution": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - id: listening.first.hear
            text: Hearing.
            caution_level: sure
          - id: listening.first.b
            text: x
            caution_level: verify
""",
        """\
curriculum.yaml:11:28 SCH004 bad-value: `caution_level` cannot be `sure`
  it is wording, inference, substance or verify
curriculum.yaml:12:13 SCH002 missing-key: `caution` is missing
  say in `caution` what is uncertain, or take `caution_level` out
""",
    ),
    "unknown source": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - id: listening.first.hear
            text: Hearing.
            sources: [lew §1, code]
""",
        """\
curriculum.yaml:11:23 SCH008 unknown-reference: unknown source `lew`; did you mean `law`?
  add it to sources.yaml, or mend the id
""",
    ),
    "no objectives": (
        """\
topics:
  - id: listening
    title: Listening
""",
        """\
curriculum.yaml:2:5 SCH002 missing-key: `objectives` is missing
  add `objectives: …`; what a learner can do afterwards.
""",
    ),
    "facts as texts": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - Hearing.
""",
        """\
curriculum.yaml:9:13 SCH003 wrong-shape: a fact has keys with values, and this is a text
  begin it with `- id: …`
""",
    ),
    "an alias": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - id: listening.first.hear
            text: *h
""",
        """\
curriculum.yaml:10:19 YML004 anchor-or-alias: the alias *h has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
""",
    ),
    "two documents": (
        """\
topics:
  - id: listening
    title: Listening
    objectives:
      - id: listening.first
        statement: Say.
        priority: core
        facts:
          - id: listening.first.hear
            text: Hearing.
---
more: x
""",
        """\
curriculum.yaml:11:1 YML008 several-documents: a second document begins here
  take out the line "---", or move what follows into a file of its own
""",
    ),
}
# What an author wrote as sources.yaml, and all that they are told.
SOURCES: dict[str, tuple[str, str]] = {
    "empty file": (
        "",
        """\
sources.yaml:1:1 SCH003 wrong-shape: the file is empty
  begin it with `sources: …`
""",
    ),
    "no list": (
        """\
sources: {code: Code}
""",
        """\
curriculum.yaml:12:23 SCH008 unknown-reference: unknown source `code`
  add it to sources.yaml, or mend the id
curriculum.yaml:33:23 SCH008 unknown-reference: unknown source `law`
  add it to sources.yaml, or mend the id
sources.yaml:1:10 SCH003 wrong-shape: `sources` takes a list, and this is a mapping (`key: …`)
  put "- " before each item
""",
    ),
    "missing and misspelt": (
        """\
sources:
  - id: code
    titel: Code
    kind: law
  - title: x
    kind: page
""",
        """\
sources.yaml:3:5 SCH001 unknown-key: unknown key `titel`; did you mean `title`?
  a source has the keys id, title, kind, publisher, year, url and note
sources.yaml:4:11 SCH004 bad-value: `kind` cannot be `law`
  it is seed, code-of-ethics, statute, regulation, guideline, style-guide or page
sources.yaml:5:5 SCH002 missing-key: `id` is missing
  add `id: …`; names the source; facts and cards cite it.
""",
    ),
    "bad url and year": (
        """\
sources:
  - id: code
    title: Code
    kind: page
    url: www.example.org
    year: [2023]
""",
        """\
curriculum.yaml:33:23 SCH008 unknown-reference: unknown source `law`
  add it to sources.yaml, or mend the id
sources.yaml:5:10 SCH021 link-address: `url` is not an address that a learner can open: www.example.org
  it begins with https://, http:// or mailto: and has no spaces
sources.yaml:6:11 SCH003 wrong-shape: `year` takes a text, and this is a list
  write `year: …` with one text
""",
    ),
    "ids twice": (
        """\
sources:
  - {id: code, title: A, kind: page}
  - {id: code, title: B, kind: page}
""",
        """\
curriculum.yaml:33:23 SCH008 unknown-reference: unknown source `law`
  add it to sources.yaml, or mend the id
sources.yaml:3:10 SCH006 duplicate-id: the source `code` stands here a second time
  give one of the two another id
  sources.yaml:2:10 it stands here first
""",
    ),
    "a syntax error": (
        """\
sources:
  - id: law
    title: A: B
""",
        """\
sources.yaml:3:13 YML001 syntax-error: a second ": " stands in this line
  put quotes around a text that holds ": "
""",
    ),
    "a source that is missing": (
        """\
sources:
  - {id: law, title: A, kind: page}
""",
        """\
curriculum.yaml:12:23 SCH008 unknown-reference: unknown source `code`
  add it to sources.yaml, or mend the id
""",
    ),
}
# What an author wrote as published.json, and all that they are told.
PUBLISHED: dict[str, tuple[str, str]] = {
    "not JSON": (
        """\
{"version": 1,
 oops}
""",
        """\
published.json:2:2 SCH023 bad-ledger: this is not JSON: Expecting property name enclosed in double quotes
  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand
""",
    ),
    "a merge conflict": (
        """\
{
  "version": 1,
<<<<<<< HEAD
  "deck": "sample",
=======
  "deck": "other",
>>>>>>> theirs
  "cards": {}
}
""",
        """\
published.json:3:1 SCH023 bad-ledger: a merge conflict was left here
  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand
""",
    ),
    "another version": (
        """\
{"version": 2, "deck": "sample", "cards": {}}
""",
        """\
published.json:1:1 SCH023 bad-ledger: this is not a ledger of this tool: it says no "version": 1
  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand
""",
    ),
    "a list": (
        """\
[]
""",
        """\
published.json:1:1 SCH023 bad-ledger: this is not a ledger of this tool: it says no "version": 1
  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand
""",
    ),
    "no deck": (
        """\
{"version": 1, "cards": {}}
""",
        """\
published.json:1:1 SCH023 bad-ledger: the ledger lacks its "deck" or its "cards"
  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand
""",
    ),
    "a key twice": (
        """\
{
  "version": 1,
  "deck": "sample",
  "cards": {
    "first": {"guid": "s86EnZd1RY7P", "kind": "basic", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": 1700000000},
    "first": {"guid": "s86EnZd1RY7P", "kind": "basic", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": 1700000000}
  }
}
""",
        """\
published.json:6:5 SCH023 bad-ledger: `first` stands here a second time
  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand
""",
    ),
    "entries that no release wrote": (
        """\
{
  "version": 1,
  "deck": "sample",
  "cards": {
    "first": {"guid": "x", "kind": "basic", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": 1700000000},
    "b": {"guid": "peviKEJs1ZT5", "kind": "essay", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": 1700000000},
    "c": {"guid": "Y-wCXZ9g3hPt", "kind": "basic", "hash": "q", "mod": 1700000000},
    "d": {"guid": "9rSSrHWIvlg_", "kind": "basic", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": 0},
    "e": {"guid": "sBg6f0msWqZB", "kind": "basic", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": true},
    "f": {},
    "g\\u0000": {},
    "h": 3
  }
}
""",
        (
            "published.json:5:5 SCH023 bad-ledger: the entry `first` has a GUID that does not come from its deck and key\n"
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
            "published.json:6:5 SCH023 bad-ledger: the entry `b` has an unknown kind\n"
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
            "published.json:7:5 SCH023 bad-ledger: the entry `c` has no sound content hash\n"
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
            "published.json:8:5 SCH023 bad-ledger: the entry `d` has no sound modification time\n"
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
            "published.json:9:5 SCH023 bad-ledger: the entry `e` has no sound modification time\n"
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
            'published.json:10:5 SCH023 bad-ledger: the entry `f` needs "guid", "kind", "hash" and "mod"\n'
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
            "published.json:11:5 SCH023 bad-ledger: the entry `g�` is not the id of a card\n"
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
            'published.json:12:5 SCH023 bad-ledger: the entry `h` needs "guid", "kind", "hash" and "mod"\n'
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
        ),
    ),
    "half a character": (
        """\
{
  "version": 1,
  "deck": "sample",
  "cards": {
    "\\ud800": {}
  }
}
""",
        (
            "published.json:5:5 SCH023 bad-ledger: the entry `�` is not the id of a card\n"
            "  `cps-cards release` writes this file; take the version of the last release back (`git checkout` it), and let nobody edit it by hand\n"
        ),
    ),
    "a card that is gone": (
        """\
{
  "version": 1,
  "deck": "sample",
  "cards": {
    "first": {"guid": "s86EnZd1RY7P", "kind": "basic", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": 1700000000},
    "gone": {"guid": "fd9Z1SBmOFH5", "kind": "basic", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": 1700000000}
  }
}
""",
        """\
published.json:6:5 SCH016 unpublished-removal: the published card `gone` is gone from the deck
  learners have it, and nothing takes it from them: bring it back, in any card file, with `retired: {reason: …}`; where it was renamed, write `formerly: gone` on the card with the new id
""",
    ),
    "another kind": (
        """\
{
  "version": 1,
  "deck": "sample",
  "cards": {
    "first": {"guid": "s86EnZd1RY7P", "kind": "cloze", "hash": "0000000000000000000000000000000000000000000000000000000000000000", "mod": 1700000000}
  }
}
""",
        """\
cards/listening.yaml:3:9 SCH017 kind-changed: `first` was published as a cloze card and is now a basic card
  Anki cannot change the kind of a card that learners have: give this one a new id, and bring the cloze card back with `retired: {reason: …}`
""",
    ),
    "another deck id": (
        """\
{
  "version": 1,
  "deck": "sampel",
  "cards": {

  }
}
""",
        """\
deck.yaml:1:5 SCH018 deck-id-changed: the deck was published as `sampel` and is now `sample`
  write `id: sampel` again: with another id, every learner would lose the review history of every card
  published.json:3:3 published here
""",
    ),
}
# What an author wrote as language.yaml, and all that they are told.
LANGUAGE: dict[str, tuple[str, str]] = {
    "empty file": (
        "",
        """\
language.yaml:1:1 SCH003 wrong-shape: the file is empty
  begin it with `global_exempt_patterns: …`
""",
    ),
    "a term that is not whole": (
        """\
terms:
  - id: client
    category: status
    term: client
    pattern: clients?
    severity: grave
  - category: x
""",
        """\
language.yaml:2:5 SCH002 missing-key: `why` is missing
  add `why: …`; why it matters, told to authors.
language.yaml:6:15 SCH004 bad-value: `severity` cannot be `grave`
  it is error, warning or info
language.yaml:7:5 SCH002 missing-key: `id` is missing
  add `id: …`; names the term.
language.yaml:7:5 SCH002 missing-key: `pattern` is missing
  add `pattern: …`; a regular expression that finds it, whatever the case.
language.yaml:7:5 SCH002 missing-key: `severity` is missing
  add `severity: …`; how grave it is.
language.yaml:7:5 SCH002 missing-key: `term` is missing
  add `term: …`; the wording, for people.
language.yaml:7:5 SCH002 missing-key: `why` is missing
  add `why: …`; why it matters, told to authors.
""",
    ),
    "terms twice": (
        """\
terms:
  - id: client
    category: status
    term: client
    pattern: clients?
    why: It labels.
    severity: warning
  - id: client
    category: status
    term: client
    pattern: clients?
    why: It labels.
    severity: warning
""",
        """\
language.yaml:8:9 SCH006 duplicate-id: the term `client` stands here a second time
  give one of the two another id
  language.yaml:2:9 it stands here first
""",
    ),
    "preferred terms": (
        """\
preferred_terms:
  - concept: c
    use: []
    avoid: [a, ""]
  - use: u
""",
        """\
language.yaml:4:5 SCH007 empty-field: an item of `avoid` is empty
  write it, or take it out
language.yaml:5:5 SCH002 missing-key: `concept` is missing
  add `concept: …`; what the words are about.
language.yaml:5:10 SCH003 wrong-shape: `use` takes a list, and this is a text
  write `use: [u]`
""",
    ),
    "acronyms": (
        """\
acronyms: {CPS: [x], APS: *a}
global_exempt_patterns: x
""",
        """\
language.yaml:1:17 SCH003 wrong-shape: `CPS` takes a text, and this is a list
  write `CPS: …` with one text
language.yaml:1:27 YML004 anchor-or-alias: the alias *a has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
language.yaml:2:25 SCH003 wrong-shape: `global_exempt_patterns` takes a list, and this is a text
  write `global_exempt_patterns: [x]`
""",
    ),
}


@pytest.mark.parametrize("name", DECK)
def test_deck_yaml(name: str, findings: Callable[[folders.Files], str]) -> None:
    written, told = DECK[name]
    assert findings({"deck.yaml": written}) == told.rstrip("\n")


@pytest.mark.parametrize("name", CURRICULUM)
def test_curriculum_yaml(name: str, findings: Callable[[folders.Files], str]) -> None:
    written, told = CURRICULUM[name]
    files = {**folders.TAUGHT, "curriculum.yaml": written}
    assert findings(files) == told.rstrip("\n")


@pytest.mark.parametrize("name", SOURCES)
def test_sources_yaml(name: str, findings: Callable[[folders.Files], str]) -> None:
    written, told = SOURCES[name]
    files = {**folders.TAUGHT, "sources.yaml": written}
    assert findings(files) == told.rstrip("\n")


@pytest.mark.parametrize("name", LANGUAGE)
def test_language_yaml(name: str, findings: Callable[[folders.Files], str]) -> None:
    written, told = LANGUAGE[name]
    assert findings({"language.yaml": written}) == told.rstrip("\n")


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_json(name: str, findings: Callable[[folders.Files], str]) -> None:
    written, told = PUBLISHED[name]
    assert findings({"published.json": written}) == told.rstrip("\n")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[" * 100_000, "lists are nested too deep here"),
        ('{"version": ' + "9" * 5000 + "}", "there is a number in it that no release wrote"),
    ],
)
def test_a_ledger_that_no_parser_bears(
    written: str, told: str, findings: Callable[[folders.Files], str]
) -> None:
    assert findings({"published.json": written}).startswith(
        f"published.json:1:1 SCH023 bad-ledger: {told}"
    )


def test_one_wrong_byte_is_told_and_the_rest_of_the_file_is_read(
    findings: Callable[[folders.Files], str],
) -> None:
    written = folders.DECK.encode() + "description: café\nsubdeck: none\n".encode("latin-1")
    told = findings({"deck.yaml": written}).splitlines()
    assert told[0] == "deck.yaml:6:17 YML002 not-utf8: the byte 0xE9 here is not UTF-8"
    assert told[2].startswith("deck.yaml:7:1 SCH001 unknown-key: unknown key `subdeck`")
