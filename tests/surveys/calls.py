"""Calls that an interviewer takes, as a browser sends them."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.surveys.factories import DAY, NOON, make_member, make_study
from vecu.accounts.rules import Role
from vecu.surveys.actions import open_fielding
from vecu.surveys.actions.interviews import prepare_interviews
from vecu.surveys.actions.statements import write_statement
from vecu.surveys.models import Study

FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | Help | help | Français (fr) |

| survey | | | | | | |
| | type | name | label::fr | label::en | label::ar | required | relevant |
| | select_one yesno | explained | On vous l’a expliqué ? | Explained? | هل شُرحت لك؟ | yes | |
| | select_one who | by | Qui l’a expliqué ? | By whom? | من شرحها؟ | | ${explained} = 'yes' |
| | select_one yesno | free | Vous pouviez dire non ? | Could you say no? | هل يمكنك الرفض؟ | | |
| | text | last | Un dernier mot ? | A last word? | كلمة أخيرة؟ | | |

| choices | | | | | |
| | list_name | name | label::fr | label::en | label::ar |
| | yesno | yes | oui | yes | نعم |
| | yesno | no | non | no | لا |
| | yesno | unknown | je ne sais pas | I do not know | لا أعرف |
| | who | worker | ma travailleuse sociale | my social worker | العاملة الاجتماعية |
| | who | other | quelqu’un d’autre | someone else | شخص آخر |
"""
"""Closed questions in three languages, one of them asked after another, and a last word."""
CALL = "/fr/studies/help/call/"


class PageInputs(HTMLParser):
    """What a form would send as it stands, and its radio buttons in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.radios: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag != "input":
            return
        if found.get("type") == "radio":
            self.radios.append((found["name"], found["value"]))
        if found.get("type") in {"hidden", "text"} or "checked" in found:
            self.sent[found["name"]] = found.get("value", "")


def make_called_study() -> Study:
    """Create a study that takes calls."""
    study = make_study("help", FORM)
    write_assessment(study)
    for fielding in prepare_interviews(study):
        open_fielding(fielding, today=timezone.localdate())
    return study


def write_assessment(study: Study) -> None:
    """Name an impact assessment, without which calls do not open."""
    assessment = {"assessment_day": DAY, "assessment_by": "The board", "assessment": {"en": "Low."}}
    write_statement(study, assessment, by="test", now=NOON)


def sign_in_interviewer(client: Client, study: Study) -> None:
    """Sign in an interviewer who has signed the undertaking."""
    client.force_login(make_member("iris", study, Role.INTERVIEWER))
    client.post(CALL, {"undertakes": "yes"}, follow=True)


def begin_call(client: Client, **setup: str) -> Any:
    """Begin a call; return the page of its questions."""
    start = PageInputs(client.get(CALL).text).sent
    typed = {**start, "mode": "telephone", "wording": "fr", "step": "ask", **setup}
    response = client.post(CALL, typed)
    assert response.status_code == 200, response.text
    return response


def press(client: Client, page: Any, **typed: str) -> Any:
    """Fill in a page of a call and press a button, “Send” unless another `step` is given."""
    return client.post(CALL, {**PageInputs(page.text).sent, "step": "send", **typed})
