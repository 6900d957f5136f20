"""Translate a released quotation; whoever may release words confirms what others propose."""

from uuid import UUID

import regex
from django.db import transaction
from django.utils.translation import gettext as _

from vecu.accounts.rules import Role, can_lead_coding
from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.release_quotation import (
    ReleaseRefused,
    hold_quotation,
    record_decision,
)
from vecu.coding.deidentification.redaction import normalize_whitespace
from vecu.coding.models import Codebook, QuotationTranslation
from vecu.coding.queries.quotations import find_released_quotation
from vecu.coding.rules import Verb

_BRACKETS = regex.compile(r"\[[^\[\]]+\]")


def translate_quotation(
    codebook: Codebook,
    quotation: UUID,
    wording: tuple[str, str],
    revision: int,
    act: ActionContext,
    role: Role,
) -> QuotationTranslation:
    """Store a language and the words in it; they are public if `role` may release quotations.

    Each pair of brackets of the quotation stands in the translation too, so that what was taken out
    stays out and is seen to be. Raise `TextGone`, `QuotationChanged` or `ReleaseRefused`.
    """
    language, text = wording
    with transaction.atomic():
        held = hold_quotation(codebook, quotation, revision)
        words = find_released_quotation(codebook, quotation)
        if words is None:
            raise TextGone
        text = normalize_whitespace(text)
        _check_translation(words.text, text)
        translation, _made = QuotationTranslation.objects.update_or_create(
            quotation=held,
            language=language,
            defaults={"text": text, "by": act.by, "role": role if can_lead_coding(role) else ""},
        )
        record_decision(act, Verb.TRANSLATED, held, language=language)
    return translation


def _check_translation(original: str, text: str) -> None:
    if not any(character.isalnum() for character in text):
        raise ReleaseRefused(_("Write the translation before you save it."))
    wanted, found = (len(_BRACKETS.findall(each)) for each in (original, text))
    if wanted != found:
        raise ReleaseRefused(
            _(
                "The quotation has %(wanted)s pairs of square brackets, your translation %(found)s:"
                " what was taken out must be marked in both."
            )
            % {"wanted": wanted, "found": found}
        )
