"""How far respondents came, page by page. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vecu.questionnaires import Group, Question, Questionnaire, Wording, page_key
from vecu.surveys.results.frequencies import QuestionFrequencies, SurveyFrequencies
from vecu.surveys.rules import REVIEW


@dataclass(frozen=True, slots=True)
class PageCompletion:
    """A question of the interview: its answers among those sent, and breakoffs there.

    `tally` is None where nothing is asked: a note, "another one?", the review. `stopped` counts
    respondents who have not sent: existing drafts, and breakoffs.
    """

    key: str
    label: Wording
    tally: QuestionFrequencies | None
    stopped: int

    @property
    def asks_for_more(self) -> bool:
        """Whether it is the page that asks for another story; `label` is the story's."""
        return self.tally is None and self.key.endswith(".more")


def measure_completion(
    questionnaire: Questionnaire, counts: SurveyFrequencies, stopped: Mapping[str, int]
) -> list[PageCompletion]:
    """Return every question in the order of the interview, the review last.

    `stopped` is by page key. All stories are combined: "story.2.task" counts for "story.task".
    Questions that share a page have a line each, the first one with the breakoffs. Respondents
    who had just begun are counted at the first page.
    """
    places: Counter[str] = Counter()
    for key, number in stopped.items():
        places[_without_positions(key)] += number
    lines = list(_lines(questionnaire.root, counts))
    first = lines[0][0] if lines else REVIEW
    places[first] += places.pop("", 0)
    reached = [PageCompletion(key, label, tally, places.pop(key, 0)) for key, label, tally in lines]
    return [*reached, PageCompletion(REVIEW, Wording(), None, sum(places.values()))]


def _lines(
    group: Group, counts: SurveyFrequencies
) -> Iterator[tuple[str, Wording, QuestionFrequencies | None]]:
    for child in group.children:
        address = page_key("/".join(child.path.split("/")[2:]))
        if isinstance(child, Question):
            if child.seen:
                yield address, child.label, counts.tallies.get(child.path)
        elif "field-list" in child.appearance:
            for _key, label, tally in _lines(child, counts):
                yield f"{address}.block", label, tally
        else:
            yield from _lines(child, counts)
        if isinstance(child, Group) and child.invites:
            yield f"{address}.more", child.label, None


def _without_positions(key: str) -> str:
    """Remove the positions from a page key; no XML name is a number."""
    return ".".join(step for step in key.split(".") if not step.isdigit())
