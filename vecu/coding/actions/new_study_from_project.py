"""Create a study from another program's project: its texts, codes and coders."""

from dataclasses import dataclass

from vecu.accounts.actions import give_role, record_audit_event
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.coding.actions.codebook import configure_coding, open_codebook
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.import_project import (
    CodingImportOptions,
    ImportCounts,
    import_coding_project,
    import_texts,
)
from vecu.coding.interchange.new_study import FORM_ID, QUESTION, build_questionnaire_sheets
from vecu.coding.models import Codebook
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.import_project import get_import_plan
from vecu.coding.refi import RefiReadResult
from vecu.surveys.actions import StudyInfo, create_study
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire
from vecu.surveys.rules import Mode
from vecu.surveys.workbook_writer import write_workbook


@dataclass(frozen=True, slots=True)
class ProjectStudyOptions:
    """Settings of the new study; `language` is the language of its codes.

    `owner` is the account responsible for it, '' for none yet.
    """

    slug: str
    title: str
    language: str
    owner: str = ""


def create_study_from_project(
    found: RefiReadResult,
    beginning: ProjectStudyOptions,
    act: ActionContext,
    *,
    name: str,
    all_read: bool = False,
) -> tuple[Study, ImportCounts]:
    """Create a study and import the project into it; `name` is the file's.

    Its coders see each other's codes, as in the project, until the team switches to blind coding.
    Raise `SlugTaken`, `SlugRefused` or `UnknownAccount`, and then nothing is created. If
    interrupted later, import the file again, as into any study.
    """
    workbook = write_workbook(build_questionnaire_sheets(beginning.title, beginning.language))
    study, codebook = begin_imported_study(beginning, act, workbook)
    configure_coding(codebook, act, questions=[QUESTION], blind=False)
    wishes = CodingImportOptions(all_read=all_read)
    return study, import_into_study(study, codebook, found, wishes, act, name=name)


def begin_imported_study(
    beginning: ProjectStudyOptions, act: ActionContext, workbook: bytes
) -> tuple[Study, Codebook]:
    """Create a study whose answers are all brought in, and its codebook.

    Raise `SlugTaken`, `SlugRefused` or `UnknownAccount`, and then nothing is created.
    """
    owner = get_member(beginning.owner) if beginning.owner else None
    study = create_study(
        beginning.slug,
        StudyInfo(title={beginning.language: beginning.title}),
        workbook=workbook,
        workbook_name="project.xlsx",
        mode=Mode.IMPORTED,
    )
    record_audit_event(act.by, "began study", study.scope, beginning.slug, now=act.now)
    if owner:
        give_role(owner, study.scope, Role.OWNER, by=act.by, now=act.now)
    return study, open_codebook(study, beginning.language)


def import_into_study(
    study: Study,
    codebook: Codebook,
    found: RefiReadResult,
    wishes: CodingImportOptions,
    act: ActionContext,
    *,
    name: str,
) -> ImportCounts:
    """Import a file into a study: its plan, and its texts if the study was made from projects.

    Raises what `import_coding_project` does.
    """
    texts, begun = 0, accepts_texts(study)
    plan = get_import_plan(codebook, list_codes(codebook), found)
    if begun and plan.matched.unknown:
        texts = import_texts(study, codebook, plan.matched.unknown, act.now)
        plan = get_import_plan(codebook, list_codes(codebook), found)
    return import_coding_project(codebook, plan, wishes, act, name=name, texts=texts)


def accepts_texts(study: Study) -> bool:
    """Return whether a study was made from projects, with texts as answers to its one question."""
    return get_questionnaire(get_latest_version(study)).form_id == FORM_ID
