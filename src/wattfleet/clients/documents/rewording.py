"""The official stylesheets, worded so that Saxon answers sooner; what they find stays the same.

Problem: of a document of thirty lines the rules took 20 ms, and most of that went into answers that nobody
reads and into looking codes up. Observation: four forms make up nearly all of it. Each is put into words that
mean the same, whatever the document:

- What is said about rules that are kept (`fired-rule`, `active-pattern`) is left out: only what is broken is
  ever read.
- `contains(' A B C ', concat(' ', X, ' '))`, where it was asked before that X has no blank, goes through
  2,000 codes letter by letter. It is true where X is one of A, B, C: asked of a map that is made once, when
  the stylesheet is compiled. A list with two blanks in a row, where the two could differ, stays as it is.
- `some $code in $CODES satisfies E = $code` is what `E = $CODES` means (XPath 3.1 §3.7.2), and `$CODES`,
  which was cut into words for every document, is cut when the stylesheet is compiled.
- SchXslt makes a `schxslt:rule` for each element that any rule looks at, and searches all of them afterwards
  for what they hold. One that holds nothing is not made.

A form that is not recognised, as in a later release, stays as it is: then it is slower, never other. A
property holds original and reworded equal on documents that were broken at random.
"""

import re
from collections.abc import Iterator

from lxml import etree

_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_SCHXSLT = "{https://doi.org/10.5281/zenodo.1495494}"
_MAP = "Q{http://www.w3.org/2005/xpath-functions/map}"

_LISTED = re.compile(
    r"(?P<guard>not\(contains\(normalize-space\((?P<of>[^()]+)\), ' '\)\) and )"
    r"contains\(' (?P<codes>[^\s']+(?: [^\s']+)*) ', "
    r"concat\(' ', normalize-space\((?P<code>upper-case\((?P=of)\)|(?P=of))\), ' '\)\)"
)
_SOME = re.compile(r"some \$code in (?P<codes>\$[\w-]+)\s+satisfies (?P<of>[^$=]+?) = \$code\b")
_WORDS = re.compile(r"tokenize\('[^']*',\s*'\\s'\)")


def reworded(sheet: etree._ElementTree) -> str:
    """The stylesheet as text; `sheet` itself is changed."""
    root = sheet.getroot()
    for one in list(root.iter(f"{_SVRL}fired-rule", f"{_SVRL}active-pattern")):
        _parent(one).remove(one)
    _lists(root)
    _some(root)
    _empty_rules(root)
    return etree.tostring(sheet, encoding="unicode")


def _lists(root: etree._Element) -> None:
    names: dict[str, str] = {}

    def asked(match: re.Match[str]) -> str:
        name = names.setdefault(match["codes"], f"codes-{len(names) + 1}")
        return f"{match['guard']}{_MAP}contains(${name}, normalize-space({match['code']}))"

    for one in _conditions(root):
        one.set("test", _LISTED.sub(asked, one.get("test", "")))
    for codes, name in names.items():
        made = f"{_MAP}merge(for $code in tokenize('{codes}', ' ') return {_MAP}entry($code, true()))"
        root.insert(0, etree.Element(f"{_XSL}variable", {"name": name, "static": "yes", "select": made}))


def _some(root: etree._Element) -> None:
    for one in _conditions(root):
        one.set("test", _SOME.sub(r"\g<of> = \g<codes>", one.get("test", "")))
    for one in root.findall(f"{_XSL}variable"):
        if _WORDS.fullmatch(one.get("select", "").strip()):
            one.set("static", "yes")


def _empty_rules(root: etree._Element) -> None:
    for one in list(root.iter(f"{_SCHXSLT}rule")):
        if any(part.tag != f"{_XSL}if" for part in one):
            continue
        parent, at = _parent(one), _parent(one).index(one)
        said = etree.Element(f"{_XSL}variable", {"name": "said", "as": "node()*"})
        said.extend(list(one))
        one.append(etree.Element(f"{_XSL}sequence", {"select": "$said"}))
        there = etree.Element(f"{_XSL}if", {"test": "exists($said)"})
        there.append(one)
        parent.insert(at, there)
        parent.insert(at, said)


def _conditions(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(f"{_XSL}when", f"{_XSL}if")


def _parent(one: etree._Element) -> etree._Element:
    parent = one.getparent()
    assert parent is not None, "a rule stands inside the stylesheet"
    return parent
