"""What forms of recommendations of all kinds share: claims, each with its own evidence.

A claim has the fields `claim_1_fr`, `claim_1_en`, `claim_1_evidence`, and
`claim_1_id`, by which it is found again when somebody else has changed it meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.evidence.choice import format_reference, parse_reference
from vecu.evidence.rules import (
    ConfidenceReason,
)
from vecu.evidence.sources import Reference
from vecu.groups.queries import GroupMember
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.claim_checks import MOST_CLAIMS
from vecu.recommendations.content import (
    AmendmentContent,
    Claim,
    NoneYetContent,
    RecommendationContent,
    ThreadContent,
    Voice,
)
from vecu.recommendations.rules import (
    Alternative,
)
from vecu.recommendations.texts import name_claim
from vecu.translation import LANGUAGES
from vecu.ui.content_forms import ContentForm, RevisedRow
from vecu.ui.side_by_side import FieldLine, TextRow, TextSpec
from vecu.ui.wording import lower_first

SEARCH = "find"
"""The button that looks for the evidence of a claim, whose field its value names."""
MORE = "more"
"""The button that adds an empty claim; it saves nothing, and keeps what is typed."""
MOST_FIELDS = MOST_CLAIMS + 1
"""One more than can be stored, so that too many are refused in words and none is lost."""
_CLAIM_HINT = gettext_lazy(
    "One sentence in your own words. Words of a quotation stand beside it, never in it."
)
ALTERNATIVE_FIELDS = {each: f"alternatives_{each}".replace(" ", "_") for each in Alternative}
"""How the field of each is called: none has a space."""


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """A version as a form begins with it, of a revision of its recommendation."""

    content: ThreadContent
    revision: int


class ThreadVersionForm(ContentForm[Any]):
    """What versions of all kinds share: a sentence, claims, what is not known, who proposes it."""

    specs: ClassVar = {
        name_claim(number): TextSpec(
            format_lazy("{} {}", gettext_lazy("Claim"), number), _CLAIM_HINT, rows=3
        )
        for number in range(1, MOST_FIELDS + 1)
    } | {
        "not_known": TextSpec(
            gettext_lazy("What is not known"),
            gettext_lazy("Such as what nobody has looked at yet, or could not be found out."),
            rows=3,
        ),
        "reason": TextSpec(
            gettext_lazy("What this changes, and why"),
            gettext_lazy("It stays with this version. Of a first version: why now."),
            rows=3,
        ),
    }
    source_revision = forms.IntegerField(required=False, widget=forms.HiddenInput())
    voice = forms.ChoiceField(
        label=gettext_lazy("Who proposes this"),
        help_text=gettext_lazy("A member who agrees to be named in the group, or a side alone."),
        error_messages={
            "required": gettext_lazy("Say who proposes this."),
            "invalid_choice": gettext_lazy(
                "This member has left the group. Choose who proposes this now."
            ),
        },
    )

    def __init__(self, *args: Any, members: Sequence[GroupMember] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.judged = not any(name in self.data for name in (SEARCH, MORE))
        self.members = {str(each.pk): each for each in members}
        self.fields["voice"].choices = _list_voices(members)  # type: ignore[attr-defined]
        sent = self.data if self.is_bound else self.initial
        self.claim_count = _count_claims(sent)
        for number in range(1, MOST_FIELDS + 1):
            if number > self.claim_count:
                for language in LANGUAGES:
                    del self.fields[f"{name_claim(number)}_{language}"]
            else:
                self._add_claim(number)

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a version says now; who proposes the next one, and why, is asked anew."""
        content: ThreadContent = row.content
        values = {"revision": row.revision} | dict(_iter_claim_values(content.claims))
        for name in ("statement", "not_known", *cls._list_own_texts()):
            text = cls._get_text(content, name)
            values |= {f"{name}_{code}": text.get(code, "") for code in LANGUAGES}
        for name in ("decider", "actor", "confidence"):
            if name in cls.base_fields:
                values[name] = getattr(content, name) or ""
        return values

    @classmethod
    def beside(cls, data: QueryDict, theirs: RevisedRow, message: str, **options: Any) -> Self:
        """Return what somebody typed beside what somebody else saved; claims are found by id."""
        if not isinstance(theirs, WrittenVersion):
            raise TypeError(theirs)
        typed = data.copy()
        typed["revision"] = str(theirs.revision)
        claims = {str(each.id): each for each in theirs.content.claims}
        numbers = range(1, _count_claims(data) + 1)
        own = [typed.get(f"{name_claim(number)}_id", "") for number in numbers]
        added = [each for each in claims if each not in own][: MOST_FIELDS - len(own)]
        for number, key in enumerate(added, len(own) + 1):
            typed[f"{name_claim(number)}_id"] = key
        aligned = [claims.get(each) or Claim(uuid4(), {}) for each in (*own, *added)]
        values = cls.get_initial_values(theirs) | dict(_iter_claim_values(aligned))
        form = cls(typed, their_values=values, **options)
        form.is_valid()
        form.add_error(None, message)
        return form

    def is_valid(self) -> bool:
        """Return whether it can be saved: never while somebody looks for evidence."""
        return self.judged and super().is_valid()

    @property
    def errors(self) -> ErrorDict:
        """What is wrong: nothing yet while somebody looks for evidence or adds a claim."""
        return super().errors if self.judged else ErrorDict()

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """The texts of a valid form, by name and language."""
        return {
            name: {code: self.cleaned_data[f"{name}_{code}"] for code in LANGUAGES}
            for name in self.specs
            if f"{name}_{LANGUAGES[0]}" in self.fields
        }

    @property
    def content(self) -> Any:
        """What a valid form says."""
        texts = self.texts
        return self.content_type(
            statement=texts["statement"],
            claims=[self._get_claim(each, texts) for each in range(1, self.claim_count + 1)],
            not_known=texts["not_known"],
            **self._get_own_content(texts),
        )

    @property
    def amendment(self) -> AmendmentContent:
        """Who proposes it, and why."""
        kind, _colon, key = self.cleaned_data["voice"].partition(":")
        if kind == "member":
            member = self.members[key]
            voice = Voice(GroupCollege(member.college), member)
        else:
            voice = Voice(GroupCollege(key))
        return AmendmentContent(voice, self.texts["reason"])

    @property
    def first_lines(self) -> list[TextRow | FieldLine]:
        """What stands above the claims."""
        return self.get_lines(["statement", *(["actor"] if "actor" in self.fields else [])])

    @property
    def proposal_lines(self) -> list[TextRow | FieldLine]:
        """Who proposes it, and why."""
        return self.get_lines(["voice", "reason"])

    def get_claim_row(self, number: int) -> TextRow:
        """Return the text of a claim, a field for each language."""
        return self.get_rows([name_claim(number)])[0]

    def get_references(self, number: int) -> list[Reference]:
        """Return what is ticked below a claim; what is no reference is left out."""
        values = self[f"{name_claim(number)}_evidence"].value() or []
        return [found for each in values if (found := parse_reference(each))]

    def get_their_references(self, number: int) -> list[Reference]:
        """Return what a claim stands on in what somebody else saved meanwhile."""
        values = (self.their_values or {}).get(f"{name_claim(number)}_evidence", [])
        return [found for each in values if (found := parse_reference(each))]

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Add errors to their fields. A claim that was left empty has no number for who refuses."""
        numbers = [
            number
            for number in range(1, self.claim_count + 1)
            if any(text.strip() for text in self.texts[name_claim(number)].values())
            or self.get_references(number)
        ]
        renamed = {}
        for name, message in problems.items():
            first, *rest = name.replace(" ", "_").split("_")
            if first == "claim" and int(rest[0]) <= len(numbers):
                rest[0] = str(numbers[int(rest[0]) - 1])
            renamed["_".join((first, *rest))] = message
        super().refuse(renamed)

    def describe_theirs(self, name: str) -> str:
        """Return what somebody else wrote in a field, '' if it is the same or is asked anew."""
        if name not in (self.their_values or {}):
            return ""
        return super().describe_theirs(name)

    @classmethod
    def _list_own_texts(cls) -> list[str]:
        """Return the texts that only this kind has."""
        shared = {"statement", "not_known", "reason"}
        return [each for each in cls.specs if each not in shared | set(ThreadVersionForm.specs)]

    @classmethod
    def _get_text(cls, content: ThreadContent, name: str) -> Mapping[str, str]:
        for kind, field in ALTERNATIVE_FIELDS.items():
            if field == name and isinstance(content, RecommendationContent):
                return content.alternatives.get(kind, {})
        if name in set(ConfidenceReason) and not isinstance(content, NoneYetContent):
            return content.confidence_reasons.get(ConfidenceReason(name), {})
        text: Mapping[str, str] = getattr(content, name)
        return text

    def _get_own_content(self, texts: Mapping[str, dict[str, str]]) -> dict[str, Any]:
        """Return what only this kind says."""
        raise NotImplementedError

    def _get_claim(self, number: int, texts: Mapping[str, dict[str, str]]) -> Claim:
        name = name_claim(number)
        key = self.cleaned_data[f"{name}_id"] or uuid4()
        return Claim(key, texts[name], self.get_references(number))

    def _add_claim(self, number: int) -> None:
        name = name_claim(number)
        label = _("Claim %(number)s: what it stands on") % {"number": number}
        self.fields[f"{name}_evidence"] = forms.Field(
            label=label, required=False, widget=forms.MultipleHiddenInput()
        )
        self.fields[f"{name}_id"] = forms.UUIDField(
            required=False, widget=forms.HiddenInput(), initial=uuid4
        )


def _list_voices(members: Sequence[GroupMember]) -> list[Any]:
    colleges = [each for each in GroupCollege if any(one.college == each for one in members)]
    named = [
        (
            f"member:{each.pk}",
            f"{each.name}, {lower_first(_(GroupCollege(each.college).label))}",
        )
        for each in members
    ]
    alone = [(f"college:{each}", _(each.label)) for each in colleges or GroupCollege]
    groups = [(_("A member"), named)] if named else []
    return [("", _("Choose one")), *groups, (_("A side"), alone)]


def _count_claims(sent: Mapping[str, Any]) -> int:
    """Return how many claims a form has: those it was sent with, or that are stored and one."""
    numbers = range(1, MOST_FIELDS + 1)
    known = [number for number in numbers if f"{name_claim(number)}_id" in sent]
    count = max(known, default=0)
    if not isinstance(sent, QueryDict) or MORE in sent:
        count += 1
    return min(max(count, 1), MOST_FIELDS)


def _iter_claim_values(claims: Sequence[Claim]) -> Iterator[tuple[str, Any]]:
    for number, claim in enumerate(claims, 1):
        name = name_claim(number)
        yield f"{name}_id", str(claim.id)
        yield f"{name}_evidence", [format_reference(each) for each in claim.references]
        for code in LANGUAGES:
            yield f"{name}_{code}", claim.text.get(code, "")
