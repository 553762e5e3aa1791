"""What a plan says in sentences. Each of them holds of the plan, whatever was asked for."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from cps_cards.model.texts import counted, name_list
from cps_cards.plan.forecast import Band
from cps_cards.plan.proposal import LATEST_DAYS, MOST_MINUTES, RETENTIONS, Way
from cps_cards.plan.request import DAY_NAMES, DEFAULT_REVIEW_DAYS, MOST_DAYS
from cps_cards.plan.study import PlanWeek, StudyPlan

_MOST_MISSING = 2

Occasion = Literal["start", "daily", "week", "class", "rest", "review", "behind"]


class Voice(NamedTuple):
    """Whom a plan speaks to: someone at a terminal, who types options and dates, or anybody."""

    terminal: bool

    def date(self, day: date) -> str:
        """``2027-03-15``, or ``March 15, 2027``."""
        return day.isoformat() if self.terminal else f"{day:%B} {day.day}, {day.year}"

    def option(self, text: str) -> str:
        """An option in brackets behind a sentence, for those who can type it."""
        return f" ({text})" if self.terminal else ""


TERMINAL, PAGE = Voice(True), Voice(False)


class Advice(NamedTuple):
    """A thing to do, in Anki's own words; ``kind`` says on what occasion."""

    kind: Occasion
    title: str
    text: str


