"""What authors are told about a card: the place, the words, and the way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import folders

# What an author wrote, and all that they are told.
CASES: dict[str, tuple[str, str]] = {
    "misspelt key": (
        """\
- id: a
  front: q
  bakc: r
""",
        """\
cards/a.yaml:5:3 SCH001 unknown-key: unknown key `bakc`; did you mean `back`?
  a card has the keys id, kind, scenario, front, back, reverse, why, teaches, sources, after, tags, formerly, retired and ignore
""",
    ),
    "key in capitals": (
        """\
- id: a
  Front: q
  back: r
""",
        """\
cards/a.yaml:4:3 SCH001 unknown-key: unknown key `Front`; did you mean `front`?
  a card has the keys id, kind, scenario, front, back, reverse, why, teaches, sources, after, tags, formerly, retired and ignore
""",
    ),
    "unknown key that resembles none": (
        """\
- id: a
  front: q
  back: r
  colour: red
""",
        """\
cards/a.yaml:6:3 SCH001 unknown-key: unknown key `colour`
  a card has the keys id, kind, scenario, front, back, reverse, why, teaches, sources, after, tags, formerly, retired and ignore
""",
    ),
    "key of another kind": (
        """\
- id: a
  kind: cloze
  text: "{{c1::x}}"
  front: q
""",
        """\
cards/a.yaml:6:3 SCH001 unknown-key: `front` does not belong to a cloze card
  it belongs to a basic card: change `kind`, or take the key out
""",
    ),
    "kind left out": (
        """\
- id: a
  text: "{{c1::x}}"
""",
        """\
cards/a.yaml:4:3 SCH002 missing-key: a card with `text` has to say that it is a cloze card
  add `kind: cloze`
""",
    ),
    "kind left out of a choice card": (
        """\
- id: a
  question: q
  answer: r
  distractors: [s, t]
""",
        """\
cards/a.yaml:4:3 SCH002 missing-key: a card with `question` has to say that it is a choice card
  add `kind: choice`
""",
    ),
    "misspelt kind": (
        """\
- id: a
  kind: clozed
  text: "{{c1::x}}"
""",
        """\
cards/a.yaml:4:9 SCH004 bad-value: `kind` cannot be `clozed`; did you mean `cloze`?
  it is basic, cloze or choice
""",
    ),
    "kind without a value": (
        """\
- id: a
  kind:
  front: q
  back: r
""",
        """\
cards/a.yaml:4:3 SCH007 empty-field: `kind` is empty
  write basic, cloze or choice, or take the key out
""",
    ),
    "no id": (
        """\
- front: q
  back: r
""",
        """\
cards/a.yaml:3:3 SCH002 missing-key: `id` is missing
  add `id: …`; names the card for ever: what learners remember hangs on it. Small letters, digits and single hyphens; no other card of the deck has it.
""",
    ),
    "bad id": (
        """\
- id: My Card!
  front: q
  back: r
""",
        """\
cards/a.yaml:3:7 SCH005 bad-id: `My Card!` is not an id
  an id is made of small letters, digits and single hyphens: `my-card`
""",
    ),
    "id with a hyphen at its end": (
        """\
- id: a-
  front: q
  back: r
""",
        """\
cards/a.yaml:3:7 SCH005 bad-id: `a-` is not an id
  an id is made of small letters, digits and single hyphens: `a`
""",
    ),
    "long id": (
        """\
- id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  front: q
  back: r
""",
        """\
