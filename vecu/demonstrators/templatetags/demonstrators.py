"""Where what a demonstrator shows comes from, beside it."""

from django import template

from vecu.demonstrators.machines.interface import Demonstrator, Origin

register = template.Library()


@register.inclusion_tag("demonstrators/origin.html")
def origin(demonstrator: Demonstrator, key: str) -> dict[str, Origin]:
    """Say where the figures, texts or pictures of one part of a page come from."""
    return {"origin": demonstrator.origins[key]}
