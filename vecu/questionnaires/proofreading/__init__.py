"""A workbook read as a proofreader would: every mistake at once, each with its cell."""

from vecu.questionnaires.proofreading.finding import Finding, Flaw, Level

__all__ = ["Finding", "Flaw", "Level"]
