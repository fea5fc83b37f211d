"""A document as its reader gets it: opened with python-docx, and as the parts of its zip."""

import io
import zipfile
from dataclasses import dataclass

import docx
from docx.oxml.ns import qn
from lxml import etree

from analysis.document import DocumentSettings

SETTINGS = DocumentSettings("Children in care and the police")


@dataclass(frozen=True)
class Opened:
    """A document as its reader gets it."""

    blob: bytes

    @property
    def word(self):
        return docx.Document(io.BytesIO(self.blob))

    def part(self, name):
        with zipfile.ZipFile(io.BytesIO(self.blob)) as archive:
            return archive.read(name)

    def names(self, start=""):
        with zipfile.ZipFile(io.BytesIO(self.blob)) as archive:
            return sorted(name for name in archive.namelist() if name.startswith(start))

    def xml(self, name="word/document.xml"):
        return etree.fromstring(self.part(name))

    def texts(self, style):
        return [line.text for line in self.word.paragraphs if line.style.name == style]

    def fields(self, name="word/document.xml"):
        """Each field's instruction."""
        return [(code.text or "").strip() for code in self.xml(name).iter(qn("w:instrText"))]

    def relations(self, name):
        """The relations of a part: their names, and the parts of the file (or addresses) they lead to."""
        folder, _, file = name.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels"
        if relations not in self.names():
            return {}
        return {found.get("Id"): found.get("Target") for found in self.xml(relations)}

    def dangling(self):
        """Names of relations that a part uses and does not have: Word calls such a file damaged."""
        space = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
        for name in self.names("word/"):
            if name.endswith(".xml"):
                used = {value for node in self.xml(name).iter() for key, value in node.attrib.items() if space in key}
                yield from ((name, missing) for missing in used - self.relations(name).keys())
