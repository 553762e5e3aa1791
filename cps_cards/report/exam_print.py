"""An exam on paper: a form that helps nobody to answer, and beside it the key with the reasons."""

from cps_cards import page
from cps_cards.exam.forms import Form
from cps_cards.exam.questions import Question, with_media
from cps_cards.render.lettering import direction


def files(form: Form) -> dict[str, bytes]:
    """The form, and under ``-key`` its key; both carry a code that ties them together."""

    def shown(body: str, question: Question) -> page.Marked:
        # Rendered and sanitised.
        return page.Marked(with_media(body, lambda name: page.data_address(question.media[name])))

    return {
        suffix: page.render(
            "exam_paper",
            media=bool(form.media),
            form=form,
            is_key=is_key,
            letter=form.letter or "A",
            direction=direction(form.deck.language),
            shown=shown,
        ).encode()
        for suffix, is_key in (("", False), ("-key", True))
    }
