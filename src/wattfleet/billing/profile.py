"""For whom a document is written: which rules beyond EN 16931 it keeps, and what it calls itself (BT-24)."""

from enum import Enum


class Profile(Enum):
    """`EN16931` is the bare norm, as in a Factur-X; the others add their own demands."""

    EN16931 = "en16931"
    PEPPOL = "peppol"
    XRECHNUNG = "xrechnung"

    @property
    def specification(self) -> str:
        """BT-24. Source: Peppol BIS Billing 3 §4; XRechnung 3.0 §11.1 (BT-24)."""
        return _SPECIFICATIONS[self]

    @property
    def process(self) -> str:
        """BT-23."""
        return "" if self is Profile.EN16931 else "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


_SPECIFICATIONS = {
    Profile.EN16931: "urn:cen.eu:en16931:2017",
    Profile.PEPPOL: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    Profile.XRECHNUNG: "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
}
