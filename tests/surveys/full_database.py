# ruff: noqa: E501 - the rows of a table are not broken
"""A questionnaire with every type of question, and small files of every accepted type."""

import struct
import zlib

EVERYTHING = """
| settings | | | |
| | form_title | form_id | default_language |
| | Everything | everything | English (en) |

| survey | | | | | | | | | |
| | type | name | label::English (en) | label::Français (fr) | hint::English (en) | guidance_hint::English (en) | guidance_hint::Français (fr) | appearance | parameters | choice_filter |
| | time | starts | When does your shift begin? | À quelle heure commencez-vous ? | | The usual hour. | L’heure habituelle. | | | |
| | dateTime | meeting | When was the last meeting? | Quand a eu lieu la dernière réunion ? | | | | | | |
| | rank drink | order | Which do you like best? | Que préférez-vous ? | | | | | | |
| | range | sure | How sure are you? | À quel point ? | | | | | start=0 end=10 step=1 | |
| | range | share | Which share? | Quelle part ? | | | | | start=0 end=100 step=0.5 | |
| | acknowledge | read | Answers are read by the team. | L’équipe lit les réponses. | | | | | | |
| | geopoint | place | Where do you work? | Où travaillez-vous ? | | | | | | |
| | select_one agree | trust | I trust it. | Je lui fais confiance. | | | | likert | | |
| | select_multiple drink | often | Which do you drink? | Que buvez-vous ? | | | | columns-2 | | |
| | begin group | table | How often do you use it? | À quelle fréquence ? | | | | table-list | | |
| | select_one agree | mail | For mail | Pour le courrier | | | | | | |
| | select_one agree | notes | For notes | Pour les notes | | | | | | |
| | end group | | | | | | | | | |
| | select_one region | region | Which region? | Quelle région ? | | | | minimal | | |
| | select_one town | town | Which town? | Quelle ville ? | | | | | | region = ${region} |
| | image | photo | A picture of your screen? | Une image de votre écran ? | | | | | | |
| | audio | voice | Would you rather say it? | Préférez-vous le dire ? | | | | | | |
| | video | film | A film? | Un film ? | | | | | | |
| | file | paper | A file? | Un fichier ? | | | | | | |

| choices | | | | | |
| | list_name | name | label::English (en) | label::Français (fr) | media::image::English (en) | media::image::Français (fr) | region |
| | drink | tea | Tea | Thé | tea.png | tea.png | |
| | drink | coffee | Coffee | Café | | | |
| | drink | water | Water | Eau | | | |
| | agree | no | Not at all | Pas du tout | | | |
| | agree | some | Somewhat | Un peu | | | |
| | agree | yes | Fully | Tout à fait | | | |
| | region | east | East | Est | | | |
| | region | south | South | Sud | | | |
| | town | metz | Metz | Metz | | | east |
| | town | nancy | Nancy | Nancy | | | east |
| | town | arles | Arles | Arles | | | south |
"""


def chunk(name: bytes, data: bytes) -> bytes:
    """Return a PNG chunk (ISO 15948, 5.3)."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*more: bytes) -> bytes:
    """Return a grey picture of 8 × 8 pixels, with further chunks."""
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * 8) * 8)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            *more,
            chunk(b"IDAT", rows),
            chunk(b"IEND", b""),
        ]
    )
