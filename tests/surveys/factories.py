"""Factories for tests of members' pages: a study, its answers, and members."""

from datetime import UTC, date, datetime
from typing import Any

from vecu.accounts.actions import create_member, give_role
from vecu.accounts.models import User
from vecu.accounts.rules import Role
from vecu.surveys.actions import create_study, open_fielding
from vecu.surveys.actions.search_index import index_answers
from vecu.surveys.actions.studies import StudyInfo
from vecu.surveys.consent.legal_bases import LegalBasis
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.queries import get_fielding_questionnaire
from vecu.surveys.rules import Mode

PASSWORD = "a long enough password"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 11, 24)

FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | Small | small | English (en) |

| survey | | | | | |
| | type | name | label::English (en) | label::Français (fr) | relevant |
| | begin repeat | story | A task | Une tâche | |
| | text | task | Which task? | Quelle tâche ? | |
| | select_one kind | kind | Which kind? | Quel genre ? | |
| | select_one yes | keep | Go on? | Continuer ? | |
| | end repeat | | | | |
| | begin group | work | Work | Travail | |
| | select_one sector | sector | Which field? | Quel domaine ? | |
| | select_multiple tool | tools | Which tools? | Quels outils ? | |
| | integer | years | How many years? | Combien d’années ? | |
| | select_one yes | told | Told your manager? | Dit à votre responsable ? | ${sector} = 'social' |
| | end group | | | | |
| | begin group | permission | Words | Mots | |
| | select_one yes | quote | May we quote? | Pouvons-nous citer ? | |
| | end group | | | | |

| choices | | | | |
| | list_name | name | label::English (en) | label::Français (fr) |
| | kind | creative | Creative | Créatif |
| | kind | repetitive | Repetitive | Répétitif |
| | yes | yes | Yes | Oui |
| | yes | no | No | Non |
| | sector | social | Social work | Travail social |
| | sector | health | Health | Santé |
| | sector | school | School | École |
| | tool | chat | Chat | Chat |
| | tool | draw | Drawing | Dessin |
"""


COMPLETE = {
    "contact": "us@example.org",
    "retained_until": date(2099, 12, 31),
    "controller": "University of Val-de-Sève",
    "legal_basis": LegalBasis.PUBLIC_TASK,
    "server_operator": ServerOperator.THIRD_PARTY,
    "server_operator_name": "University of Val-de-Sève",
}
"""What a study must say before it opens."""


def describe_study(title: dict[str, str], **texts: Any) -> StudyInfo:
    """Describe a study that may open."""
    return StudyInfo(title=title, **{**COMPLETE, **texts})


def make_study(slug: str = "small", form: str = FORM, mode: Mode = Mode.OPEN) -> Study:
    """Create a study; an open one takes answers."""
    about = describe_study(
        {"en": "A small study", "fr": "Une petite étude"},
        purpose={"en": "To learn.", "fr": "Apprendre."},
    )
    study = create_study(slug, about, workbook=form.encode(), workbook_name="small.md", mode=mode)
    if mode is Mode.OPEN:
        open_fielding(study.fieldings.get(), today=DAY)
    return study


def fielding_of(study: Study) -> Fielding:
    """Return the only fielding of a study."""
    return study.fieldings.get()


def answer(
    study: Study,
    values: dict[str, Any],
    *,
    day: date = DAY,
    language: str = "en",
    promise: int | None = None,
) -> Answer:
    """Store an answer."""
    fielding = fielding_of(study)
    told = Answer.objects.create(
        fielding=fielding, day=day, language=language, values=values, promise=promise
    )
    index_answers(get_fielding_questionnaire(fielding), [told])
    return told


def make_member(name: str, study: Study | None = None, role: Role | None = None) -> User:
    """Create an account, with a role in the study if one is given."""
    user = create_member(name, PASSWORD)
    if study and role:
        give_role(user, study.scope, role, by="test", now=NOON)
    return user
