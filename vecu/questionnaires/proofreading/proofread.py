"""The whole of proofreading, in the order in which a mistake can hide another."""

from __future__ import annotations

from dataclasses import dataclass

from vecu.questionnaires.files import Files
from vecu.questionnaires.proofreading.circles import check_circles
from vecu.questionnaires.proofreading.elsewhere import check_clients, check_privacy
from vecu.questionnaires.proofreading.finding import Finding, Level
from vecu.questionnaires.proofreading.formulas import Formula, check_formulas, read_formulas
from vecu.questionnaires.proofreading.headings import (
    check_cells,
    check_headings,
    check_merged,
    check_settings,
    check_sheets,
)
from vecu.questionnaires.proofreading.kinds import check_types
from vecu.questionnaires.proofreading.layout import Layout
from vecu.questionnaires.proofreading.listfiles import check_list_files, uses_of
from vecu.questionnaires.proofreading.lists import check_lists
from vecu.questionnaires.proofreading.media import check_media, media_named
from vecu.questionnaires.proofreading.parameters import check_parameters
from vecu.questionnaires.proofreading.proofs import Proofs
from vecu.questionnaires.proofreading.reading import check_read
from vecu.questionnaires.proofreading.references import (
    check_instance_name,
    check_triggers,
    check_wordings,
)
from vecu.questionnaires.proofreading.repeated import check_repeated
from vecu.questionnaires.proofreading.rows import (
    check_choices,
    check_groups,
    check_labels,
    check_names,
)
from vecu.questionnaires.proofreading.sources import check_elsewhere, check_told
from vecu.questionnaires.proofreading.tree import Place, Tree, read_tree
from vecu.questionnaires.proofreading.wording import check_translations, check_words
from vecu.questionnaires.sheets import Sheets


@dataclass(frozen=True, slots=True)
class Proofread:
    """What proofreading found, and the rows of the survey as a tree: where each path stands.

    `named` are the files that the workbook names, come or not.
    """

    findings: tuple[Finding, ...]
    tree: Tree
    proofs: Proofs
    named: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the form from being published."""
        return tuple(finding for finding in self.findings if finding.level is Level.ERROR)

    def at(self, path: str) -> Place | None:
        """Return the row that stands for a path of the form; conversion adds some of its own."""
        return self.tree.by_path.get(tuple(path.strip("/").split("/")))


def proofread(sheets: Sheets, layout: Layout, files: Files) -> Proofread:
    """Look at every row of every sheet, and of the lists beside them; return everything found.

    The findings are in the order of the checks; nothing is raised, whatever the cells hold.
    """
    proofs = Proofs(sheets, layout)
    check_sheets(proofs)
    legible = not any(finding.level is Level.ERROR for finding in proofs.findings)
    tree, named = read_tree(proofs), frozenset[str]()
    if legible:
        _check_sheet(proofs)
        check_types(proofs)
        check_parameters(proofs, tree)
        check_names(proofs, tree)
        check_groups(proofs, tree)
        check_labels(proofs, tree)
        check_choices(proofs)
        formulas = read_formulas(proofs, tree)
        check_formulas(proofs, tree, formulas)
        check_wordings(proofs, tree)
        check_triggers(proofs, tree)
        check_instance_name(proofs, tree)
        check_lists(proofs, tree, formulas)
        check_told(proofs, tree, formulas)
        check_elsewhere(proofs)
        check_circles(proofs, tree, formulas)
        named = _check_files(proofs, tree, formulas, files)
        check_translations(proofs)
        check_words(proofs)
        check_privacy(proofs, formulas)
        check_clients(proofs, tree, formulas)
        check_repeated(proofs, tree, formulas)
    return Proofread(tuple(proofs.findings), tree, proofs, named)


def _check_sheet(proofs: Proofs) -> None:
    """Look at what any sheet has: headings, and cells that are not what they seem."""
    check_headings(proofs)
    check_settings(proofs)
    check_merged(proofs)
    check_read(proofs)
    check_cells(proofs)


def _check_files(
    proofs: Proofs, tree: Tree, formulas: list[Formula], files: Files
) -> frozenset[str]:
    """Look at the files beside the workbook; return the names of those that it names."""
    uses, media = uses_of(proofs, tree, formulas), media_named(proofs)
    check_list_files(proofs, formulas, uses, files)
    check_media(proofs, tree, media, files)
    return frozenset({use.file for use in uses} | {one.file for one in media})
