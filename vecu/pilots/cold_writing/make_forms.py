"""Make the blank forms of `forms.toml` as PDF files with fields; needs LibreOffice.

    python -m vecu.pilots.cold_writing.make_forms

writes each form as flat OpenDocument text with a control for each field, and has LibreOffice export
it. The files are committed; run this again when a field comes, goes or changes its name.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from vecu.pilots.cold_writing.form_book import FormDescription, FormField, load_form_book
from vecu.pilots.cold_writing.form_files import PAPER_LANGUAGE
from vecu.pilots.cold_writing.pilot import WARM_SENTENCE
from vecu.typography import apply_typography
from vecu.writings import WritingSort

EXPORT = 'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"true"}}'
SPACES = {
    "ooo": "http://openoffice.org/2004/office",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
_STYLE = '<style:style style:name="{name}" style:family="paragraph">{inside}</style:style>'
_TAB = '<style:tab-stops><style:tab-stop style:position="9cm"/></style:tab-stops>'
_LETTERS = '<style:text-properties fo:font-size="{size}pt" fo:font-weight="bold"/>'
_PARAGRAPH = "<style:paragraph-properties {margins}>{inside}</style:paragraph-properties>"
STYLES = "".join(
    (
        '<office:styles><style:default-style style:family="paragraph">',
        _PARAGRAPH.format(margins='fo:margin-bottom="0.04cm"', inside=""),
        '<style:text-properties fo:font-family="Liberation Sans" fo:font-size="9pt"',
        ' fo:language="fr" fo:country="FR"/></style:default-style>',
        _STYLE.format(name="T", inside=_LETTERS.format(size=15)),
        _STYLE.format(
            name="H",
            inside=_PARAGRAPH.format(
                margins='fo:margin-top="0.22cm" fo:keep-with-next="always"', inside=""
            )
            + _LETTERS.format(size=10.5),
        ),
        _STYLE.format(name="L", inside=_PARAGRAPH.format(margins="", inside=_TAB)),
        '</office:styles><office:automatic-styles><style:page-layout style:name="A4">',
        '<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"',
        ' fo:margin="1.6cm"/></style:page-layout></office:automatic-styles><office:master-styles>',
        '<style:master-page style:name="Standard" style:page-layout-name="A4"/>',
        "</office:master-styles>",
    )
)
SPECIMEN = "SPÉCIMEN : foyer inventé, formulaire inventé. Ne vaut pour aucune demande."


def write_document(form: FormDescription) -> str:
    """Return the form as flat OpenDocument text."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in SPACES.items())
    controls = "".join(_write_control(each) for each in form.fields)
    body = "".join(_iter_paragraphs(form))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3"'
        f' office:mimetype="application/vnd.oasis.opendocument.text">{STYLES}<office:body>'
        f'<office:text><office:forms><form:form form:name="form">{controls}</form:form>'
        f"</office:forms>{body}</office:text></office:body></office:document>"
    )


def main() -> int:
    """Write all forms; return the exit status of LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        for form in load_form_book().forms:
            source = Path(folder) / f"{form.key}.fodt"
            source.write_text(write_document(form), "utf-8")
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
            command += ["--convert-to", EXPORT, "--outdir", str(form.file.parent), str(source)]
            if status := subprocess.run(command, check=False).returncode:  # noqa: S603 - all ours
                return status
    return 0


def _iter_paragraphs(form: FormDescription) -> Iterator[str]:
    yield _write("T", form.title[PAPER_LANGUAGE])
    yield _write("H", SPECIMEN)
    yield _write("L", form.edition[PAPER_LANGUAGE].capitalize())
    for section in form.sections:
        yield _write("H", section.title[PAPER_LANGUAGE])
        yield from (_write_line(each) for each in form.fields if each.section == section.key)
    for each in form.fields:
        if not each.section:
            yield _write("H", each.name[PAPER_LANGUAGE])
            if each.sort is WritingSort.WARM:
                yield _write("L", WARM_SENTENCE[PAPER_LANGUAGE])
            yield _write("L", "", _draw(each, 17.6, 2.0))


def _write_line(each: FormField) -> str:
    unit = f" {each.unit}" if each.unit else ""
    return _write("L", each.name[PAPER_LANGUAGE], f"<text:tab/>{_draw(each, 6, 0.5)}{unit}")


def _write(style: str, words: str, after: str = "") -> str:
    typeset = escape(apply_typography(words, PAPER_LANGUAGE))
    return f'<text:p text:style-name="{style}">{typeset}{after}</text:p>'


def _draw(each: FormField, width: float, height: float) -> str:
    return (
        f'<draw:control text:anchor-type="as-char" svg:width="{width}cm" svg:height="{height}cm"'
        f' draw:control="{each.key}"/>'
    )


def _write_control(each: FormField) -> str:
    kind = "text" if each.section else "textarea"
    label = escape(each.name[PAPER_LANGUAGE])
    return (
        f'<form:{kind} form:name="{each.key}" form:id="{each.key}" xml:id="{each.key}"'
        f' form:title="{label}"'
        ' form:control-implementation="ooo:com.sun.star.form.component.TextField"/>'
    )


if __name__ == "__main__":
    sys.exit(main())
