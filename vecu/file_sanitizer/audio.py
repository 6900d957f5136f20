"""Sanitize audio: WAV, MP3 and AAC without title, author, date or device."""

from collections.abc import Callable

from vecu.file_sanitizer.binary_reader import (
    Damaged,
    build_riff,
    iter_riff_chunks,
    read_bytes,
    read_uint,
)


def clean_wav(content: bytes) -> bytes:
    """Return a WAV with its format and samples only."""
    kept = [chunk for chunk in iter_riff_chunks(content, b"WAVE") if chunk[0] in {b"fmt ", b"data"}]
    if [name for name, _data in kept] != [b"fmt ", b"data"]:
        raise Damaged
    return build_riff(b"WAVE", kept)


# Bit rates in kbit/s and sampling rates in Hz by their index in a frame's header, ISO 11172-3 and
# 13818-3, for layer III.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLING = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def clean_mp3(content: bytes) -> bytes:
    """Return an MP3 with its audio frames only, without tags before, between and after them."""
    return _frames(content, _frame_length)


def clean_aac(content: bytes) -> bytes:
    """Return an AAC stream (ADTS) with its audio frames only."""
    return _frames(content, _adts_length)


def skip_id3_tag(content: bytes) -> int:
    """Return the offset of the audio in a file that may begin with a tag (ID3)."""
    if content[:3] != b"ID3":
        return 0
    sizes = read_bytes(content, 6, 4)
    return 10 + sum(
        (byte & 0x7F) << shift for byte, shift in zip(sizes, (21, 14, 7, 0), strict=True)
    )


def is_aac(content: bytes) -> bool:
    """Return whether AAC frames follow the tag, which other audio files have too."""
    return len(content) > 10 and _adts_length(content, skip_id3_tag(content)) > 0


def _frames(content: bytes, length_at: Callable[[bytes, int], int]) -> bytes:
    """Return the consecutive frames from the start, or from the end of a tag."""
    at = skip_id3_tag(content)
    frames = []
    while length := length_at(content, at):
        frames.append(content[at : at + length])
        at += length
    if len(frames) < 2:
        raise Damaged
    return b"".join(frames)


def _frame_length(content: bytes, at: int) -> int:
    """Return the length of the layer III frame at `at`; 0 if there is none."""
    if at + 4 > len(content) or read_uint(content, at, 2) & 0xFFE6 != 0xFFE2:
        return 0
    version = content[at + 1] >> 3 & 3
    rate, sampling, padding = (
        content[at + 2] >> 4,
        content[at + 2] >> 2 & 3,
        content[at + 2] >> 1 & 1,
    )
    if version not in _SAMPLING or sampling == 3 or not 0 < rate < 15:
        return 0
    per_frame, rates = (144, _RATES_1) if version == 3 else (72, _RATES_2)
    length = per_frame * rates[rate] * 1000 // _SAMPLING[version][sampling] + padding
    return length if at + length <= len(content) else 0


def _adts_length(content: bytes, at: int) -> int:
    """Return the length of the AAC frame at `at` (ISO 13818-7, 6.2); 0 if there is none."""
    if at + 7 > len(content) or read_uint(content, at, 2) & 0xFFF6 != 0xFFF0:
        return 0
    length = read_uint(content, at + 3, 3) >> 5 & 0x1FFF
    return length if length >= 7 and at + length <= len(content) else 0
