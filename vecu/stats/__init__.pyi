"""The public interface of the room, name by name; `__init__.py` loads it lazily."""

from .agreement.by_code import (
    NOT_JUDGED,
    CodeAgreement,
    CoderAgreement,
    agreement_by_code,
    coder_agreement,
)
from .agreement.kappa import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from .agreement.krippendorff import MeasurementLevel, krippendorff_alpha
from .agreement.results import Agreement, Coefficient, NoAgreementReason
from .calibration.calibrate import CalibrationResult, Margin, calibrate, post_stratify
from .disclosure.cell_keys import (
    BASE,
    FEW,
    PTABLE,
    THRESHOLD,
    Counts,
    derive_study_key,
    draw_noise,
    make_record_key,
    round_count,
    show_count,
    spread_noise,
)
from .engine.design import Design, LonelyPsu
from .engine.design_weights import with_weights
from .engine.estimates import EstimateRow, Estimates
from .engine.weight_functions import CalibrationMethod
from .errors import (
    CalibrationRefused,
    DesignRefused,
    EstimateRefused,
    LonelyPsuError,
    NotASample,
    NotFinite,
    TableRefused,
    TooFewAnswers,
    VariableRefused,
)
from .estimators.cluster_shares import ClusterShare, cluster_share
from .estimators.crosstabs import CrossTable, Independence, crosstab
from .estimators.jackknife import jackknife_mean
from .estimators.joint_estimates import JointEstimates, means_of_people
from .estimators.linearization import Totals, domain_label, estimate_totals
from .estimators.means import mean, ratio, total
from .estimators.measures import Mean, Proportion, Ratio, Total, estimate
from .estimators.proportion_intervals import IntervalMethod, exact_interval
from .estimators.proportions import proportion
from .estimators.quantiles import quantile
from .estimators.rank_test import RankTest, rank_test
from .estimators.two_phase import CorrectedShare, NoShareReason, ReviewedUnit, corrected_share
from .group_comparison.permutation import compare_people
from .group_comparison.power import (
    margin_of_difference,
    smallest_difference,
    smallest_loss,
    smallest_mean_difference,
)
from .group_comparison.results import GroupComparison, GroupDifference, GroupTest
from .group_comparison.share_gaps import ShareGap, compare_changes, compare_shares
from .group_comparison.wald import compare_domains, compare_samples
from .panel.attrition_weights import Attrition, AttritionPredictor, weigh_for_attrition
from .panel.change import NetChange, net_change
from .panel.mcnemar import GrossChange, gross_change
from .panel.panel import Panel, WaveOverlap
from .ranking.rank import rank, rank_counts
from .ranking.results import RankConfidenceSet, RankedItem, Ranking, RankMethod
from .readers import list_modes, read_margins, read_table
from .sensitive.crosswise_anchor import AnchoredCrosswise, CrosswiseItem, crosswise_with_anchor
from .sensitive.list_design_effect import ListDesignEffect, TypeShare
from .sensitive.list_experiment import (
    DoubleListResult,
    ItemList,
    ListExperimentResult,
    double_list,
    list_experiment,
)
from .sensitive.prevalence import ObservedShare, estimate_prevalence, estimate_sensitive_share
from .sensitive.randomized_response import (
    Crosswise,
    Direct,
    ForcedResponse,
    RandomizedResponse,
    UnrelatedQuestion,
    Warner,
)
from .sensitive.results import Caveat, Prevalence, Prevalences
from .sensitive.sample_size import (
    SampleSizePlan,
    TechniqueOption,
    max_odds_ratio,
    plan_sensitive_question,
    required_sample_size,
    required_sample_size_anchor,
    required_sample_size_list,
)
from .staggered_start import (
    FEWEST_LOTS,
    MOST_LOTS,
    StaggeredEffect,
    check_lots,
    count_orders,
    count_weeks,
    estimate_staggered_effect,
    get_first_week,
    smallest_visible_effect,
)

__all__ = [
    "BASE",
    "FEW",
    "FEWEST_LOTS",
    "MOST_LOTS",
    "NOT_JUDGED",
    "PTABLE",
    "THRESHOLD",
    "Agreement",
    "AnchoredCrosswise",
    "Attrition",
    "AttritionPredictor",
    "CalibrationMethod",
    "CalibrationRefused",
    "CalibrationResult",
    "Caveat",
    "ClusterShare",
    "CodeAgreement",
    "CoderAgreement",
    "Coefficient",
    "CorrectedShare",
    "Counts",
    "CrossTable",
    "Crosswise",
    "CrosswiseItem",
    "Design",
    "DesignRefused",
    "Direct",
    "DoubleListResult",
    "EstimateRefused",
    "EstimateRow",
    "Estimates",
    "ForcedResponse",
    "GrossChange",
    "GroupComparison",
    "GroupDifference",
    "GroupTest",
    "Independence",
    "IntervalMethod",
    "ItemList",
    "JointEstimates",
    "ListDesignEffect",
    "ListExperimentResult",
    "LonelyPsu",
    "LonelyPsuError",
    "Margin",
    "Mean",
    "MeasurementLevel",
    "NetChange",
    "NoAgreementReason",
    "NoShareReason",
    "NotASample",
    "NotFinite",
    "ObservedShare",
    "Panel",
    "Prevalence",
    "Prevalences",
    "Proportion",
    "RandomizedResponse",
    "RankConfidenceSet",
    "RankMethod",
    "RankTest",
    "RankedItem",
    "Ranking",
    "Ratio",
    "ReviewedUnit",
    "SampleSizePlan",
    "ShareGap",
    "StaggeredEffect",
    "TableRefused",
    "TechniqueOption",
    "TooFewAnswers",
    "Total",
    "Totals",
    "TypeShare",
    "UnrelatedQuestion",
    "VariableRefused",
    "Warner",
    "WaveOverlap",
    "agreement_by_code",
    "brennan_prediger",
    "calibrate",
    "check_lots",
    "cluster_share",
    "coder_agreement",
    "cohen_kappa",
    "compare_changes",
    "compare_domains",
    "compare_people",
    "compare_samples",
    "compare_shares",
    "conger_kappa",
    "corrected_share",
    "count_orders",
    "count_weeks",
    "crosstab",
    "crosswise_with_anchor",
    "derive_study_key",
    "domain_label",
    "double_list",
    "draw_noise",
    "estimate",
    "estimate_prevalence",
    "estimate_sensitive_share",
    "estimate_staggered_effect",
    "estimate_totals",
    "exact_interval",
    "fleiss_kappa",
    "get_first_week",
    "gross_change",
    "gwet_ac1",
    "jackknife_mean",
    "krippendorff_alpha",
    "list_experiment",
    "list_modes",
    "make_record_key",
    "margin_of_difference",
    "max_odds_ratio",
    "mean",
    "means_of_people",
    "net_change",
    "percent_agreement",
    "plan_sensitive_question",
    "post_stratify",
    "proportion",
    "quantile",
    "rank",
    "rank_counts",
    "rank_test",
    "ratio",
    "read_margins",
    "read_table",
    "required_sample_size",
    "required_sample_size_anchor",
    "required_sample_size_list",
    "round_count",
    "show_count",
    "smallest_difference",
    "smallest_loss",
    "smallest_mean_difference",
    "smallest_visible_effect",
    "spread_noise",
    "total",
    "weigh_for_attrition",
    "with_weights",
]
