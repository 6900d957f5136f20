"""The cold form as a pilot: what it proposes for each field of an invented household. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from vecu.fieldlog.vocabulary import OverrideReason
from vecu.messages import Message
from vecu.pilots.cold_writing.case_texts import HOUSEHOLD, FormCase, list_form_cases, map_form_cases
from vecu.pilots.cold_writing.closed_values import write_value
from vecu.pilots.cold_writing.filled_form import (
    NO_ENTRIES,
    NO_LIMITS,
    FieldState,
    FilledField,
    FormEntries,
    FormLimits,
    fill_form,
)
from vecu.pilots.cold_writing.form_book import load_form_book
from vecu.pilots.interface import (
    CaseRefused,
    Explanation,
    InventedCase,
    LocalReason,
    PilotProposal,
    PilotVersion,
    ProposalForm,
    QuestionReply,
    UnknownPilotVersion,
    Words,
    check_case,
    check_step,
    get_version,
)
from vecu.translation import LANGUAGES, gettext_noop
from vecu.writings import WritingSort

LANGUAGE = "fr"
WHOLE, NEVER, CONTRADICTION = "whole", "never", "contradiction"
"""What a proposal is about, beside the sort of a field: a form, a case that stops, two papers."""
WARM_SENTENCE: Words = {
    "fr": "« Cette partie raconte une rencontre : la machine ne l'écrit pas. »",
    "en": "“This part is an account of a visit: the machine does not write it.”",
}
SPECIMEN = gettext_noop(
    "Households, papers and forms are invented, and the file says so. Which part is cold is for"
    " those who write it to say, and they disagree."
)
BY_HAND = LocalReason(
    "by-hand",
    {"fr": "Gardé à la main", "en": "Kept by hand"},
    OverrideReason.KEPT_BY_HAND,
)
_REPLIES = (
    QuestionReply(
        "outline",
        {"fr": "Je pars d'un plan vide", "en": "I start from an empty outline"},
        alert=True,
    ),
    QuestionReply(
        "by-hand", {"fr": "Je l'écris à la main", "en": "I write it by hand"}, alert=False
    ),
)
_PAPERS = (
    QuestionReply("payslip", {"fr": "Les fiches de paie", "en": "The payslips"}, alert=True),
    QuestionReply(
        "statement",
        {"fr": "Le relevé : aucune ressource", "en": "The statement: no income"},
        alert=True,
    ),
    QuestionReply(
        "not-known", {"fr": "On ne sait pas encore", "en": "We do not know yet"}, alert=False
    ),
)
_STATUS: Mapping[str, Words] = {
    WritingSort.COLD: {"fr": "Froid", "en": "Cold"},
    WritingSort.WARM: {"fr": "Chaud", "en": "Warm"},
    WritingSort.DISPUTED: {"fr": "Disputé", "en": "Disputed"},
    WHOLE: {"fr": "Un formulaire", "en": "A form"},
    NEVER: {"fr": "À ne pas automatiser", "en": "Not to be automated"},
    CONTRADICTION: {"fr": "Une contradiction", "en": "A contradiction"},
}
_WHY: Mapping[str, Words] = {
    WritingSort.COLD: {
        "fr": "Un papier et une règle le disent.",
        "en": "A paper and a rule say it.",
    },
    WritingSort.WARM: WARM_SENTENCE,
    WritingSort.DISPUTED: {
        "fr": "Les avis sont partagés : on vous demande à chaque fois.",
        "en": "Opinions are divided: you are asked each time.",
    },
    WHOLE: {
        "fr": "Le froid se remplit d'après les papiers ; le chaud reste blanc.",
        "en": "What is cold is filled from the papers; what is warm stays blank.",
    },
    NEVER: {
        "fr": "Rien n'est calculé : une personne prend la suite.",
        "en": "Nothing is computed: a person takes over.",
    },
    CONTRADICTION: {
        "fr": "Le relevé dit « aucune ressource » ; des fiches de paie sont là.",
        "en": "The statement says “no income”; there are payslips.",
    },
}
_UNCERTAIN: Words = {
    "fr": "Écrire, c'est aussi réfléchir : trier le froid du chaud, c'est peut-être trop découper.",
    "en": "Writing is thinking, too: to sort cold from warm may already be cutting too much.",
}
_ASKS: Mapping[str, Words] = {
    WHOLE: {
        "fr": "Faire le formulaire, ou le garder à la main ?",
        "en": "Make the form, or keep it by hand?",
    },
    CONTRADICTION: {
        "fr": "À voir à deux : lequel des deux papiers dit vrai ?",
        "en": "For two people to look at: which of the two papers holds?",
    },
    WritingSort.DISPUTED: {"fr": "Et cette fois ?", "en": "And this time?"},
}
_PLAIN: Words = {"fr": "Rien à décider.", "en": "Nothing to decide."}
_VERSION = PilotVersion(
    "1",
    date(2026, 11, 30),
    {
        "fr": "Le froid est rempli, le chaud reste blanc, le disputé demande.",
        "en": "What is cold is filled, what is warm stays blank, what is disputed asks.",
    },
    2,
)


@dataclass(frozen=True)
class ColdWritingPilot:
    """Fills the cold fields of two invented forms; says why the others are blank."""

    name: str = "cold-writing"
    language: str = LANGUAGE
    asks_for: str = gettext_noop("Choose a household")
    caution: str = SPECIMEN
    versions: Sequence[PilotVersion] = (_VERSION,)

    @property
    def title(self) -> Words:
        """What it is, in a few words."""
        return {
            "fr": "Écrire à froid, écrire à chaud : deux formulaires",
            "en": "Cold and warm writing: two forms",
        }

    @property
    def cases(self) -> Sequence[InventedCase]:
        """Each form for each invented household."""
        return tuple(each.invented for each in list_form_cases())

    @property
    def reasons(self) -> Mapping[str, LocalReason]:
        """One, and the press of a button is all of it: whoever keeps it by hand says no more."""
        return {BY_HAND.key: BY_HAND}

    @property
    def kinds(self) -> Mapping[str, Words]:
        """The forms and their fields."""
        forms = load_form_book().forms
        fields = {
            name_kind(form.key, each.key): each.name for form in forms for each in form.fields
        }
        return {form.key: form.title for form in forms} | fields

    def propose(self, case: str, version: str, step: int) -> Sequence[PilotProposal]:
        """Return what it does with the form, then with each field; nothing of another text."""
        check_case(case)
        check_step(step)
        get_version(self, version)
        found = map_form_cases().get(case)
        if found is None and HOUSEHOLD in case:
            raise CaseRefused(
                Message(
                    gettext_noop(
                        "This household is not in the invented list, or its text was changed. "
                        "Nothing was read. Choose one from the list."
                    )
                )
            )
        return propose_for_case(found) if found else ()

    def reply(self, proposal: PilotProposal, key: str) -> PilotProposal | None:
        """Return what follows a reply: the outline, the figure of the paper, or nothing."""
        for reply in proposal.replies:
            if reply.key == key:
                alert = replace(proposal, form=ProposalForm.ALERT, replies=())
                return alert if reply.alert else None
        raise UnknownPilotVersion(
            Message(gettext_noop("“%(key)s” is no reply to this question."), key=key[:40])
        )


@lru_cache
def load_cold_writing_pilot() -> ColdWritingPilot:
    """Return the pilot with the forms and households of its files."""
    return ColdWritingPilot()


def name_kind(form: str, key: str) -> str:
    """Return what a field log calls a field of a form."""
    return f"{form}.{key}"


def propose_whole(case: FormCase) -> PilotProposal:
    """Return the proposal to fill the whole form, on which a person decides with one press."""
    about = NEVER if case.household.never else WHOLE
    return _make_proposal(case, case.form.key, about, case.title_place, case.form.title)


def propose_for_case(
    case: FormCase, limits: FormLimits = NO_LIMITS, entries: FormEntries = NO_ENTRIES
) -> Sequence[PilotProposal]:
    """Return the proposals of one case; a case on the never list has one note, and no figure."""
    filled = fill_form(case.form, case.household, limits, entries)
    fields = [_propose_field(case, one) for one in filled.fields]
    return (propose_whole(case), *fields)


def _propose_field(case: FormCase, one: FilledField) -> PilotProposal:
    about = CONTRADICTION if one.state is FieldState.CONTRADICTED else one.sort.value
    kind = name_kind(case.form.key, one.field.key)
    proposal = _make_proposal(case, kind, about, case.places[one.field.key], one.field.name)
    written = write_value(one.field, one.value, LANGUAGE) if one.holds else ""
    return replace(proposal, rewording=written or one.field.outline.get(LANGUAGE, ""))


def _make_proposal(
    case: FormCase, kind: str, about: str, place: tuple[int, int], name: Words
) -> PilotProposal:
    asks = about in {CONTRADICTION, WritingSort.DISPUTED}
    form = ProposalForm.QUESTION if asks else ProposalForm.NOTE
    form = ProposalForm.ALERT if about == WHOLE else form
    replies = {CONTRADICTION: _PAPERS, WritingSort.DISPUTED.value: _REPLIES}.get(about, ())
    return PilotProposal(
        kind=kind,
        value=str(about),
        form=form,
        start=place[0],
        end=place[1],
        forbidden=False,
        explanation=Explanation(
            what=name,
            why=_WHY[about],
            status=_STATUS[about],
            whose={code: case.form.edition[code] for code in LANGUAGES},
            cited=(),
            others=(),
            uncertain=_UNCERTAIN,
        ),
        question=_ASKS.get(about, _PLAIN),
        reasons=(BY_HAND,) if form is not ProposalForm.NOTE else (),
        replies=replies,
    )
