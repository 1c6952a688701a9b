"""How documents are called, as the facts say."""

from functools import cache
from importlib.resources import files

from wattfleet.billing.names import Names, parse_names


@cache
def titles() -> Names:
    """Read once per process."""
    return parse_names((files("wattfleet.facts") / "documents.toml").read_text(encoding="utf-8"))
