"""Answers as people write and read them, rather than as the XForm holds them."""

from datetime import date

from vecu.questionnaires import Kind


def written(kind: Kind, text: str) -> str:
    """Return an answer as people write it: days day first, hours without seconds."""
    if kind is Kind.DATE:
        return written_date(text)
    if kind is Kind.TIME:
        return text[:5]
    if kind is Kind.DATETIME and "T" in text:
        day, _t, hour = text.partition("T")
        return f"{written_date(day)} {hour[:5]}"
    return text


def written_date(text: str) -> str:
    """Return an ISO date as people write it, 24/11/2026; another text as it is."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text
