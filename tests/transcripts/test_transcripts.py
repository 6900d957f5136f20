"""Transcripts of other programs come in whole: who speaks, what, from which minute."""

import io
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from vecu.transcripts import SpeakerTurn, TranscriptRefused, list_speakers, read_transcript

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_docx(paragraphs: list[str]) -> bytes:
    """Write the least document that a word processor opens."""
    body = "".join(
        f"<w:p><w:r><w:t xml:space='preserve'>{escape(each)}</w:t></w:r></w:p>"
        for each in paragraphs
    )
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document xmlns:w='{WORD}'><w:body>{body}</w:body></w:document>",
        )
    return written.getvalue()


def test_a_name_and_a_colon_begin_a_turn_and_lines_without_one_go_on():
    text = (
        "Léa: Comment est-ce arrivé ?\nFatima: D’un coup.\nSans prévenir.\n"
        "Léa: Note: rien ?\nFatima: Non."
    )

    assert read_transcript(text.encode(), "a.txt") == [
        SpeakerTurn("Léa", "Comment est-ce arrivé ?"),
        SpeakerTurn("Fatima", "D’un coup.\nSans prévenir."),
        SpeakerTurn("Léa", "Note: rien ?"),
        SpeakerTurn("Fatima", "Non."),
    ]


def test_a_label_that_occurs_once_is_no_speaker_beside_others():
    text = "A: One.\nB: Two.\nNote: laughs.\nA: Three.\nB: Four."

    assert list_speakers(read_transcript(text.encode(), "a.txt")) == ["A", "B"]


def test_a_name_with_a_time_above_the_words_begins_a_turn():
    content = make_docx(["Marie Dupont   0:03", "Bonjour.", "Enquêteur   1:02:40", "Merci."])

    assert read_transcript(content, "teams.docx") == [
        SpeakerTurn("Marie Dupont", "Bonjour.", 0),
        SpeakerTurn("Enquêteur", "Merci.", 62),
    ]


def test_paragraphs_of_a_note_without_speakers_are_its_turns():
    turns = read_transcript(make_docx(["She opens the tool.", "", "She closes it."]), "note.docx")

    assert turns == [SpeakerTurn("", "She opens the tool."), SpeakerTurn("", "She closes it.")]


def test_voices_of_webvtt_are_speakers_and_what_one_says_on_end_is_one_turn():
    text = (
        "WEBVTT\n\nNOTE made by a machine\n\n1\n00:00:01.000 --> 00:00:03.000 align:start\n"
        "<v Anne>It began &amp; went\non.</v>\n\n"
        "00:01:03.000 --> 00:01:05.000\n<v Anne>Then <i>it</i> stopped.\n\n"
        "01:02:00.000 --> 01:02:02.000\n<v Ben>Why?</v>\n"
    )

    assert read_transcript(text.encode(), "a.vtt") == [
        SpeakerTurn("Anne", "It began & went on. Then it stopped.", 0),
        SpeakerTurn("Ben", "Why?", 62),
    ]


def test_names_before_subrip_subtitles_are_speakers():
    text = (
        "1\r\n00:00:01,000 --> 00:00:03,000\r\nAnne: It began.\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:05,000\r\nIt went on.\r\n\r\n"
        "3\r\n00:02:00,000 --> 00:02:05,000\r\nBen: Why?\r\n"
    )

    assert read_transcript(text.encode("utf-16"), "a.srt") == [
        SpeakerTurn("Anne", "It began. It went on.", 0),
        SpeakerTurn("Ben", "Why?", 2),
    ]


def test_subtitles_without_speakers_are_turns_of_one_minute():
    text = "".join(f"{n}\n00:0{n // 2}:01,000 --> 00:0{n // 2}:09,000\nw{n}\n\n" for n in range(4))

    assert read_transcript(text.encode(), "a.srt") == [
        SpeakerTurn("", "w0 w1", 0),
        SpeakerTurn("", "w2 w3", 1),
    ]


def test_a_document_of_two_hundred_pages_comes_in_whole():
    said = [f"{'AB'[n % 2]}: réponse {n} " + "mot " * 250 for n in range(400)]

    turns = read_transcript(make_docx(said), "long.docx")

    assert [f"{turn.speaker}: {turn.words}" for turn in turns] == [each.strip() for each in said]


def test_a_turn_longer_than_an_answer_is_divided_between_sentences_and_loses_no_word():
    words = "Une phrase entière. " * 2_500

    turns = read_transcript(f"A: {words}\nB: Oui.".encode(), "a.txt")

    assert len(turns) == 4
    assert all(turn.words.endswith("entière.") for turn in turns[:3])
    assert " ".join(turn.words for turn in turns[:3]) == words.strip()


def test_two_scripts_in_one_transcript_both_come_in():
    text = "Анна: Да, это так.\nمريم: نعم.\nАнна: Yes.\nمريم: Oui."

    assert list_speakers(read_transcript(text.encode(), "a.txt")) == ["Анна", "مريم"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.txt", "no words"),
        (b"A: Hello", "a.pdf", ".docx"),
        (b"PK\x03\x04 damaged", "a.docx", "damaged"),
        (b"no times here", "a.vtt", "-->"),
        (b"word " * 410_000, "a.txt", "2000000"),
        (b"A: a\nB: b\n" * 2_501, "a.txt", "5002"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, name: str, words: str):
    with pytest.raises(TranscriptRefused, match=words):
        read_transcript(content, name)


def test_a_document_that_unpacks_to_far_too_much_is_refused():
    bomb = make_docx(["a" * 201_000_000])

    with pytest.raises(TranscriptRefused, match="cannot be read"):
        read_transcript(bomb, "bomb.docx")
