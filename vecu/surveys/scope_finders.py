"""A study is found by the end of its address."""

from vecu.accounts.rules import Scope, ScopeKind
from vecu.accounts.scope_finders import register_scope_finder
from vecu.surveys.models import Study


def _find(slug: str) -> Scope | None:
    study = Study.objects.filter(slug=slug).first()
    return study.scope if study else None


register_scope_finder(ScopeKind.STUDY, _find)
