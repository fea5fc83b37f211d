"""What a template may not be: no Word document, one with macros, one that fetches from elsewhere, one far too large.

Everything is read from the closed file, before any of it is opened as a document.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2_000
CONTENT_TYPES = "[Content_Types].xml"
ACTIVE = re.compile(r"macroEnabled|vbaProject|vbaData|activeX", re.IGNORECASE)
TEMPLATE_TYPE = "wordprocessingml.template.main+xml"
FROM_ELSEWHERE = re.compile(r"\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE)
# A link is followed by a person, not by opening the paper.
LINK = RELATIONSHIP_TYPE.HYPERLINK
ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
WEB_ADDRESS = re.compile(r"\s*(?!file:)[a-z][a-z0-9+.-]+:", re.IGNORECASE)
BROKEN = (zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, ValueError, EOFError, OSError, RuntimeError)


class TemplateRefused(ValueError):
    """A template that cannot be used, with a sentence that says why and what to do."""


NO_DOCUMENT = "The template is no Word document: save it from Word as a .docx file and choose it again."
TOO_LARGE = (
    f"The template unpacks to more than {MOST_UNPACKED // 1024 // 1024} MB or {MOST_PARTS:,} parts: "
    "make a smaller one, with smaller pictures."
)
MACROS = "The template holds macros or active controls: save it from Word as a .docx file without macros."
DOTX = "The template is a .dotx file: open it in Word, save it as a .docx file and choose that."
ELSEWHERE = (
    "The template fetches something from elsewhere when it is opened ({what}): "
    "put it into the template itself, or take it out, and save it again."
)


def check_package(blob: bytes) -> None:
    """Raises TemplateRefused, with a sentence, for a file that is not safe to open as a template."""
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            _check_size(archive)
            _check_types(archive)
            for what in _fetched(archive):
                raise TemplateRefused(ELSEWHERE.format(what=what))
    except TemplateRefused:
        raise
    except BROKEN as broken:
        raise TemplateRefused(NO_DOCUMENT) from broken


def _check_size(archive: zipfile.ZipFile) -> None:
    """From the list of parts alone: no part gives more bytes than the list says."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TemplateRefused(TOO_LARGE)
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise TemplateRefused(NO_DOCUMENT)  # two parts of one name: programs would read different documents


def _check_types(archive: zipfile.ZipFile) -> None:
    types = [found.get("ContentType", "") for found in parse_xml(archive.read(CONTENT_TYPES))]
    if any(map(ACTIVE.search, [*types, *archive.namelist()])):
        raise TemplateRefused(MACROS)
    if CONTENT_TYPE.WML_DOCUMENT_MAIN not in types:
        raise TemplateRefused(DOTX if any(TEMPLATE_TYPE in found for found in types) else NO_DOCUMENT)


def _fetched(archive: zipfile.ZipFile) -> Iterator[str]:
    """What a part asks for from elsewhere, by the name of its kind."""
    for name in archive.namelist():
        if name.endswith(".rels"):
            for relation in parse_xml(archive.read(name)):
                if relation.get("TargetMode", "").lower() == "external" and not _is_harmless(relation):
                    yield relation.get("Type", "").rpartition("/")[2] or "unnamed"
        elif name.endswith(".xml") and name.startswith("word/"):
            xml = parse_xml(archive.read(name))
            codes = "".join(found.text or "" for found in xml.iter(qn("w:instrText")))
            codes += " ".join(found.get(qn("w:instr"), "") for found in xml.iter(qn("w:fldSimple")))
            for found in FROM_ELSEWHERE.finditer(codes):
                yield f"the field {found[1].upper()}"


def _is_harmless(relation: etree._Element) -> bool:
    """Links, and the name of the file a document was once made from where that is a path: it is taken out."""
    if relation.get("Type") == LINK:
        return True
    return relation.get("Type") == ATTACHED and not _is_web_address(relation.get("Target", ""))


def _is_web_address(target: str) -> bool:
    """Whether a place is on the web; "C:\\..." and "file:" are paths."""
    return bool(WEB_ADDRESS.match(target)) and not re.match(r"\s*[a-z]:", target, re.IGNORECASE)
