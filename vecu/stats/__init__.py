"""Statistics without Django: data in, an estimate with its interval out, or why there is none.

This is also the door for notebooks: `from vecu import stats`.
"""

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
from vecu.stats.calibrating import Calibrated, Margin, calibrate, post_stratify
from vecu.stats.calibration import Method
from vecu.stats.crosstabs import CrossTable, Independence, crosstab
from vecu.stats.designs import Design, Lone
from vecu.stats.files import read_margins, read_table
from vecu.stats.intervals import Interval
from vecu.stats.linear import Totals, label, measure
from vecu.stats.means import mean, ratio, total
from vecu.stats.parts import Mean, Ratio, Share, Total, estimate
from vecu.stats.proportions import proportion
from vecu.stats.quantiles import quantile
from vecu.stats.ranktest import RankTest, rank_test
from vecu.stats.refusals import (
    CalibrationRefused,
    DesignRefused,
    EstimateRefused,
    LonePsu,
    NotFinite,
    TableRefused,
    TooFewAnswers,
    VariableRefused,
)
from vecu.stats.replicates import jackknife_mean
from vecu.stats.results import Estimates, Row

__all__ = [
    "NOT_JUDGED",
    "Agreement",
    "Calibrated",
    "CalibrationRefused",
    "CodeAgreement",
    "CoderStanding",
    "Coefficient",
    "CrossTable",
    "Design",
    "DesignRefused",
    "EstimateRefused",
    "Estimates",
    "Independence",
    "Interval",
    "Level",
    "Lone",
    "LonePsu",
    "Margin",
    "Mean",
    "Method",
    "NotFinite",
    "RankTest",
    "Ratio",
    "Row",
    "Share",
    "TableRefused",
    "TooFewAnswers",
    "Total",
    "Totals",
    "VariableRefused",
    "Why",
    "agreement_by_code",
    "brennan_prediger",
    "calibrate",
    "cohen_kappa",
    "compare_coder",
    "conger_kappa",
    "crosstab",
    "estimate",
    "fleiss_kappa",
    "gwet_ac1",
    "jackknife_mean",
    "krippendorff_alpha",
    "label",
    "mean",
    "measure",
    "percent_agreement",
    "post_stratify",
    "proportion",
    "quantile",
    "rank_test",
    "ratio",
    "read_margins",
    "read_table",
    "total",
]