def percent(share: float) -> str:
    """A share in whole percent; never rounded up to all, or down to nothing."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "99%" if share < 0.995 else "over 99%"
    return f"{share:.0%}"


def exact(share: float) -> str:
    """A share as someone gave it, with all its digits: 0.955 is ``95.5%``."""
    return f"{share * 100:.10g}%"


def percent_below(share: float, limit: float) -> str:
    """A share below another one, with as many digits as it takes to see that."""
    for digits in range(3):
        shown = f"{share:.{digits}%}"
        if float(shown[:-1]) < round(limit * 100, 8):
            return percent(share) if digits == 0 else shown
    return f"just under {exact(limit)}"


def in_minutes(number: float) -> str:
    """``2 minutes``, and one at least."""
    return counted(max(1, round(number)), "minute")


def duration(hours: float) -> str:
    """Hours in words, and minutes where it is less than one."""
    return in_minutes(hours * 60) if round(hours * 60) < 60 else counted(round(hours), "hour")


def whole(number: float) -> str:
    return f"{round(number):,}"


def span(band: Band) -> str:
    """``12 (9-14)``, and ``12`` where that is all it comes to."""
    low, mean, high = map(whole, band)
    return mean if low == high else f"{mean} ({low}-{high})"


def band_percent(band: Band) -> str:
    """``92% to 95%``; nothing where both are the same."""
    low, high = percent(band.low), percent(band.high)
    return "" if low == high else f"{low} to {high}"


def _a_day(number: int) -> str:
    return f"{counted(number, 'new card')} a day"


def _limit(plan: StudyPlan) -> str:
    """The limit on minutes that holds for a plan which was not asked for new cards a day."""
    minutes = plan.request.minutes or MOST_MINUTES
    return f"{minutes:g} {'minute' if minutes == 1 else 'minutes'}"


def _rest_days(plan: StudyPlan) -> str:
    return name_list([DAY_NAMES[day] for day in sorted(plan.request.rest_days)])


def load_line(plan: StudyPlan, voice: Voice) -> str:
    """The plan in sentences: cards a day, from when to when, and the reviews at the end."""
    bringing = [day for day in plan.days if day.new_cards]
    first, last = bringing[0], bringing[-1]
    if first is last:
        text = f"{counted(first.new_cards, 'new card')} on {voice.date(first.date)}."
    else:
        steady = all(day.new_cards == plan.per_day for day in bringing[:-1])
        text = (
            f"{'' if steady else 'Up to '}{_a_day(plan.per_day)}, from {voice.date(first.date)}; "
            f"the last one comes on {voice.date(last.date)}."
        )
    if plan.request.rest_days:
        text += f" None on {_rest_days(plan)}."
    # The days of reviews alone, and why they are not as many as one would think.
    days = sum(day.review_only for day in plan.days)
    option = voice.option("--review-days")
    if not days:
        near = f" No day is left for reviews alone, for the exam is near{option}."
        return text + near if plan.fewer_review_days else text
    why = ""
    if plan.ends_early:
        why = f": one more of new cards would take longer than {_limit(plan)}"
    elif plan.fewer_review_days:
        why = f"; {DEFAULT_REVIEW_DAYS} if the exam were not so near{option}"
    last_days = "day before the exam is" if days == 1 else f"{days} days before the exam are"
    return f"{text} The last {last_days} for reviews alone{why}."


def class_line(plan: StudyPlan) -> str:
    """Whether the weeks of a class are kept, where any ends in time for that."""
    if not plan.class_load:
        return ""
    needed = _a_day(plan.class_load)
    if plan.class_kept:
        return f"The weeks of the class are kept, which takes {needed}."
    return f"The weeks of the class are not kept: they take {needed} to the last."


def time_line(plan: StudyPlan) -> str:
    """How long it takes: on the busiest day, and in all."""
    minutes = plan.busiest.minutes
    return (
        f"About {in_minutes(minutes.mean)} on the busiest day "
        f"({whole(minutes.low)} to {whole(minutes.high)}), {duration(plan.hours.mean)} in all."
    )


def verdict(plan: StudyPlan) -> str:
    """Whether the goal is reached, and if not, what is in the way and what is reached."""
    goal = f"{exact(plan.request.goal)} of the {plan.goal} remembered on the exam day"
    if plan.reached:
        return f"The goal is reached: {goal}."
    known = percent_below(plan.goal_recall.mean, plan.request.goal)
    return f"{_in_the_way(plan)} for {goal}; with this plan it is {known}."


def _in_the_way(plan: StudyPlan) -> str:
    figure = plan.per_day if plan.obstacle == "new" else plan.request.minutes
    suffice = "does not suffice" if figure == 1 else "do not suffice"
    match plan.obstacle:
        case "minutes" if plan.request.minutes is None:
            return f"{_limit(plan)} a day, the most that is proposed, {suffice}"
        case "minutes":
            return f"At most {_limit(plan)} a day {suffice}"
        case "new" if any(w.kind == "new" and w.per_day < plan.per_day for w in plan.ways):
            return f"{_a_day(plan.per_day)} are too many"
        case "new":
            return f"{_a_day(plan.per_day)} {suffice}"
        case "hours":
            return "The hours that these days have do not suffice"
        case "days":
            return "The days until the exam do not suffice"
    return (
        f"A desired retention of {plan.retention:.2f} does not suffice, however many cards a day "
        "are new,"
    )


def ways_title(plan: StudyPlan, voice: Voice) -> str:
    """What leads the ways to more; said alone where nothing that was tried would reach it."""
    if plan.ways:
        return "What would bring more:" if plan.reached else "What would reach it:"
    days = min(LATEST_DAYS, MOST_DAYS - plan.request.horizon)
    tried = []
    if days:
        last = plan.request.day(plan.request.horizon + days)
        tried.append(f"no later exam up to {voice.date(last)}")
    if plan.retention < RETENTIONS[-1]:
        tried.append(f"no desired retention of {name_list([f'{r:.2f}' for r in RETENTIONS], 'or')}")
    if plan.reached or not tried:
        return ""
    return f"Of what was tried, nothing would reach it: {name_list(tried)}."


def way_line(way: Way, plan: StudyPlan, voice: Voice) -> str:
    text, option = told_way(way, plan, voice)
    return text + voice.option(option)


def told_way(way: Way, plan: StudyPlan, voice: Voice) -> tuple[str, str]:
    """A way to more, and what to add on the command line for it."""
    new = _a_day(way.per_day)
    match way.kind:
        case "later":
            most = counted(plan.per_day, "new card") if plan.request.new_per_day else _limit(plan)
            text = f"a later exam: on {voice.date(way.exam_date)}, with at most {most} a day"
            return text, f"--exam-date {way.exam_date.isoformat()}"
        case "retention":
            text = f"more reviews: a desired retention of {way.retention:.2f}"
            return text, f"--retention {way.retention}"
        case "minutes":
            text = f"more time: {counted(way.within, 'minute')} on the busiest day, for {new}"
            return text, f"--minutes {way.within}"
    start = "every card before the exam: " if way.kind == "all" else ""
    instead = " instead of --minutes" if plan.request.minutes is not None else ""
    text = f"{start}{new}, about {in_minutes(way.minutes)} on the busiest day"
    return text, f"--new {way.per_day}{instead}"


def late_line(plan: StudyPlan) -> str:
    """For a plan some of whose cards come too late for the exam."""
    verb = "comes" if plan.late_cards == 1 else "come"
    return (
        f"{whole(plan.late_cards)} of {counted(plan.cards, 'card')} {verb} too late for the exam; "
        "week tags count on after it."
    )


def summary(plan: StudyPlan) -> str:
    """The plan in a line of Markdown, for the description of a deck in Anki."""
    return (
        f"**Study plan for the exam on {PAGE.date(plan.request.exam_date)}.** "
        f"{load_line(plan, PAGE)} {time_line(plan)}\n"
    )


def advice(plan: StudyPlan, voice: Voice) -> Iterator[Advice]:
    """What a learner does in Anki to follow a plan: Anki knows neither rest days nor exams."""
    yield Advice(
        "start",
        "Once, at the start",
        "Open the deck's options. Under Daily Limits set New cards/day to "
        f"{plan.per_day} and Maximum reviews/day to 9999; switch on FSRS and set Desired "
        f"retention to {plan.retention:.2f}. A package built for this plan brings these settings "
        'if you tick "Import any deck presets"; FSRS has to be switched on by hand.',
    )
    yield Advice(
        "daily",
        "Every day",
        f'Study the top deck, "{plan.deck.name}", until Anki says that you have finished, and not '
        "a deck below it. New cards come in the order of the plan.",
    )
    # Where a note has several cards, its one tag is for the first of them.
    blanks = ", one with several blanks that of its first" if plan.cards > len(plan.order) else ""
    yield Advice(
        "week",
        "By week",
        f"In a package built for this plan, each card carries the tag of the week in which it is "
        f"new{blanks}. To see the cards of a week, search for its tag in the browser: "
        f"{next(week.search for week in plan.weeks if week.notes)}",
    )
    today_only = (
        'before you start, choose "Today only" in the deck\'s options under Daily Limits and set '
        "New cards/day to"
    )
    if plan.deck.schedule.weeks:
        yield Advice(
            "class",
            "When a week's cards are done",
            "The next week's cards wait for their week. Where the plan has fewer new cards for a "
            f"day than {plan.per_day}, {today_only} that number; the next day it is back by "
            "itself.",
        )
    if plan.request.rest_days:
        yield Advice(
            "rest",
            f"On {_rest_days(plan)}",
            "These days bring no new cards, but reviews: a review left out waits for the next day. "
            "Anki cannot leave out new cards by weekday (its Easy Days move reviews alone), so "
            f"{today_only} 0; the next day it is back by itself.",
        )
    if plan.first_review_day is not None:
        yield Advice(
            "review",
            f"From {voice.date(plan.first_review_day)}",
            'Reviews alone: choose "This deck" in the deck\'s options under Daily Limits and set '
            "New cards/day to 0.",
        )
    yield Advice(
        "behind",
        "If you fall behind",
        "Reviews come first: set New cards/day to 0 until they are done, then go on. Do not try "
        "to catch up in a day. Search for is:new in the browser to see how many cards are left, "
        "and share them out over the days that are left for new cards.",
    )


def assumptions(plan: StudyPlan, voice: Voice) -> Iterator[str]:
    """What the figures rest on, with the options that change it."""
    learner = plan.request.learner
    fitted = "your own" if learner.parameters else "its default"
    option = voice.option("--fsrs-parameters, --retention")
    yield f"FSRS with {fitted} parameters and a desired retention of {plan.retention:.2f}{option}."
    yield (
        f"A right answer takes {learner.answer_seconds:.0f} seconds, a wrong one longer, and "
        f"{exact(learner.first_right)} of new cards are answered right at first sight"
        f"{voice.option('--pace')}."
    )
    if learner.memory != 1:
        yield (
            f"Memories last {learner.memory:g} times as long as on average, and FSRS has been told "
            "so: choose Optimize in the deck's options once a month."
        )
    yield (
        "Every card is new at the start, every day's reviews are done on that day, and a card "
        "that never was new is not remembered."
    )
    if plan.request.minutes is None and plan.request.new_per_day is None:
        option = voice.option("--minutes, --new")
        yield (
            f"Unless it is asked for, no plan takes more than {MOST_MINUTES:g} minutes on its "
            f"busiest day{option}."
        )
    yield "Figures are means; the ranges beside them are where eight of ten learners would end."


def search_of(week: PlanWeek) -> str:
    """A week's search, or what stands for it where nothing would be found by its tag.

    A note carries the tag of the week of its first card; its others may come weeks later.
    """
    if week.notes:
        return week.search
    return "blanks of earlier weeks" if week.new_cards else "none new"


def topics_of(week: PlanWeek, plan: StudyPlan) -> str:
    """A week's topics by name; where nearly all are there, those that are not."""
    every = [one.name for one in plan.recall if one.kind == "topic"]
    missing = [title for title in every if title not in week.topics]
    if len(every) < 3 or len(missing) > _MOST_MISSING or len(week.topics) <= len(missing):
        return ", ".join(week.topics)
    return f"all but {name_list(missing)}" if missing else f"all {len(every)} topics"
