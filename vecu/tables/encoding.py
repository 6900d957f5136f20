"""Detect and check the encoding of a file. Pure."""

import codecs
import re
from encodings.aliases import aliases

from vecu.tables.errors import make_refusal
from vecu.translation import gettext_noop

ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16", "mac-roman")
"""Encodings offered by name in the browser; the command accepts any other."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = (
    (b"PK\x03\x04", ".xlsx, .ods, .zip"),
    (b"\xd0\xcf\x11\xe0", ".xls"),
    (b"%PDF", ".pdf"),
    (b"\x1f\x8b", ".gz"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
)
_TRANSFORMS = {
    "base64_codec",
    "bz2_codec",
    "hex_codec",
    "quopri_codec",
    "rot_13",
    "uu_codec",
    "zlib_codec",
}
_TEXT_ENCODINGS = {*aliases.values(), "utf_8_sig"} - _TRANSFORMS
_SMALL = "a-zß-öø-ÿœšž"
_ODD = re.compile(
    "\ufffd"  # a byte that the encoding lacks
    f"|(?<=[{_SMALL}])[À-ÖØ-ÞŒŠŽŸ]"  # a capital within a word, as in “prŽnom” for “prénom”
    f"|(?<=[A-Z{_SMALL}])[‰™›‹…¡¢£¥§¬®±¶¿¤¦ªº¹²³¼½¾“”‚„«»€](?=[{_SMALL}])"  # as in “N”mes”
    f"|[†‡ƒ˜¨¯¸](?=[{_SMALL}])"  # as in “ƒvreux” for “Évreux”
    "|[ˆ˘˙˚˝˛ˇıﬁﬂ∂∑∏π∫Ω√≈∆◊⁄∞≠≤≥]"  # as in “ˆ temps plein” for “à temps plein”
    "|Ž(?=[bcdfghj-np-tv-z])"  # as in “Žtude” for “étude”
)
"""Characters that western European words lack, but get when decoded wrongly."""
_SAMPLE = 60_000
_CHUNK = 1 << 20


def refuse_other_formats(content: bytes) -> None:
    """Raise `FileRefused` if the first bytes are those of a workbook, an archive or a picture."""
    for signature, found in _OTHER_FORMATS:
        if content.startswith(signature):
            raise make_refusal(
                gettext_noop(
                    "This is not a CSV file but another format (%(found)s). Open it in its own "
                    "program, save it as “CSV UTF-8”, and bring that file."
                ),
                found=found,
            )


def detect_encoding(content: bytes) -> str:
    """Return Python's name of the encoding that `content` most probably has.

    A byte order mark decides; then the zero bytes of UTF-16; then valid UTF-8, which is never a
    coincidence; then Windows or old Macs, by which of them gives plausible words.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    if wide := _wide_encoding(content[:_SAMPLE]):
        return wide
    readable = _undecodable_at(content, "utf-8") is None
    return "utf-8" if readable else _one_byte_encoding(content)


def check_encoding(content: bytes, encoding: str) -> None:
    """Raise `FileRefused` naming the first byte that `encoding` cannot decode.

    Also if there is no such encoding, or if it is not for files (Python's zip and idna).
    """
    if not _is_known(encoding):
        raise make_refusal(
            gettext_noop(
                "There is no encoding called “%(found)s”. Usual ones are utf-8, cp1252 and utf-16."
            ),
            found=encoding,
        )
    position = _undecodable_at(content, encoding)
    if position is not None:
        raise make_refusal(
            gettext_noop(
                "Byte %(position)s (%(found)s) is not text in the encoding %(encoding)s. "
                "Choose another encoding, or save the file again as UTF-8."
            ),
            position=position,
            found=f"0x{content[position : position + 1].hex()}",
            encoding=encoding,
        )


def _is_known(encoding: str) -> bool:
    try:
        module = codecs.lookup(encoding).name.replace("-", "_")
    except (LookupError, ValueError):
        return False
    return aliases.get(module, module) in _TEXT_ENCODINGS


def _undecodable_at(content: bytes, encoding: str) -> int | None:
    """Return the position of the first byte that `encoding` cannot decode, None if there is none.

    Decoded piece by piece, so that a large file is not held twice.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), _CHUNK):
        pending = len(decoder.getstate()[0])
        end = start + _CHUNK
        try:
            decoder.decode(content[start:end], final=end >= len(content))
        except UnicodeDecodeError as error:
            return max(0, min(start - pending + error.start, len(content) - 1))
        except UnicodeError:  # UTF-16 without a mark, where the codec requires one
            return start
    return None


def _wide_encoding(sample: bytes) -> str:
    """Return the UTF-16 variant of a text without a mark, by the position of zero bytes."""
    half = len(sample) // 2
    if not half or b"\x00" not in sample:
        return ""
    for name, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[offset::2].count(0) > half * 0.4 > sample[1 - offset :: 2].count(0):
            return name
    return ""


def _one_byte_encoding(content: bytes) -> str:
    """Return the Windows encoding, unless the text is more plausible in that of old Macs.

    Both decode nearly any byte. A small letter in one of them is a capital within a word or a
    dagger in the other: the one with fewer such characters is right, Windows' if they are
    equal.
    """
    sample = content[:_SAMPLE]
    windows, mac = sample.decode("cp1252", errors="replace"), sample.decode("mac-roman")
    if _oddities(mac) < _oddities(windows):
        return "mac-roman"
    return "cp1252" if _undecodable_at(content, "cp1252") is None else "latin-1"


def _oddities(text: str) -> int:
    """Return the number of characters that are implausible where they are."""
    return len(_ODD.findall(text))
