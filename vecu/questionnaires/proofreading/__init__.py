"""A workbook read as a proofreader would: every mistake at once, each with its cell."""

from vecu.questionnaires.proofreading.finding import Finding, Flaw, Level
from vecu.questionnaires.proofreading.layout import Layout, read_layout
from vecu.questionnaires.proofreading.proofread import Proofread, proofread
from vecu.questionnaires.proofreading.proofs import Proofs

__all__ = ["Finding", "Flaw", "Layout", "Level", "Proofread", "Proofs", "proofread", "read_layout"]
