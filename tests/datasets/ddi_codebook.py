"""The schema of DDI-Codebook 2.5, for the elements that exports use.

Restated from codebook.xsd of 2012-01-17 (the DDI Alliance, LGPL): for each element the children in
order with their minimum and maximum number, and its attributes with their values. What is not in
these tables counts as an error, so a new element in an export fails the test until the schema is
consulted.
"""

import re
from collections.abc import Iterator

from lxml import etree

ONCE, MAYBE, MANY = (1, 1), (0, 1), (0, None)
DDI, XML = "{ddi:codebook:2_5}", "{http://www.w3.org/XML/1998/namespace}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"

CHILDREN: dict[str, list[tuple[str, tuple[int, int | None]]]] = {
    "codeBook": [
        ("docDscr", MANY), ("stdyDscr", (1, None)), ("fileDscr", MANY), ("dataDscr", MANY),
        ("otherMat", MANY),
    ],
    "stdyDscr": [
        ("citation", (1, None)), ("studyAuthorization", MANY), ("stdyInfo", MANY),
        ("studyDevelopment", MANY), ("method", MANY), ("dataAccs", MANY), ("othrStdyMat", MANY),
        ("notes", MANY),
    ],
    "citation": [
        ("titlStmt", ONCE), ("rspStmt", MAYBE), ("prodStmt", MAYBE), ("distStmt", MAYBE),
        ("serStmt", MANY), ("verStmt", MANY), ("biblCit", MAYBE), ("holdings", MANY),
        ("notes", MANY),
    ],
    "titlStmt": [
        ("titl", ONCE), ("subTitl", MANY), ("altTitl", MANY), ("parTitl", MANY), ("IDNo", MANY),
    ],
    "rspStmt": [("AuthEnty", MANY), ("othId", MANY)],
    "prodStmt": [
        ("producer", MANY), ("copyright", MAYBE), ("prodDate", MANY), ("prodPlac", MANY),
        ("software", MANY), ("fundAg", MANY), ("grantNo", MANY),
    ],
    "stdyInfo": [
        ("studyBudget", MANY), ("subject", MANY), ("abstract", MANY), ("sumDscr", MANY),
        ("qualityStatement", MAYBE), ("notes", MANY), ("exPostEvaluation", MANY),
    ],
    "sumDscr": [
        ("timePrd", MANY), ("collDate", MANY), ("nation", MANY), ("geogCover", MANY),
        ("geogUnit", MANY), ("geoBndBox", MAYBE), ("boundPoly", MAYBE), ("anlyUnit", MANY),
        ("universe", MANY), ("dataKind", MANY),
    ],
    "method": [
        ("dataColl", MANY), ("notes", MANY), ("anlyInfo", MAYBE), ("stdyClas", MAYBE),
        ("dataProcessing", MANY), ("codingInstructions", MANY),
    ],
    "dataColl": [
        ("timeMeth", MANY), ("dataCollector", MANY), ("collectorTraining", MANY),
        ("frequenc", MANY), ("sampProc", MANY), ("sampleFrame", MANY), ("targetSampleSize", MANY),
        ("deviat", MANY), ("collMode", MANY), ("resInstru", MANY), ("instrumentDevelopment", MANY),
        ("sources", MAYBE), ("collSitu", MANY), ("actMin", MANY), ("ConOps", MANY),
        ("weight", MANY), ("cleanOps", MANY),
    ],
    "fileDscr": [("fileTxt", MANY), ("locMap", MAYBE), ("notes", MANY)],
    "fileTxt": [
        ("fileName", MAYBE), ("fileCitation", MAYBE), ("fileCont", MAYBE), ("fileStrc", MAYBE),
        ("dimensns", MAYBE), ("fileType", MAYBE), ("format", MAYBE), ("filePlac", MAYBE),
        ("dataChck", MANY), ("ProcStat", MAYBE), ("dataMsng", MAYBE), ("software", MANY),
        ("verStmt", MAYBE),
    ],
    "dimensns": [
        ("caseQnty", MANY), ("varQnty", MANY), ("logRecL", MANY), ("recPrCas", MANY),
        ("recNumTot", MANY),
    ],
    "dataDscr": [
        ("varGrp", MANY), ("nCubeGrp", MANY), ("var", MANY), ("nCube", MANY), ("notes", MANY),
    ],
    "var": [
        ("location", MANY), ("labl", MANY), ("imputation", MAYBE), ("security", MAYBE),
        ("embargo", MAYBE), ("respUnit", MAYBE), ("anlysUnit", MAYBE), ("qstn", MANY),
        ("valrng", MANY), ("invalrng", MANY), ("undocCod", MANY), ("universe", MANY),
        ("TotlResp", MAYBE), ("sumStat", MANY), ("txt", MANY), ("stdCatgry", MANY),
        ("catgryGrp", MANY), ("catgry", MANY), ("codInstr", MANY), ("verStmt", MANY),
        ("concept", MANY), ("derivation", MAYBE), ("varFormat", MAYBE), ("geoMap", MANY),
        ("catLevel", MANY), ("notes", MANY),
    ],
    "catgry": [
        ("catValu", MAYBE), ("labl", MANY), ("txt", MANY), ("catStat", MANY), ("mrow", MAYBE),
    ],
    "derivation": [("drvdesc", MANY), ("drvcmd", MANY)],
}  # fmt: skip
"""Sequences. `qstn` is a choice, `valrng` and `invalrng` begin with one: see `_content`."""

