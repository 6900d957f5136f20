"""Show the stories behind a count, page by page; reading is audited by answer."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator

from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.cooccurrence import Story
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.queries.coded_stories import CodedAnswer, list_coded_stories
from vecu.coding.views.shared import CodingVisit, audit_reading
from vecu.surveys.links import get_person_url

STORIES_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class StorySelection:
    """The stories behind a count, and its codes; `texts` are all that were counted."""

    stories: Sequence[Story]
    codes: Collection[UUID]
    texts: Collection[TextCodes]


def build_stories_context(
    visit: CodingVisit, workspace: CoderWorkspace, behind: StorySelection
) -> dict[str, Any]:
    """Return the context for a page of stories, each answer with its codes; reading is audited."""
    page = Paginator(behind.stories, STORIES_A_PAGE).get_page(visit.request.GET.get("page"))
    read = list_coded_stories(workspace.codebook, list(page.object_list), behind.texts)
    known = workspace.codes.by_id
    audit_reading(
        visit,
        [story.answer.id for story in read],
        "read coded stories",
        codes=", ".join(sorted(known[code].name for code in behind.codes if code in known)),
    )
    return {
        "codebook": workspace.codebook,
        "page": page,
        "stories": [
            (
                story,
                get_person_url(visit.study, story.answer.id, story.answer.fielding_id),
                [(line, list(_marks(line, workspace, behind.codes))) for line in story.lines],
            )
            for story in read
        ],
    }


def _marks(
    line: CodedAnswer, workspace: CoderWorkspace, wanted: Collection[UUID]
) -> Iterator[dict[str, Any]]:
    """Yield the codes on an answer in the codebook's order, with their details."""
    for code, _depth in workspace.codes.lines:
        if code.id in line.codes or code.id in line.open:
            yield {"code": code, "wanted": code.id in wanted, "open": code.id in line.open} | {
                "machine": line.machine
            }
