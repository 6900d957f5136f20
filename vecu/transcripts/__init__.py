"""Read transcripts and notes of other programs (.txt, .docx, .vtt, .srt) as turns. Pure.

reader ──► docx ──► plain_text (speakers, paragraphs) ──► model (turns as answers can hold them)
      └──► subtitles ──┘
"""

from vecu.transcripts.errors import TranscriptRefused
from vecu.transcripts.model import MAX_CHARACTERS, SpeakerTurn, list_speakers
from vecu.transcripts.reader import ENDINGS, MAX_BYTES, read_transcript

__all__ = [
    "ENDINGS",
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "SpeakerTurn",
    "TranscriptRefused",
    "list_speakers",
    "read_transcript",
]