cards/a.yaml:3:7 SCH005 bad-id: this id has more than 64 characters
  an id is made of small letters, digits and single hyphens: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`
""",
    ),
    "id without a value": (
        """\
- id:
  front: q
  back: r
""",
        """\
cards/a.yaml:3:3 SCH007 empty-field: `id` is empty
  write a text
""",
    ),
    "missing back": (
        """\
- id: a
  front: q
""",
        """\
cards/a.yaml:3:3 SCH002 missing-key: `back` is missing
  add `back: …`; the answer, as short as it can be.
""",
    ),
    "blank back": (
        """\
- id: a
  front: q
  back:
""",
        """\
cards/a.yaml:5:3 SCH007 empty-field: `back` is empty
  write a text
""",
    ),
    "zero-width back": (
        """\
- id: a
  front: q
  back: "\\u200b \\u00ad"
""",
        """\
cards/a.yaml:5:9 SCH007 empty-field: `back` is empty: it shows nothing
  write a text
""",
    ),
    "nothing but markup": (
        """\
- id: a
  front: "**"
  back: <b></b>
  why: "&nbsp;"
""",
        """\
cards/a.yaml:4:11 SCH007 empty-field: this shows nothing: it is only markup
  write a text; to show `**` as it stands, put a backslash before its mark (`988\\.` for a number with a full stop)
cards/a.yaml:5:9 SCH007 empty-field: this shows nothing: it is only markup
  write a text; to show `<b></b>` as it stands, put a backslash before its mark (`988\\.` for a number with a full stop)
cards/a.yaml:6:9 SCH007 empty-field: this shows nothing: it is only markup
  write a text; to show `&nbsp;` as it stands, put a backslash before its mark (`988\\.` for a number with a full stop)
""",
    ),
    "a number that is a list": (
        """\
- id: a
  front: Which number?
  back: 988.
""",
        """\
cards/a.yaml:5:9 SCH007 empty-field: this shows nothing: it is only markup
  write a text; to show `988.` as it stands, put a backslash before its mark (`988\\.` for a number with a full stop)
""",
    ),
    "a list for a text": (
        """\
- id: a
  front: [q]
  back: r
""",
        """\
cards/a.yaml:4:10 SCH003 wrong-shape: `front` takes a text, and this is a list
  write `front: …` with one text
""",
    ),
    "a mapping for a text": (
        """\
- id: a
  front:
    Ask: q
  back: r
""",
        """\
cards/a.yaml:5:5 SCH003 wrong-shape: `front` takes a text, and this is a mapping (`key: …`)
  write `front: …` with one text; a text that holds ": " needs quotes
""",
    ),
    "reverse is neither": (
        """\
- id: a
  front: q
  back: r
  reverse: yes
""",
        """\
cards/a.yaml:6:12 SCH004 bad-value: `reverse` cannot be `yes`
  it is true or false
""",
    ),
    "reverse without a value": (
        """\
- id: a
  front: q
  back: r
  reverse:
""",
        """\
cards/a.yaml:6:3 SCH007 empty-field: `reverse` is empty
  write true, or take the key out
""",
    ),
    "a text for a list": (
        """\
- id: a
  front: q
  back: r
  tags: one
""",
        """\
cards/a.yaml:6:9 SCH003 wrong-shape: `tags` takes a list, and this is a text
  write `tags: [one]`
""",
    ),
    "a mapping for a list": (
        """\
- id: a
  front: q
  back: r
  tags: {one: two}
""",
        """\
cards/a.yaml:6:9 SCH003 wrong-shape: `tags` takes a list, and this is a mapping (`key: …`)
  put "- " before each item
""",
    ),
    "a list in a list": (
        """\
- id: a
  front: q
  back: r
  tags: [[one]]
""",
        """\
cards/a.yaml:6:10 SCH003 wrong-shape: the items of `tags` are texts, and this is a list
  a text that holds ": " or begins with a bracket needs quotes around it
""",
    ),
    "empty items": (
        """\
- id: a
  front: q
  back: r
  tags: [one, ""]
  after:
    -
""",
        """\
cards/a.yaml:6:3 SCH007 empty-field: an item of `tags` is empty
  write it, or take it out
cards/a.yaml:7:3 SCH007 empty-field: an item of `after` is empty
  write it, or take it out
""",
    ),
    "an id named twice": (
        """\
- id: a
  front: q
  back: r
  after: [first, first]
""",
        """\
cards/a.yaml:6:18 SCH004 bad-value: `first` stands twice in `after`
  take one of the two out
""",
    ),
    "bad tags": (
        """\
- id: a
  front: q
  back: r
  tags: [two words, it's, "a::", leech, "cps::week::01", Marked]
""",
        """\
cards/a.yaml:6:10 SCH004 bad-value: the tag `two words` holds a space or a quote
  Anki divides tags at spaces: write a hyphen or an underscore instead
cards/a.yaml:6:21 SCH004 bad-value: the tag `it's` holds a space or a quote
  Anki divides tags at spaces: write a hyphen or an underscore instead
