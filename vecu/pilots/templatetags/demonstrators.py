"""Where what a demonstrator shows comes from, beside it; its sentences in the page's language."""

from django import template

from vecu.messages import Message
from vecu.pilots.demonstrators.interface import Demonstrator, Origin
from vecu.typography import apply_typography
from vecu.ui.templatetags.ui import current_language

register = template.Library()


@register.filter
def say(message: Message) -> str:
    """Return a message in the page's language, with its typography."""
    language = current_language()
    return apply_typography(message.say(language), language)


@register.inclusion_tag("pilots/demonstrators/origin.html")
def origin(demonstrator: Demonstrator, key: str) -> dict[str, Origin]:
    """Say where the figures, texts or pictures of one part of a page come from."""
    return {"origin": demonstrator.origins[key]}
