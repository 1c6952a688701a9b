"""XRechnung's rules as XSLT: `compile_rules.py SCHXSLT XRECHNUNG` takes checkouts of schxslt and of
xrechnung-schematron, and writes what `clients/documents/rules` holds."""

import argparse
from pathlib import Path

import saxonche

RULES = Path(__file__).parents[1] / "src/wattfleet/clients/documents/rules"
PIPELINE = "core/src/main/resources/xslt/2.0/pipeline-for-svrl.xsl"


def main() -> None:
    """Compile both syntaxes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("schxslt", type=Path)
    parser.add_argument("xrechnung", type=Path)
    chosen = parser.parse_args()
    processor = saxonche.PySaxonProcessor(license=False)
    compiler = processor.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(chosen.schxslt / PIPELINE)
    )
    compiler.set_parameter("generate-fired-rule", processor.make_boolean_value(False))
    compiler.set_parameter("full-path-notation", processor.make_integer_value(3))
    for syntax in ("UBL", "CII"):
        name = f"XRechnung-{syntax}-validation"
        source = chosen.xrechnung / "src/validation/schematron" / syntax.lower() / f"{name}.sch"
        compiled = compiler.transform_to_string(xdm_node=processor.parse_xml(xml_file_name=str(source)))
        (RULES / f"{name}.xslt").write_text(compiled, encoding="utf-8")


if __name__ == "__main__":
    main()