cards/a.yaml:6:27 SCH004 bad-value: the tag `a::` has an empty part
  write a word on both sides of `::`
cards/a.yaml:6:34 SCH004 bad-value: Anki itself uses the tag `leech`
  take another word: learners mark cards with this one
cards/a.yaml:6:41 SCH004 bad-value: the tag `cps::week::01` is one that the tool itself gives
  take another word, or take the tag out: topic, priority, kind and week are given
cards/a.yaml:6:58 SCH004 bad-value: Anki itself uses the tag `Marked`
  take another word: learners mark cards with this one
""",
    ),
    "a card that is a text": (
        """\
- just a text
""",
        """\
cards/a.yaml:3:3 SCH003 wrong-shape: a card has keys with values, and this is a text
  begin it with `- id: …`
""",
    ),
    "an ignore without a reason": (
        """\
- id: a
  front: q
  back: r
  ignore:
    status-label:
    long-answer: "  "
    other: [x]
""",
        """\
cards/a.yaml:7:5 SCH019 ignore-without-reason: `ignore` silences status-label without a reason
  write `status-label: the reason` in words that a reviewer can judge
cards/a.yaml:8:5 SCH019 ignore-without-reason: `ignore` silences long-answer without a reason
  write `long-answer: the reason` in words that a reviewer can judge
cards/a.yaml:9:5 SCH019 ignore-without-reason: `ignore` silences other without a reason
  write `other: the reason` in words that a reviewer can judge
""",
    ),
    "ignore as a list": (
        """\
- id: a
  front: q
  back: r
  ignore: [status-label]
""",
        """\
cards/a.yaml:6:11 SCH003 wrong-shape: `ignore` takes keys with values, and this is a list
  write `ignore: {rule: reason}`
""",
    ),
    "retired without a reason": (
        """\
- id: a
  front: q
  back: r
  retired: {see: [first]}
""",
        """\
cards/a.yaml:6:13 SCH002 missing-key: `reason` is missing
  add `reason: …`; why the card is no longer taught.
""",
    ),
    "retired without a value": (
        """\
- id: a
  front: q
  back: r
  retired:
""",
        """\
cards/a.yaml:6:3 SCH007 empty-field: `retired` is empty
  write `retired: {reason: …}`: learners who have the card are shown the reason
""",
    ),
    "retired true": (
        """\
- id: a
  front: q
  back: r
  retired: true
""",
        """\
cards/a.yaml:6:12 SCH003 wrong-shape: `retired` takes keys with values, and this is a text
  write `retired: {reason: …}`
""",
    ),
    "retired with an unknown key and an unknown card": (
        """\
- id: a
  front: q
  back: r
  retired: {reason: Old., sea: [x], see: [gone]}
""",
        """\
cards/a.yaml:6:27 SCH001 unknown-key: unknown key `sea`
  `retired` has the keys reason and see
cards/a.yaml:6:43 SCH008 unknown-reference: unknown card `gone`
  name a card of this deck by its id
""",
    ),
    "cloze without a deletion": (
        """\
- id: a
  kind: cloze
  text: Nothing is hidden.
""",
        """\
cards/a.yaml:5:9 SCH009 cloze-no-deletion: a cloze card hides something, and nothing is hidden here
  put the words to recall between {{c1:: and }}
""",
    ),
    "cloze left open": (
        """\
- id: a
  kind: cloze
  text: Ask {{c1::before sharing.
""",
        """\
cards/a.yaml:5:13 SCH010 cloze-braces: the deletion c1 is opened and not closed
  write }} where the hidden words end
""",
    ),
    "cloze closed twice": (
        """\
- id: a
  kind: cloze
  text: Ask {{c1::before}}}} sharing.
""",
        """\
