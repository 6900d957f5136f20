"""Form of retrieval: codes and questions beside what filters answers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.forms import BoundField
from django.utils.translation import gettext as _

from vecu.coding.queries.retrieval import Retrieval
from vecu.questionnaires import Questionnaire
from vecu.surveys.forms.answer_filter import AnswerFilterForm, SeveralField


class RetrievalForm(AnswerFilterForm):
    """Which texts to show; `codes` and `questions` are (id or path, name) as offered."""

    def __init__(
        self,
        data: Mapping[str, Any],
        questionnaire: Questionnaire,
        answered_in: Sequence[str],
        reader: str,
        *,
        codes: Sequence[tuple[UUID, str]],
        questions: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data, questionnaire, answered_in, reader)
        self.fields["code"] = SeveralField(
            label=_("Codes"), required=False, choices=[(str(code), name) for code, name in codes]
        )
        self.fields["together"] = SeveralField(
            label=_("Several codes"),
            required=False,
            choices=[("all", _("Only texts that carry all the codes ticked"))],
        )
        self.fields["question"] = SeveralField(
            label=_("Questions"), required=False, choices=list(questions)
        )
        self.order_fields(["code", "together", "question"])

    @property
    def retrieval(self) -> Retrieval:
        """What is wanted; only for a valid form."""
        cleaned = self.cleaned_data
        return Retrieval(
            codes=[UUID(code) for code in cleaned["code"]],
            together=bool(cleaned["together"]),
            questions=cleaned["question"],
            selection=self.selection,
        )

    @property
    def questions(self) -> list[tuple[BoundField, str]]:
        """The multiple-choice fields, each with its selection in words; `together` stands apart."""
        return [(field, said) for field, said in super().questions if field.name != "together"]
