"""Helpers for exports: a questionnaire with all question types, and exports in memory."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from vecu.datasets.exporting.ddi import StudyDescription
from vecu.datasets.exporting.package import ExportOptions, Format, Shape, VersionData, write_export
from vecu.datasets.exporting.progress import ExportProgress
from vecu.datasets.exporting.row_builder import AnswerRecord
from vecu.questionnaires import Questionnaire, convert_workbook, read_xform

FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | All kinds | kinds | English (en) |

| survey | | | | | |
| | type | name | label::English (en) | label::Français (fr) | relevant |
| | text | words | In your words? | Avec vos mots ? | |
| | integer | years | How many years? | Combien d’années ? | |
| | decimal | hours | How many hours? | Combien d’heures ? | |
| | date | since | Since when? | Depuis quand ? | |
| | select_one use | use | Do you use it? | L’utilisez-vous ? | |
| | select_multiple tool | tools | Which ones? | Lesquels ? | ${use} = 'yes' |
| | text | why | Why? | Pourquoi ? | ${use} = 'yes' |
| | select_one scale | often | How often? | À quelle fréquence ? | |
| | begin repeat | story | A task | Une tâche | |
| | text | task | Which task? | Quelle tâche ? | |
| | select_one use | keep | Go on? | Continuer ? | |
| | end repeat | | | | |

| choices | | | | |
| | list_name | name | label::English (en) | label::Français (fr) |
| | use | yes | Yes | Oui |
| | use | no | No | Non |
| | tool | chat | Chat | Discussion |
| | tool | draw | Drawing | Dessin |
| | scale | 0 | Never | Jamais |
| | scale | 5 | Daily | Chaque jour |
"""

DAY = date(2026, 11, 24)
ADA: dict[str, Any] = {
    "words": "a",
    "years": "7",
    "hours": "2.5",
    "since": "2024-02-29",
    "use": "yes",
    "tools": "chat draw",
    "often": "5",
    "story": [{"task": "mails", "keep": "yes"}, {"task": "plans"}],
}
BOB: dict[str, Any] = {"use": "no", "often": "0", "years": "-3"}
EVE: dict[str, Any] = {"use": "yes"}
PEOPLE = [ADA, BOB, EVE]


def questionnaire(form: str = FORM) -> Questionnaire:
    return read_xform(convert_workbook(form.encode(), "kinds.md").xform)


def export(
    folder: Path,
    kind: Format,
    people: Iterable[dict[str, Any]] = PEOPLE,
    *,
    form: str = FORM,
    asked: Questionnaire | None = None,
    files: dict[str, bytes] | None = None,
    progress: ExportProgress | None = None,
    **wishes: Any,
) -> dict[str, Path]:
    """Export these answers and return the files by name; keys are k1, k2, … in order."""
    (out := folder / "out").mkdir()
    given = list(people)
    replies = (AnswerRecord(values, DAY, "fr", 1, "open", 1, (files or {}).get) for values in given)
    keys = count(1)
    write_export(
        [VersionData("kinds", asked or questionnaire(form), replies, len(given))],
        out,
        ExportOptions(kind, files=files is not None, **wishes),
        StudyDescription("kinds", "2026-11-24", {"en": "All kinds"}, {}, {"en": "To learn."}, {}),
        draw_key=lambda: f"k{next(keys)}",
        progress=progress,
    )
    return {path.name: path for path in sorted(out.iterdir())}


WIDE = {"shape": Shape.WIDE}