QUESTION = {"preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"}
"""In `qstn` these may occur in any number and order."""
TEXTS = {
    *("titl", "parTitl", "IDNo", "AuthEnty", "prodDate", "software", "abstract", "collDate"),
    *("anlyUnit", "universe", "sampProc", "collMode", "weight", "fileName", "caseQnty", "varQnty"),
    *("labl", "preQTxt", "qstnLit", "ivuInstr", "key", "TotlResp", "sumStat", "catValu", "txt"),
    *("catStat", "drvcmd", "varFormat", "notes"),
}
"""Elements with text content only."""
EMPTY = {"item", "range"}

ANY = re.compile("(?s).*")
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]+)?")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _one_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words))


ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "codeBook": {"version": re.compile("2\\.5"), _XSI: ANY},
    "prodDate": {"date": DAY},
    "software": {"date": DAY, "version": ANY},
    "collDate": {"date": DAY, "event": _one_of("start", "end", "single"), "cycle": ANY},
    "universe": {"level": ANY, "clusion": _one_of("I", "E")},
    "var": {
        "name": ANY,
        "files": ANY,
        "intrvl": _one_of("contin", "discrete"),
        "nature": _one_of("nominal", "ordinal", "interval", "ratio", "percent", "other"),
        "temporal": _one_of("Y", "N"),
        "geog": _one_of("Y", "N"),
        "representationType": _one_of("text", "numeric", "code", "datetime", "other"),
    },
    "range": {"UNITS": _one_of("INT", "REAL"), "min": ANY, "max": ANY},
    "item": {"UNITS": _one_of("INT", "REAL"), "VALUE": ANY},
    "sumStat": {
        "type": _one_of("mean", "medn", "mode", "vald", "invd", "min", "max", "stdev", "other"),
        "wgtd": _one_of("wgtd", "not-wgtd"),
    },
    "catgry": {"missing": _one_of("Y", "N"), "missType": ANY},
    "catStat": {
        "type": _one_of("freq", "percent", "crosstab", "other"),
        "wgtd": _one_of("wgtd", "not-wgtd"),
    },
    "drvcmd": {"syntax": ANY},
    "varFormat": {
        "type": _one_of("numeric", "character"),
        "category": _one_of("date", "time", "currency", "other"),
    },
    "notes": {"type": ANY, "subject": ANY, "level": ANY, "resp": ANY},
}
GLOBALS = {"ID": re.compile("[A-Za-z_][A-Za-z0-9_.-]*"), f"{XML}lang": LANGUAGE}
"""Attributes of every element."""
REQUIRED = {"var": {"name"}, "item": {"VALUE"}, "sumStat": {"type"}}


def faults(root: etree._Element) -> list[str]:
    """Return the violations of the schema in a codebook, each with its line."""
    found = [fault for element in root.iter() for fault in _faults(element)]
    keys = [element.get("ID") for element in root.iter() if element.get("ID")]
    found += [f"ID {key} twice" for key in {key for key in keys if keys.count(key) > 1}]
    pointed = {key for element in root.iter() for key in (element.get("files") or "").split()}
    return [*found, *(f"no ID {key}" for key in pointed - set(keys))]


def _faults(element: etree._Element) -> Iterator[str]:
    name = etree.QName(element).localname
    where = f"line {element.sourceline}, {name}"
    if element.tag != f"{DDI}{name}":
        yield f"{where}: not in the namespace"
    for problem in (*_content(name, element), *_attributes(name, element)):
        yield f"{where}: {problem}"


def _content(name: str, element: etree._Element) -> Iterator[str]:
    inside = [etree.QName(child).localname for child in element]
    if name in TEXTS or name in EMPTY:
        if inside or (name in EMPTY and element.text):
            yield f"holds {inside or element.text}"
        return
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        yield "text between elements"
    if name == "qstn":
        yield from (f"{child} does not belong here" for child in inside if child not in QUESTION)
    elif name in {"valrng", "invalrng"}:
        if not re.fullmatch("((item|range) )+(key )?(notes )*", " ".join([*inside, ""])):
            yield f"holds {inside}"
    else:
        yield from _sequence(CHILDREN.get(name), inside)


def _sequence(
    allowed: list[tuple[str, tuple[int, int | None]]] | None, inside: list[str]
) -> Iterator[str]:
    if allowed is None:
        yield "this element was not looked up"
        return
    order = [child for child, _times in allowed]
    if unknown := set(inside) - set(order):
        yield f"holds {unknown}"
        return
    if sorted(inside, key=order.index) != inside:
        yield f"order is {inside}"
    for child, (least, most) in allowed:
        times = inside.count(child)
        if times < least or (most is not None and times > most):
            yield f"{child} comes {times} times"


def _attributes(name: str, element: etree._Element) -> Iterator[str]:
    allowed = GLOBALS | ATTRIBUTES.get(name, {})
    for attribute, value in element.attrib.items():
        pattern = allowed.get(str(attribute))
        if pattern is None or not pattern.fullmatch(str(value)):
            yield f"{attribute}={value!r}"
    for attribute in REQUIRED.get(name, set()) - set(element.attrib):
        yield f"lacks {attribute}"