cards/a.yaml:5:27 SCH010 cloze-braces: }} closes nothing here
  take it out, or open the deletion with {{c1::; in maths, put a space between two }
""",
    ),
    "cloze in single braces": (
        """\
- id: a
  kind: cloze
  text: "Ask {{c1:before}} sharing {{C2::x}} {{ c3::y}}."
""",
        """\
cards/a.yaml:5:14 SCH010 cloze-braces: {{ does not open a deletion here
  write {{c1::hidden words}}: a small c, a number and two colons, without spaces
cards/a.yaml:5:36 SCH010 cloze-braces: {{ does not open a deletion here
  write {{c1::hidden words}}: a small c, a number and two colons, without spaces
cards/a.yaml:5:46 SCH010 cloze-braces: {{ does not open a deletion here
  write {{c1::hidden words}}: a small c, a number and two colons, without spaces
""",
    ),
    "cloze that hides nothing": (
        """\
- id: a
  kind: cloze
  text: "Ask {{c1::}} and {{c2:: ::hint}} and {{c3::<b></b>}}."
""",
        """\
cards/a.yaml:5:14 SCH010 cloze-braces: the deletion c1 hides nothing
  write the hidden words behind the two colons
cards/a.yaml:5:27 SCH010 cloze-braces: the deletion c2 hides nothing
  write the hidden words behind the two colons
cards/a.yaml:5:47 SCH010 cloze-braces: the deletion c3 hides nothing
  write the hidden words behind the two colons
""",
    ),
    "cloze numbers": (
        """\
- id: a
  kind: cloze
  text: "{{c0::a}} {{c501::b}} {{c99999999999999999999::c}} {{c500::d}}"
""",
        """\
cards/a.yaml:5:10 SCH010 cloze-braces: there is no deletion c0: numbers go from c1 to c500
  number the deletions of a card c1, c2, c3 …
cards/a.yaml:5:20 SCH010 cloze-braces: there is no deletion c501: numbers go from c1 to c500
  number the deletions of a card c1, c2, c3 …
cards/a.yaml:5:32 SCH010 cloze-braces: there is no deletion c999999999999: numbers go from c1 to c500
  number the deletions of a card c1, c2, c3 …
""",
    ),
    "cloze of several numbers": (
        """\
- id: a
  kind: cloze
  text: "{{c1,2::a}}"
""",
        """\
cards/a.yaml:5:10 SCH010 cloze-braces: {{ does not open a deletion here
  write {{c1::hidden words}}: a small c, a number and two colons, without spaces
""",
    ),
    "cloze nested too deep": (
        """\
- id: a
  kind: cloze
  text: "{{c1::a {{c2::b {{c3::c {{c4::d}}}}}}}}"
""",
        """\
cards/a.yaml:5:34 SCH010 cloze-braces: deletions are nested more than 3 deep here
  hide fewer things at a time
""",
    ),
    "cloze across formatting": (
        """\
- id: a
  kind: cloze
  text: "**Ask {{c1::before** you}} share, {{c2::*hint::x*}}."
""",
        """\
cards/a.yaml:5:16 SCH010 cloze-braces: the deletion c1 ends inside other formatting than it begins in
  begin and end it, and its hint, in the same paragraph, list item or bold text
cards/a.yaml:5:44 SCH010 cloze-braces: the deletion c2 ends inside other formatting than it begins in
  begin and end it, and its hint, in the same paragraph, list item or bold text
""",
    ),
    "cloze across paragraphs": (
        """\
- id: a
  kind: cloze
  text: |-
    Ask {{c1::before

    you}} share.
""",
        """\
cards/a.yaml:6:9 SCH010 cloze-braces: the deletion c1 ends inside other formatting than it begins in
  begin and end it, and its hint, in the same paragraph, list item or bold text
""",
    ),
    "cloze in an address": (
        """\
- id: a
  kind: cloze
  text: "See [this](https://x.org/{{c1::y}})."
""",
        """\
cards/a.yaml:5:10 SCH010 cloze-braces: a deletion or maths stands inside a link's address
  hide the words of the link, not its address
""",
    ),
    "both distractors and options": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  distractors: [s, t]
  options: [r, s, t]
""",
        """\
cards/a.yaml:8:3 SCH011 choice-options: a choice card has `distractors` or `options`, not both
  keep `distractors`; `options` is for options whose order matters
""",
    ),
    "neither": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
""",
        """\
cards/a.yaml:3:3 SCH002 missing-key: `distractors` is missing
  add two to five wrong options under `distractors:`
""",
    ),
    "too few options": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  distractors: [s]
""",
        """\
cards/a.yaml:7:3 SCH011 choice-options: a choice card has three to six options in all, and this one has 2
  add a wrong option
""",
    ),
    "too many options": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  options: [r, s, t, u, v, w, x]
""",
        """\
cards/a.yaml:7:3 SCH011 choice-options: a choice card has three to six options in all, and this one has 7
  take out the weakest wrong options
""",
    ),
    "no options at all": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  options: []
""",
        """\
cards/a.yaml:7:3 SCH011 choice-options: a choice card has three to six options in all, and this one has 0
  add a wrong option
""",
    ),
    "equal options": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  distractors: [s, "s ", " r"]
""",
        """\
cards/a.yaml:7:20 SCH011 choice-options: this option stands here a second time
  a learner could not tell the two apart: change one of them
cards/a.yaml:7:26 SCH011 choice-options: this option equals the answer
  a learner could not tell the two apart: change one of them
""",
    ),
    "answer not among the options": (
        """\
- id: a
  kind: choice
  question: q
  answer: Within 24 hours
  options: [Within 12 hours, Within 24 hour, Within 48 hours]
""",
        """\
cards/a.yaml:6:11 SCH011 choice-options: the answer is not among `options`; did you mean `Within 24 hour`?
  write it there too, letter for letter
""",
    ),
    "option with a colon": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  distractors:
    - Say this: go away
    - t
""",
        """\
cards/a.yaml:8:7 SCH003 wrong-shape: this option reads as the key `Say this` with a value, for it holds ": "
  put quotes around the whole option
""",
    ),
    "option with a wrong key": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  distractors:
    - {txt: s}
    - {text: "", why: w}
    - {text: t, because: w}
""",
        """\
cards/a.yaml:8:8 SCH001 unknown-key: unknown key `txt`; did you mean `text`?
  an option has the keys text and why
cards/a.yaml:9:8 SCH007 empty-field: `text` is empty
  write a text
cards/a.yaml:10:17 SCH001 unknown-key: unknown key `because`
  an option has the keys text and why
""",
    ),
    "empty option and list": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  distractors: [s, "", [t], " "]
  options:
""",
        """\
cards/a.yaml:8:3 SCH011 choice-options: a choice card has `distractors` or `options`, not both
  keep `distractors`; `options` is for options whose order matters
""",
    ),
    "an option without a value": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  distractors:
    - s
    -
""",
        """\
cards/a.yaml:7:3 SCH007 empty-field: an option is empty: it shows nothing
  write the option as a text, or take it out
""",
    ),
    "links that lead nowhere": (
        """\
- id: a
  front: "[x](JavaScript:alert(1)) <data:text/html,x>"
  back: "[y](page.html) [z](//x.org) [e](java&#115;cript:x)"
""",
        """\
cards/a.yaml:4:15 SCH021 link-address: a link to `JavaScript:alert(1)` cannot be opened from a card
  links go to https:, http: or mailto: addresses
cards/a.yaml:4:37 SCH021 link-address: a link to `data:text/html,x` cannot be opened from a card
  links go to https:, http: or mailto: addresses
cards/a.yaml:5:10 SCH021 link-address: a link to `javascript:x` cannot be opened from a card
  links go to https:, http: or mailto: addresses
cards/a.yaml:5:14 SCH021 link-address: a link to `page.html` cannot be opened from a card
  links go to https:, http: or mailto: addresses
cards/a.yaml:5:29 SCH021 link-address: a link to `//x.org` cannot be opened from a card
  links go to https:, http: or mailto: addresses
""",
    ),
    "remote and missing pictures": (
        """\
- id: a
  front: "![x](https://x.org/a.png) ![y](data:image/png;base64,xx)"
  back: "![z](whell.png) ![w](../deck.yaml) ![v](/etc/passwd) ![u](C:\\\\a.png)"
""",
        """\
cards/a.yaml:4:16 SCH012 media-file: `https://x.org/a.png` would come from the network
  put the file into media/ and name it there: a card must work without a network
cards/a.yaml:4:42 SCH012 media-file: `data:image/png;base64,xx` would come from the network
  put the file into media/ and name it there: a card must work without a network
cards/a.yaml:5:15 SCH012 media-file: there is no `whell.png` in media/
  put the file into media/, or mend its name
cards/a.yaml:5:31 SCH012 media-file: `../deck.yaml` leads out of media/
  put the file into media/ and write its name alone
cards/a.yaml:5:50 SCH012 media-file: `/etc/passwd` leads out of media/
  put the file into media/ and write its name alone
cards/a.yaml:5:68 SCH012 media-file: `C:\\a.png` leads out of media/
  put the file into media/ and write its name alone
""",
    ),
    "a picture with a space": (
        """\
- id: a
  front: q
  back: "![z](my wheel.png)"
""",
        """\
cards/a.yaml:5:15 SCH012 media-file: `my wheel.png` holds a space, so that this is no picture
  put the name between < and >, or take the space out of it
""",
    ),
    "unknown topic is not a card's": (
        """\
- id: a
  topic: listening
  front: q
  back: r
""",
        """\
cards/a.yaml:4:3 SCH001 unknown-key: unknown key `topic`
  a card has the keys id, kind, scenario, front, back, reverse, why, teaches, sources, after, tags, formerly, retired and ignore
""",
    ),
    "anchors and aliases": (
        """\
- id: a
  front: &f What?
  back: *f
  why: &w
""",
        """\
cards/a.yaml:4:10 YML004 anchor-or-alias: the anchor &f has no place in a deck
  take it out; a text that begins with "&" needs quotes around it
cards/a.yaml:5:9 YML004 anchor-or-alias: the alias *f has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
cards/a.yaml:6:8 YML004 anchor-or-alias: the anchor &w has no place in a deck
  take it out; a text that begins with "&" needs quotes around it
""",
    ),
    "tags of YAML": (
        """\
- id: a
  front: !!str 12
  back: !important
  why: ! x
""",
        """\
cards/a.yaml:4:10 YML005 tag: the tag !!str has no place in a deck
  take it out; a text that begins with "!" needs quotes around it
cards/a.yaml:5:9 YML005 tag: the tag !important has no place in a deck
  take it out; a text that begins with "!" needs quotes around it
cards/a.yaml:6:8 YML005 tag: the tag ! has no place in a deck
  take it out; a text that begins with "!" needs quotes around it
""",
    ),
    "aliases in lists and options": (
        """\
- id: a
  kind: choice
  question: q
  answer: r
  distractors: [s, *t]
  tags: [*u]
  ignore: {mcq: *w}
""",
        """\
cards/a.yaml:7:20 YML004 anchor-or-alias: the alias *t has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
cards/a.yaml:8:10 YML004 anchor-or-alias: the alias *u has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
cards/a.yaml:9:17 YML004 anchor-or-alias: the alias *w has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
""",
    ),
    "an alias for a kind": (
        """\
- id: a
  kind: *k
  text: x
- *card
""",
        """\
cards/a.yaml:4:9 YML004 anchor-or-alias: the alias *k has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
cards/a.yaml:6:3 YML004 anchor-or-alias: the alias *card has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
""",
    ),
    "merge key": (
        """\
- id: a
  <<: *base
""",
        """\
cards/a.yaml:4:3 YML006 merge-key: the merge key `<<` has no place in a deck
  write the keys out
cards/a.yaml:4:7 YML004 anchor-or-alias: the alias *base has no place in a deck
  write the text out; a text that begins with "*" needs quotes around it
""",
    ),
    "complex keys": (
        """\
- id: a
  front: q
  back: r
  ? [x]
  : y
  {a: b}: c
""",
        """\
cards/a.yaml:6:5 YML012 complex-key: a list or a mapping cannot be a key
  put quotes around a text that begins with a bracket or a brace
cards/a.yaml:8:3 YML012 complex-key: a list or a mapping cannot be a key
  put quotes around a text that begins with a bracket or a brace
""",
    ),
    "duplicate key": (
        """\
- id: a
  front: q
  back: r
  front: again
""",
        """\
cards/a.yaml:6:3 YML007 duplicate-key: the key `front` stands here a second time
  keep one of the two
  cards/a.yaml:4:3 it stands here first
""",
    ),
    "a value without a key": (
        """\
- id: a
  front: q
  back: r
  : x
""",
        """\
cards/a.yaml:6:3 YML001 syntax-error: the keys do not line up here, or a quoted text has ended too early
  indent all keys of a card alike; inside single quotes, write a quote twice
""",
    ),
    "escaped control characters": (
        """\
- id: a
  front: "q\\x1f \\0"
  back: "\\x1f"
""",
        """\
cards/a.yaml:4:12 YML003 control-character: the text holds the control character U+001F
  take it out; only line breaks and tabs may stand in a text
cards/a.yaml:4:17 YML003 control-character: the text holds the control character U+0000
  take it out; only line breaks and tabs may stand in a text
cards/a.yaml:5:10 YML003 control-character: the text holds the control character U+001F
  take it out; only line breaks and tabs may stand in a text
""",
    ),
    "raw control characters": (
        ("- id: a\n  front: q\x1f\n  back: r\x00 s\n  why: \x7f\n"),
        """\
cards/a.yaml:4:11 YML003 control-character: the control character U+001F stands here
  take it out; only line breaks and tabs may stand in a deck
cards/a.yaml:5:10 YML003 control-character: the control character U+0000 stands here
  take it out; only line breaks and tabs may stand in a deck
cards/a.yaml:6:8 YML003 control-character: the control character U+007F stands here
  take it out; only line breaks and tabs may stand in a deck
""",
    ),
    "half a character": (
        """\
- id: a
  front: "q \\ud83d\\ude00"
  back: r
""",
        """\
cards/a.yaml:4:13 YML001 syntax-error: this escape is no character, or half of one
  write the character itself instead of its escape
""",
    ),
    "colon in a text": (
        """\
- id: a
  front: The rule: ask first
  back: r
""",
        """\
cards/a.yaml:4:18 YML001 syntax-error: a second ": " stands in this line
  put quotes around a text that holds ": "
""",
    ),
    "a key out of line": (
        """\
- id: a
  front: q
   back: r
""",
        """\
cards/a.yaml:5:8 YML001 syntax-error: a second ": " stands in this line
  put quotes around a text that holds ": "
""",
    ),
    "a key out of line to the left": (
        """\
- id: a
  front: q
 back: r
""",
        """\
cards/a.yaml:5:2 YML001 syntax-error: the keys do not line up here, or a quoted text has ended too early
  indent all keys of a card alike; inside single quotes, write a quote twice
""",
    ),
    "quote left open": (
        """\
- id: a
  front: "q
  back: r
""",
        """\
cards/a.yaml:4:10 YML001 syntax-error: a quote is opened here and never closed
  close it where the text ends
""",
    ),
    "quote in a quote": (
        """\
- id: a
  front: 'don't'
  back: r
""",
        """\
cards/a.yaml:4:15 YML001 syntax-error: more stands here behind a closing quote
  put single quotes around the whole text, and write each single quote inside it twice
""",
    ),
    "bracket left open": (
        """\
- id: a
  front: q
  back: r
  tags: [a, b
""",
        """\
cards/a.yaml:6:9 YML001 syntax-error: a bracket is opened here, and its list is not closed or lacks a comma
  close the bracket where the list ends, with commas between the items; a text that begins with a bracket needs quotes around it
""",
    ),
    "tab": (
        ("- id: a\n\tfront: q\n"),
        """\
cards/a.yaml:4:1 YML001 syntax-error: a tab stands where only spaces may
  indent with spaces
""",
    ),
    "a text that begins with a mark": (
        """\
- id: a
  front: @home
  back: r
- id: b
  front: `x`
  back: r
""",
        """\
cards/a.yaml:4:10 YML001 syntax-error: a text cannot begin with this character
  put quotes around the text
cards/a.yaml:7:10 YML001 syntax-error: a text cannot begin with this character
  put quotes around the text
""",
    ),
    "backslash in double quotes": (
        """\
- id: a
  front: "\\(x\\)"
  back: r
""",
        """\
cards/a.yaml:4:11 YML001 syntax-error: a backslash in double quotes begins an escape that YAML does not know
  use single quotes around a text with backslashes, or write each backslash twice
""",
    ),
    "a key without a colon": (
        """\
- id: a
  front: q
  back r
""",
        """\
cards/a.yaml:5:3 YML001 syntax-error: a key without ": " behind it
  write `key: text`, and indent the further lines of a text deeper than its key
""",
    ),
    "list in the line of its key": (
        """\
- id: a
  front: q
  back: r
  tags: - a
""",
        """\
cards/a.yaml:6:9 YML001 syntax-error: a list cannot begin in the line of its key
  put each item on a line of its own, with "- " before it, or the list in brackets
""",
    ),
    "text in the line of its bar": (
        """\
- id: a
  front: |x
    y
  back: r
""",
        """\
cards/a.yaml:4:11 YML001 syntax-error: a text in the line of its | or >
  begin the text on the next line, indented; quote a text that begins with | or >
""",
    ),
    "second document": (
        """\
- id: a
  front: q
---
- id: b
  front: r
""",
        """\
cards/a.yaml:3:3 SCH002 missing-key: `back` is missing
  add `back: …`; the answer, as short as it can be.
cards/a.yaml:5:1 YML008 several-documents: a second document begins here
  take out the line "---", or move what follows into a file of its own
cards/a.yaml:6:3 SCH002 missing-key: `back` is missing
  add `back: …`; the answer, as short as it can be.
""",
    ),
    "merge conflict": (
        """\
- id: a
<<<<<<< HEAD
  front: q
=======
  front: r
>>>>>>> theirs
  bakc: s
""",
        """\
cards/a.yaml:4:1 YML001 syntax-error: a merge conflict was left here
  keep one of the two versions, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>
cards/a.yaml:9:3 SCH001 unknown-key: unknown key `bakc`; did you mean `back`?
  a card has the keys id, kind, scenario, front, back, reverse, why, teaches, sources, after, tags, formerly, retired and ignore
""",
    ),
    "too deep": (
        """\
- id: a
  front: [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]
- id: b
  bakc: r
  front: q
""",
        """\
cards/a.yaml:4:23 YML009 too-deep: lists and mappings are nested more than 16 deep here
  a deck file needs far less; check the indentation and the brackets
cards/a.yaml:6:3 SCH001 unknown-key: unknown key `bakc`; did you mean `back`?
  a card has the keys id, kind, scenario, front, back, reverse, why, teaches, sources, after, tags, formerly, retired and ignore
""",
    ),
    "two bad cards and a good one": (
        """\
- id: a
  front: x: y
- id: good
  front: q
  back: r
- id: b
  front: "x
- id: c
  bakc: r
  front: q
""",
        """\
cards/a.yaml:4:11 YML001 syntax-error: a second ": " stands in this line
  put quotes around a text that holds ": "
cards/a.yaml:9:10 YML001 syntax-error: a quote is opened here and never closed
  close it where the text ends
cards/a.yaml:11:3 SCH001 unknown-key: unknown key `bakc`; did you mean `back`?
  a card has the keys id, kind, scenario, front, back, reverse, why, teaches, sources, after, tags, formerly, retired and ignore
""",
    ),
    "not ASCII before the place": (
        """\
- id: a
  front: "Çà et là 😀 {{c1::x}} ![é](nulle.png)"
  back: r
""",
        """\
cards/a.yaml:4:37 SCH012 media-file: there is no `nulle.png` in media/
  put the file into media/, or mend its name
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_told_at_its_place(name: str, findings: Callable[[folders.Files], str]) -> None:
    card, told = CASES[name]
    assert findings({"cards/a.yaml": folders.CARDS + card}) == told.rstrip("\n")
