"""Closed words of the register in the page's language."""

from django import template

from vecu.register.rules import InvolvementEffect, InvolvementStep, SettingLean, Stage, SystemFamily
from vecu.ui.wording import make_label_filter

register = template.Library()
register.filter("stage_label", make_label_filter(Stage))
register.filter("family_label", make_label_filter(SystemFamily))
register.filter("step_label", make_label_filter(InvolvementStep))
register.filter("effect_label", make_label_filter(InvolvementEffect))
register.filter("lean_label", make_label_filter(SettingLean))
