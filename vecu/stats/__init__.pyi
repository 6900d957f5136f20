"""The door of the room, name by name; `__init__.py` opens it."""

from .agreement.alpha import Level, krippendorff_alpha
from .agreement.codes import (
    NOT_JUDGED,
    CodeAgreement,
    CoderStanding,
    agreement_by_code,
    compare_coder,
)
from .agreement.corrected import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from .agreement.results import Agreement, Coefficient, Why
from .calibrating import Calibrated, Margin, calibrate, post_stratify
from .calibration import Method
from .crosstabs import CrossTable, Independence, crosstab
from .designs import Design, Lone
from .expanding import with_weights
from .files import read_margins, read_table
from .groups.comparing import compare_domains, compare_samples
from .groups.permuting import compare_people
from .groups.planning import margin_of_difference, smallest_difference
from .groups.results import Comparison, Difference, GroupTest
from .intervals import Interval
from .linear import Totals, label, measure
from .means import mean, ratio, total
from .measured import Measured, means_of_people
from .parts import Mean, Ratio, Share, Total, estimate
from .proportions import proportion
from .quantiles import quantile
from .ranks.ranking import rank, rank_counts
from .ranks.results import Places, Ranked, Ranking, RankMethod
from .ranktest import RankTest, rank_test
from .refusals import (
    CalibrationRefused,
    DesignRefused,
    EstimateRefused,
    LonePsu,
    NotFinite,
    TableRefused,
    TooFewAnswers,
    VariableRefused,
)
from .replicates import jackknife_mean
from .results import Estimates, Row
from .sensitive.anchored import Anchored, Asked, crosswise_with_anchor
from .sensitive.effects import DesignEffect, TypeShare
from .sensitive.lists import (
    DoubleListed,
    ItemList,
    Listed,
    double_list,
    list_experiment,
)
from .sensitive.planning import (
    Option,
    Plan,
    odds_of,
    people_for_anchor,
    people_for_list,
    people_needed,
    plan_sensitive_question,
)
from .sensitive.results import Doubt, Prevalence, Prevalences
from .sensitive.shares import Yes, prevalence, sensitive_share
from .sensitive.techniques import (
    Crosswise,
    Direct,
    ForcedResponse,
    Technique,
    UnrelatedQuestion,
    Warner,
)
from .twophase import CorrectedShare, Read, WhyNoShare, corrected_share
from .waves.attrition import Attrition, Predicted, weigh_for_attrition
from .waves.changing import Change, change
from .waves.paired import Turned, turned
from .waves.panels import Cases, Panel

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
    "Level",
    "Listed",
    "Lone",
    "LonePsu",
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
    "list_experiment",
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
    "with_weights",
]
