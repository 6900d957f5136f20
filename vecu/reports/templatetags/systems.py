"""Closed words of the register in the page's language."""

from django import template
from django.utils.translation import gettext as _

from vecu.register.rules import InvolvementEffect, InvolvementStep, SettingLean, Stage, SystemFamily

register = template.Library()


@register.filter
def stage_label(stage: str) -> str:
    """Return the label of a stage."""
    return _(Stage(stage).label)


@register.filter
def family_label(family: str) -> str:
    """Return the label of a family."""
    return _(SystemFamily(family).label)


@register.filter
def step_label(step: str) -> str:
    """Return the label of a step at which people took part."""
    return _(InvolvementStep(step).label)


@register.filter
def effect_label(effect: str) -> str:
    """Return the label of what came of taking part."""
    return _(InvolvementEffect(effect).label)


@register.filter
def lean_label(lean: str) -> str:
    """Return what a threshold was set for."""
    return _(SettingLean(lean).label)
