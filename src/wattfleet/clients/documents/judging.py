"""Judges documents by the official rules; runs in a process of its own, which holds the compiled stylesheets.

A stylesheet is compiled once per process (up to 2 s) and then takes milliseconds a document. Saxon has ended
whole processes before (akretion/factur-x#77), so that nothing else may live in this one.
"""

import re
from functools import cache

import saxonche
from lxml import etree

from wattfleet.billing.profile import Profile
from wattfleet.clients.documents.port import Finding, Format, Report, Severity
from wattfleet.clients.documents.rewording import reworded
from wattfleet.clients.documents.rules import rules_for

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_NAMESPACE = re.compile(r"\*:(\w+)\[namespace-uri\(\)='[^']*'\]|Q\{[^}]*\}(\w+)")
FATAL_FLAGS = frozenset({"fatal", "error", ""})


def judge(xml: bytes, form: Format, profile: Profile) -> Report:
    """What the rules of that syntax and profile say; no rule is asked where the schema already refuses."""
    rules = rules_for(form, profile)
    try:
        root = etree.fromstring(xml, _PARSER)
    except etree.XMLSyntaxError as error:
        return Report(("XML",), (Finding("XML", Severity.FATAL, str(error), ""),))
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs lack it
        text = "A document has no DOCTYPE: it could read files."
        return Report(("XML",), (Finding("XML", Severity.FATAL, text, ""),))
    findings = _against_schema(root, form, profile)
    if findings:
        return Report(("XSD",), tuple(findings))
    node = parsed(xml)
    for one in rules.sets:
        findings += found_by(compiled(str(one.file)), node)
    return Report(rules.names, tuple(findings))


def judge_all(xml: list[bytes], form: Format, profile: Profile) -> list[Report]:
    """The same for many, in their order."""
    return [judge(one, form, profile) for one in xml]


def parsed(xml: bytes) -> saxonche.PyXdmNode:
    return _saxon().parse_xml(xml_text=xml.decode())


@cache
def _saxon() -> saxonche.PySaxonProcessor:
    return saxonche.PySaxonProcessor(license=False)


@cache
def compiled(path: str) -> saxonche.PyXsltExecutable:
    """A stylesheet, worded for speed. One that reads a file beside it is taken as it stands, as only a file
    knows where it is."""
    tree = etree.parse(path)
    if "document(" in etree.tostring(tree, encoding="unicode"):
        return as_published(path)
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_text=reworded(tree))


def as_published(path: str) -> saxonche.PyXsltExecutable:
    """A stylesheet to the letter."""
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=path)


@cache
def _schema(path: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


def _against_schema(root: etree._Element, form: Format, profile: Profile) -> list[Finding]:
    name = etree.QName(root).localname
    path = dict(rules_for(form, profile).schemas).get(name)
    if path is None:
        return [Finding("XSD", Severity.FATAL, f"{name} is no document of this syntax.", f"/{name}")]
    schema = _schema(str(path))
    if schema.validate(root):
        return []
    return [
        Finding("XSD", Severity.FATAL, one.message, f"{one.path or ''} (line {one.line})")
        for one in schema.error_log  # type: ignore[attr-defined]  # the stubs lack it
    ]


def found_by(rules: saxonche.PyXsltExecutable, node: saxonche.PyXdmNode) -> list[Finding]:
    """What a stylesheet finds, in its order."""
    told = rules.transform_to_string(xdm_node=node)
    assert told is not None, "rules answer in SVRL"
    if "failed-assert" not in told and "successful-report" not in told:
        return []
    tree = etree.fromstring(told.encode())
    return [_finding(one) for one in tree.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")]


def _finding(one: etree._Element) -> Finding:
    flag = (one.get("flag") or one.get("role") or "").lower()
    severity = Severity.FATAL if flag in FATAL_FLAGS else Severity.WARNING
    text = " ".join("".join(str(part) for part in one.itertext()).split())
    return Finding(one.get("id") or "", severity, text, where(one.get("location") or ""))


def where(location: str) -> str:
    """`/Invoice[1]/TaxTotal[1]`: the path of SVRL without its namespaces."""
    return _NAMESPACE.sub(lambda match: match[1] or match[2], location)
