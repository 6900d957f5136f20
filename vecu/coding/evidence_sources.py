"""What findings may cite of coding: released quotations, and practices of guides."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vecu.accounts.rules import Scope, ScopeKind
from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.models import Practice
from vecu.coding.queries.codebook import find_codebook, list_codes
from vecu.coding.queries.guides import list_practices_by_id, list_study_practices
from vecu.coding.queries.quotations import list_released_by_id, list_released_quotations
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    describe_known,
    register_evidence_source,
)
from vecu.ui.templatetags.ui import day as format_day


class QuotationSource:
    """Released quotations; those that may not be public are for members only.

    One has *changed* if a member decided on it again since it was cited, even for the same words,
    or if its answer reads otherwise around them. If the answer no longer holds the words they are
    gone, as if it had been withdrawn.
    """

    name = "quotation"
    label: str | Promise = gettext_lazy("Quotations")

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return the quotations of a study whose text is the one that was coded."""
        codebook = find_codebook(scope.id) if scope.kind is ScopeKind.STUDY else None
        if codebook is None:
            return []
        codes = list_codes(codebook)
        paths = codes.map_code_paths(_current_language())
        return [
            _describe_quotation(Reference(self.name, one.id, one.revision), one, paths)
            for one in list_released_quotations(codebook, codes)
            if one.intact and _is_for(one, audience)
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return the words that are still released and permitted."""
        released, codes = list_released_by_id({each.id for each in references})
        found = {one.id: one for one in released if _is_for(one, audience)}
        paths = codes.map_code_paths(_current_language())
        return describe_known(
            references, found, lambda one, each: _describe_quotation(each, one, paths)
        )


class PracticeSource:
    """Practices of guides, without counts: how many people told of one is a released figure.

    One has *changed* if its texts or the codes mapped to it have. A guide is a published document,
    so everybody may read what it names.
    """

    name = "practice"
    label: str | Promise = gettext_lazy("Practices from guides")

    def list_citable(self, scope: Scope, audience: Audience) -> Sequence[Evidence]:
        """Return all practices of the guides of a study."""
        if scope.kind is not ScopeKind.STUDY:
            return []
        return [
            _describe_practice(Reference(self.name, one.id, one.revision), one)
            for one in list_study_practices(scope.id)
        ]

    def describe(
        self, references: Sequence[Reference], audience: Audience
    ) -> Mapping[Reference, Evidence]:
        """Return the practices that are still there."""
        found = {one.id: one for one in list_practices_by_id({each.id for each in references})}
        return describe_known(references, found, lambda one, each: _describe_practice(each, one))


def _current_language() -> str:
    return get_language() or "en"


def _is_for(quotation: ReleasedQuotation, audience: Audience) -> bool:
    return quotation.public or audience is Audience.MEMBERS


def _describe_quotation(
    cited: Reference, quotation: ReleasedQuotation, paths: Mapping[UUID, str]
) -> Evidence:
    same = quotation.intact and cited.revision == quotation.revision
    about = paths[quotation.code] if quotation.code else ""
    words = _("A person’s words about “%(code)s”") if about else _("A person’s words")
    sentence = words % {"code": about}
    if quotation.day:
        published = _("%(words)s, published on %(day)s")
        if not quotation.public:
            published = _("%(words)s, released to members on %(day)s")
        sentence = published % {"words": sentence, "day": format_day(quotation.day)}
    return Evidence(
        cited,
        EvidenceState.STANDING if same else EvidenceState.CHANGED,
        sentence=sentence,
        quotation=quotation.text,
        language=quotation.language,
        translations=quotation.translations,
        day=quotation.day,
    )


def _describe_practice(cited: Reference, practice: Practice) -> Evidence:
    language = _current_language()
    named = {
        "practice": practice.names.say(language),
        "guide": practice.guide.names.say(language),
    }
    return Evidence(
        cited,
        EvidenceState.STANDING if cited.revision == practice.revision else EvidenceState.CHANGED,
        sentence=_("“%(practice)s”, a practice of the guide “%(guide)s”") % named,
        day=practice.guide.day,
    )


register_evidence_source(QuotationSource())
register_evidence_source(PracticeSource())
