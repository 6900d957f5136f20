"""Closed words of the register in the page's language."""

from django import template
from django.utils.translation import gettext as _

from vecu.register.rules import (
    EFFECT_LABELS,
    FAMILY_LABELS,
    LEAN_LABELS,
    STAGE_LABELS,
    STEP_LABELS,
    InvolvementEffect,
    InvolvementStep,
    SettingLean,
    Stage,
    SystemFamily,
)

register = template.Library()


@register.filter
def stage_label(stage: str) -> str:
    """Return the label of a stage."""
    return _(STAGE_LABELS[Stage(stage)])


@register.filter
def family_label(family: str) -> str:
    """Return the label of a family."""
    return _(FAMILY_LABELS[SystemFamily(family)])


@register.filter
def step_label(step: str) -> str:
    """Return the label of a step at which people took part."""
    return _(STEP_LABELS[InvolvementStep(step)])


@register.filter
def effect_label(effect: str) -> str:
    """Return the label of what came of taking part."""
    return _(EFFECT_LABELS[InvolvementEffect(effect)])


@register.filter
def lean_label(lean: str) -> str:
    """Return what a threshold was set for."""
    return _(LEAN_LABELS[SettingLean(lean)])
