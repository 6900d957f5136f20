"""Tells the register the reasons of the log, which its members name beside real situations."""

from vecu.fieldlog.figure_labels import REASONS
from vecu.fieldlog.vocabulary import OverrideReason
from vecu.register.override_reasons import register_override_reasons

register_override_reasons({each.value: REASONS[each] for each in OverrideReason})
