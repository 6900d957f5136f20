"""What coders send: what to do with a text; and what leads send of codes and plans."""

from typing import Any

from django import forms

MAX_NAME = 120
MAX_MEMO = 20_000


def _words(limit: int, **more: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=limit, **more)


class TextForm(forms.Form):
    """One thing to do with a text. Which fields matter follows from `do`.

    `code` names a code by identity, `name` by what it is called; `start` and `end` are the
    browser's selection in UTF-16 units, `words` the same by the words themselves.
    """

    DOES = ("put", "make", "take", "finish", "reopen", "memo")

    do = forms.ChoiceField(choices=[(each, each) for each in DOES])
    code = forms.UUIDField(required=False)
    coding = forms.UUIDField(required=False)
    name = _words(1000)
    definition = _words(MAX_MEMO)
    parent = forms.UUIDField(required=False)
    words = _words(20_000, strip=False)
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=0)
    hash = _words(64)
    memo = _words(MAX_MEMO)
