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
from vecu.stats.groups.comparing import compare_domains, compare_samples
from vecu.stats.groups.permuting import compare_people
from vecu.stats.groups.planning import margin_of_difference, smallest_difference
from vecu.stats.groups.results import Comparison, Difference, GroupTest
from vecu.stats.intervals import Interval
from vecu.stats.linear import Totals, label, measure
from vecu.stats.means import mean, ratio, total
from vecu.stats.measured import Measured, means_of_people
from vecu.stats.parts import Mean, Ratio, Share, Total, estimate
from vecu.stats.proportions import proportion
from vecu.stats.quantiles import quantile
from vecu.stats.ranks.ranking import rank, rank_counts
from vecu.stats.ranks.results import Places, Ranked, Ranking, RankMethod
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
from vecu.stats.sensitive.anchored import Anchored, Asked, crosswise_with_anchor
from vecu.stats.sensitive.combining import Combined, combine_list_and_direct
from vecu.stats.sensitive.effects import DesignEffect, TypeShare
from vecu.stats.sensitive.liars import LieDetector, lie_detector
from vecu.stats.sensitive.list_models import ListModel, LogOdds, list_model
from vecu.stats.sensitive.lists import (
    DoubleListed,
    ItemList,
    Listed,
    double_list,
    list_experiment,
)
from vecu.stats.sensitive.planning import (
    Option,
    Plan,
    odds_of,
    people_for_anchor,
    people_for_list,
    people_needed,
    plan_sensitive_question,
)
from vecu.stats.sensitive.results import Doubt, Prevalence, Prevalences
from vecu.stats.sensitive.shares import Yes, prevalence, sensitive_share
from vecu.stats.sensitive.techniques import (
    Crosswise,
    Direct,
    ForcedResponse,
    Kuk,
    Mangat,
    Technique,
    UnrelatedQuestion,
    Warner,
)
from vecu.stats.twophase import CorrectedShare, Read, WhyNoShare, corrected_share
from vecu.stats.waves.attrition import Attrition, Predicted, weigh_for_attrition
from vecu.stats.waves.changing import Change, change
from vecu.stats.waves.paired import Turned, turned
from vecu.stats.waves.panels import Cases, Panel

__all__ = [
    "NOT_JUDGED",
    "Agreement",
    "Anchored",
    "Asked",
    "Attrition",
    "Calibrated",
    "CalibrationRefused",
    "Cases",
    "Change",
    "CodeAgreement",
    "CoderStanding",
    "Coefficient",
    "Combined",
    "Comparison",
    "CorrectedShare",
    "CrossTable",
    "Crosswise",
    "Design",
    "DesignEffect",
    "DesignRefused",
    "Difference",
    "Direct",
    "DoubleListed",
    "Doubt",
    "EstimateRefused",
    "Estimates",
    "ForcedResponse",
    "GroupTest",
    "Independence",
    "Interval",
    "ItemList",
    "Kuk",
    "Level",
    "LieDetector",
    "ListModel",
    "Listed",
    "LogOdds",
    "Lone",
    "LonePsu",
    "Mangat",
    "Margin",
    "Mean",
    "Measured",
    "Method",
    "NotFinite",
    "Option",
    "Panel",
    "Places",
    "Plan",
    "Predicted",
    "Prevalence",
    "Prevalences",
    "RankMethod",
    "RankTest",
    "Ranked",
    "Ranking",
    "Ratio",
    "Read",
    "Row",
    "Share",
    "TableRefused",
    "Technique",
    "TooFewAnswers",
    "Total",
    "Totals",
    "Turned",
    "TypeShare",
    "UnrelatedQuestion",
    "VariableRefused",
    "Warner",
    "Why",
    "WhyNoShare",
    "Yes",
    "agreement_by_code",
    "brennan_prediger",
    "calibrate",
    "change",
    "cohen_kappa",
    "combine_list_and_direct",
    "compare_coder",
    "compare_domains",
    "compare_people",
    "compare_samples",
    "conger_kappa",
    "corrected_share",
    "crosstab",
    "crosswise_with_anchor",
    "double_list",
    "estimate",
    "fleiss_kappa",
    "gwet_ac1",
    "jackknife_mean",
    "krippendorff_alpha",
    "label",
    "lie_detector",
    "list_experiment",
    "list_model",
    "margin_of_difference",
    "mean",
    "means_of_people",
    "measure",
    "odds_of",
    "people_for_anchor",
    "people_for_list",
    "people_needed",
    "percent_agreement",
    "plan_sensitive_question",
    "post_stratify",
    "prevalence",
    "proportion",
    "quantile",
    "rank",
    "rank_counts",
    "rank_test",
    "ratio",
    "read_margins",
    "read_table",
    "sensitive_share",
    "smallest_difference",
    "total",
    "turned",
    "weigh_for_attrition",
]
