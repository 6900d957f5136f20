# ruff: noqa: E501 - the rows of a table are not broken
"""Questionnaires that several tests read."""

from datetime import date
from pathlib import Path

from vecu.questionnaires import (
    Questionnaire,
    QuestionType,
    WorkbookAttachments,
    convert_workbook,
    read_xform,
)

TODAY = date(2026, 11, 24)
LIBRARY = Path(__file__).parents[2] / "vecu" / "surveys" / "library"
TESTIMONIES = Path(__file__).parents[1] / "surveys" / "testimonies.md"
"""The second version of the ready questionnaire: one question a page, the same for everybody."""


AT_HAND = WorkbookAttachments(
    media={
        "a.png": QuestionType.IMAGE, "b.png": QuestionType.IMAGE, "t.png": QuestionType.IMAGE, "z.png": QuestionType.IMAGE,
        "a.mp3": QuestionType.AUDIO, "z.mp3": QuestionType.AUDIO, "a.mp4": QuestionType.VIDEO, "z.mp4": QuestionType.VIDEO,
    }
)  # fmt: skip
"""The media files that the forms of these tests may name."""


SPOKEN = "\n| settings |\n| | default_language |\n| | English (en) |\n"
"""The language settings of forms in one language."""


def form(markdown: str, files: WorkbookAttachments = AT_HAND) -> Questionnaire:
    """Read a questionnaire written as Markdown tables."""
    return read_xform(convert_workbook(markdown.encode(), "form.md", files).xform)


def testimonies() -> Questionnaire:
    return read_xform(convert_workbook(TESTIMONIES.read_bytes(), TESTIMONIES.name).xform)


testimonies.__test__ = False  # type: ignore[attr-defined]

HOUSEHOLD = """
| settings |
| | form_title | form_id | version | default_language |
| | Household | household | 7 | English (en) |

| survey |
| | type | name | label::English (en) | label::Français (fr) | required | required_message::English (en) | relevant | constraint | constraint_message::English (en) | constraint_message::Français (fr) | calculation | default | appearance | repeat_count | choice_filter |
| | note | hello | Welcome. | Bienvenue. | | | | | | | | | | | |
| | integer | age | Your age? | Votre âge ? | yes | We need your age. | | . >= 0 and . <= 120 | Ages go from 0 to 120. | L’âge va de 0 à 120. | | | | | |
| | decimal | hours | Hours a day? | Heures par jour ? | | | ${age} >= 15 | . <= 24 | | | | 7.5 | | | |
| | date | since | Since when? | Depuis quand ? | | | ${age} >= 15 | . <= today() | | | | | | | |
| | calculate | week | | | | | | | | | ${hours} * 5 | | | | |
| | note | told | That makes ${week} hours. | Cela fait ${week} heures. | | | ${hours} > 0 | | | | | | | | |
| | hidden | source | | | | | | | | | | web | | | |
| | begin group | home | Home | Maison | | | | | | | | | field-list | | |
| | select_one place | place | Where? | Où ? | | | | | | | | | | | |
| | select_one town | town | Town? | Ville ? | | | ${place} != '' | | | | | | | | place = ${place} |
| | end group | | | | | | | | | | | | | | |
| | begin repeat | child | A child | Un enfant | | | ${age} >= 15 | | | | | | | | |
| | text | name | Name? | Nom ? | yes | | | | | | | | | | |
| | select_multiple like | likes | What does ${name} like? | Qu’aime ${name} ? | | | | | | | | | | | |
| | end repeat | | | | | | | | | | | | | | |
| | integer | pets | Pets? | Animaux ? | | | | . <= 30 | | | | 0 | | | |
| | begin repeat | pet | A pet | Un animal | | | | | | | | | | ${pets} | |
| | text | kind | Which? | Lequel ? | | | | | | | | | | | |
| | end repeat | | | | | | | | | | | | | | |

| choices |
| | list_name | name | label::English (en) | label::Français (fr) | place |
| | place | city | City | Ville | |
| | place | country | Country | Campagne | |
| | town | metz | Metz | Metz | city |
| | town | lyon | Lyon | Lyon | city |
| | town | ars | Ars | Ars | country |
| | like | cats | Cats | Chats | |
| | like | dogs | Dogs | Chiens | |
| | like | rain | Rain | Pluie | |
"""
"""Every supported rule and group, with types of questions that people type or tick."""

_OTHERS = {
    "time": "hour", "dateTime": "moment", "range": "grade", "geopoint": "spot", "rank like": "best",
    "acknowledge": "read", "image": "photo", "audio": "sound", "video": "film", "file": "paper",
}  # fmt: skip
EVERY_KIND = HOUSEHOLD.replace(
    "\n\n| choices |",
    "".join(
        f"\n| | {kind} | {name} | The {name}? | Et {name} ? |{' |' * 11}"
        for kind, name in _OTHERS.items()
    )
    + "\n\n| choices |",
)
"""The same with a question of each of the other types."""
