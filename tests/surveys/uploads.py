"""A workbook with all kinds of attachments, and these files."""

import io
import math
import struct
import wave
from pathlib import Path

from django.utils import timezone

from tests.surveys.factories import describe_study
from tests.surveys.full_database import chunk, png
from vecu.surveys.actions import accept_attachments, create_study, open_fielding
from vecu.surveys.library import get_template
from vecu.surveys.models import Attachment, Study

FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | Heard | heard | English (en) |

| survey |
| | type | name | label::English (en) | label::Français (fr) | media::image | media::audio::English (en) | media::audio::Français (fr) | media::video | choice_filter | parameters |
| | select_one drink | drink | What do you drink? | Que buvez-vous ? | tea.png | drink.wav | boire.wav | | | |
| | note | thanks | Thank you. | Merci. | | | | film.mp4 | | |
| | select_one_from_file towns.csv | town | Which town? | Quelle ville ? | | | | | region = 'east' | value=code label=town |

| choices |
| | list_name | name | label::English (en) | label::Français (fr) | media::image | media::audio::English (en) | media::audio::Français (fr) |
| | drink | tea | Tea | Thé | tea.png | tea.wav | the.wav |
| | drink | none | Nothing | Rien | | | |
"""  # noqa: E501
TOWNS = "code;town;region\nm;Metz;east\nn;Nancy;east\nl;Lyon;south\n"


def wav(seconds: float = 0.2, *, rate: int = 8_000) -> bytes:
    """Return a tone of 440 Hz."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        for place in range(int(seconds * rate)):
            out.writeframes(struct.pack("<h", int(8_000 * math.sin(place * 880 * math.pi / rate))))
    return file.getvalue()


def film() -> bytes:
    """Return a very short film, as written by a program."""
    return (Path(__file__).parents[1] / "file_sanitizer/sample_files/fragments.mp4").read_bytes()


def files() -> dict[str, bytes]:
    """Return the files by name."""
    return {
        "tea.png": png(chunk(b"tEXt", b"Author\0Somebody")),
        "drink.wav": wav(),
        "boire.wav": wav(),
        "tea.wav": wav(),
        "the.wav": wav(),
        "film.mp4": film(),
        "towns.csv": TOWNS.encode(),
    }


def make_heard_study() -> Study:
    """The ready inquiry, open; its first question was recorded in Arabic, and its second lost."""
    ready = get_template("accompanied-people")
    lines = ready.workbook.decode().splitlines()
    heard = {"explained": "first.wav", "explained_by": "lost.wav"}
    survey = lines.index(next(line for line in lines if line.startswith("| survey")))
    choices = lines.index(next(line for line in lines if line.startswith("| choices")))
    for index in range(survey + 1, choices):
        if lines[index]:
            name = lines[index].split("|")[3].strip()
            cell = "media::audio::العربية (ar)" if name == "name" else heard.get(name, "")
            lines[index] += f" {cell} |"
    study = create_study(
        "heard",
        describe_study(
            dict(ready.title), purpose=ready.purpose, asked_by={"fr": "Nous", "en": "We"}
        ),
        workbook="\n".join(lines).encode(),
        workbook_name="heard.md",
        files=accept_attachments({name: wav() for name in heard.values()}),
    )
    open_fielding(study.fieldings.get(), today=timezone.localdate())
    Attachment.objects.filter(name="lost.wav").delete()
    return study
