"""How far a coder is with the texts of a question, in one sentence, and what comes next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.coding.models import Coder
from vecu.coding.queries.texts import count_progress, has_other_coders
from vecu.questionnaires import Question


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """`text` says how far the coder is; `complete` that nothing is left to do.

    What comes next is then the first question with texts to do, if there is one; else comparing,
    where others code this question too.
    """

    text: str
    complete: bool
    next_question: Question | None = None
    comparable: bool = False


def build_progress_line(coder: Coder, question: str, questions: list[Question]) -> ProgressLine:
    """Return a coder's progress with a question; `questions` are all coded ones."""
    progress = count_progress(coder, question)
    done, every = progress.done, progress.all
    if not every:
        return ProgressLine(_("There are no texts for you here yet."), complete=False)
    if progress.todo:
        text = ngettext(
            "%(done)s of %(all)s text finished", "%(done)s of %(all)s texts finished", every
        )
        return ProgressLine(text % {"done": done, "all": every}, complete=False)
    text = ngettext(
        "You have finished the only text.", "You have finished all %(all)s texts.", every
    )
    left = (each for each in questions if count_progress(coder, each.path).todo)
    return ProgressLine(
        text % {"all": every},
        complete=True,
        next_question=next(left, None),
        comparable=has_other_coders(coder, question),
    )
