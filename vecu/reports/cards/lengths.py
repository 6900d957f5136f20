"""How many words a card has, of how many: counted while it is written."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.evidence.card_rules import CARD_WORDS, QUOTATION_WORDS, SENTENCE_WORDS, count_words
from vecu.evidence.queries import Finding
from vecu.reports.cards.card import ClaimCard
from vecu.ui.side_by_side import IN_LANGUAGE
from vecu.ui.templatetags.ui import translate_wording
from vecu.ui.wording import lower_first


@dataclass(frozen=True, slots=True)
class TextLength:
    """One text of a card: what it is, how many words it has, and how many there is room for."""

    label: str
    number: int
    most: int

    @property
    def exceeds(self) -> bool:
        """Whether it is too long; a sentence or a quotation that is cannot be published."""
        return self.number > self.most


def count_card_words(card: ClaimCard) -> int:
    """Return the words of a card beside its chart, as its reader sees them."""
    texts = [translate_wording(card.sentence), card.corroboration, *card.lacks]
    if card.quotation:
        texts += [card.quotation.text, card.quotation.speaker]
    if card.decision:
        texts.append(card.decision.text)
    return sum(count_words(each) for each in texts)


def list_card_lengths(card: ClaimCard, finding: Finding) -> list[TextLength]:
    """Return the lengths of what an author writes and chooses, and of the whole card."""
    sentences = [
        TextLength(
            _("Sentence, %(language)s") % {"language": lower_first(str(IN_LANGUAGE[language]))},
            count_words(text),
            SENTENCE_WORDS,
        )
        for language, text in finding.sentence.items()
    ]
    quoted = count_words(card.quotation.text) if card.quotation else 0
    return [
        *sentences,
        TextLength(_("Quotation"), quoted, QUOTATION_WORDS),
        TextLength(_("Whole card, beside its chart"), count_card_words(card), CARD_WORDS),
    ]
