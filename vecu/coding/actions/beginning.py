"""Beginning a study with a project of another program: its texts, codes and coders."""

from dataclasses import dataclass

from vecu.accounts.actions import give_role, record
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.coding.actions.arriving import Arrived, Wishes, bring_in, bring_texts
from vecu.coding.actions.codebooks import choose_what_is_coded, open_codebook
from vecu.coding.actions.history import Act
from vecu.coding.exchange.beginning import FORM_ID, QUESTION, questionnaire_sheets
from vecu.coding.models import Codebook
from vecu.coding.queries.arriving import plan_bringing
from vecu.coding.queries.codebooks import list_codes
from vecu.coding.refi import Found
from vecu.surveys.actions import About, create_study
from vecu.surveys.queries import Study, latest_version, questionnaire_of
from vecu.surveys.rules import Mode
from vecu.surveys.workbooks import write_workbook


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a study that is made of a project is called; `language` is the one of its codes.

    `owner` is the account that answers for it, '' for nobody yet.
    """

    slug: str
    title: str
    language: str
    owner: str = ""


def begin_with_project(
    found: Found, beginning: Beginning, act: Act, *, name: str, all_read: bool = False
) -> tuple[Study, Arrived]:
    """Begin a study and bring the project into it; `name` is the file's.

    Its coders' codes can be seen by all, as they could in the project, until the team chooses to
    code blindly. Raises `SlugTaken`, `SlugRefused` or `UnknownAccount`, and then nothing was begun.
    What was interrupted afterwards is brought in once more, as into any study.
    """
    owner = get_member(beginning.owner) if beginning.owner else None
    sheets = questionnaire_sheets(beginning.title, beginning.language)
    study = create_study(
        beginning.slug,
        About(title={beginning.language: beginning.title}),
        workbook=write_workbook(sheets),
        workbook_name="project.xlsx",
        mode=Mode.IMPORTED,
    )
    record(act.by, "began study", study.id, beginning.slug, now=act.now)
    if owner:
        give_role(owner, study.id, Role.OWNER, by=act.by, now=act.now)
    codebook = open_codebook(study, beginning.language)
    choose_what_is_coded(codebook, act, questions=[QUESTION], blind=False)
    wishes = Wishes(all_read=all_read)
    return study, bring_project(study, codebook, found, wishes, act, name=name)


def bring_project(
    study: Study, codebook: Codebook, found: Found, wishes: Wishes, act: Act, *, name: str
) -> Arrived:
    """Bring a file into a study: what its plan says, and its texts where the study is made of such.

    Raises what `bring_in` does.
    """
    texts, begun = 0, takes_texts(study)
    plan = plan_bringing(codebook, list_codes(codebook), found)
    if begun and plan.matched.unknown:
        texts = bring_texts(study, codebook, plan.matched.unknown, act.now)
        plan = plan_bringing(codebook, list_codes(codebook), found)
    return bring_in(codebook, plan, wishes, act, name=name, texts=texts)


def takes_texts(study: Study) -> bool:
    """Return whether a study is made of projects, whose texts are answers to its one question."""
    return questionnaire_of(latest_version(study)).form_id == FORM_ID
