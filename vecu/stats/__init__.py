"""Statistics without Django: data in, an estimate with its interval out, or why there is none."""

from vecu.stats.agreement.alpha import Level, krippendorff_alpha
from vecu.stats.agreement.codes import (
    NOT_JUDGED,
    CodeAgreement,
    CoderStanding,
    agreement_by_code,
    compare_coder,
)
from vecu.stats.agreement.corrected import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from vecu.stats.agreement.results import Agreement, Coefficient, Why
from vecu.stats.twophase import CorrectedShare, Read, WhyNoShare, corrected_share

__all__ = [
    "NOT_JUDGED",
    "Agreement",
    "CodeAgreement",
    "CoderStanding",
    "Coefficient",
    "CorrectedShare",
    "Level",
    "Read",
    "Why",
    "WhyNoShare",
    "agreement_by_code",
    "brennan_prediger",
    "cohen_kappa",
    "compare_coder",
    "conger_kappa",
    "corrected_share",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "percent_agreement",
]
