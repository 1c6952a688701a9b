"""Who does something: a key, a person, the driver of one token, or Wattfleet itself. Records name it.

One type for all of them, so that an order, an edit and a line of the trail read alike.
"""

import msgspec

KEY, PERSON, DRIVER, LOCAL, SYSTEM, NO_ONE = "key", "person", "driver", "local", "system", "nobody"
"""Kinds. A driver is whoever holds one token; local is the command line beside the database."""


class Principal(msgspec.Struct, frozen=True):
    """Somebody. `id` is a key's public id, or the id of a person or a token; `name` as it was then."""

    kind: str
    id: str
    name: str

    @property
    def text(self) -> str:
        """How they stand in records: `key:ab12… (name)`."""
        return f"{self.kind}:{self.id} ({self.name})" if self.id else self.name


ITSELF = Principal(SYSTEM, "", "wattfleet")
"""Wattfleet by its own rules: a deadline that passed, evidence that came."""

AT_THE_MACHINE = Principal(LOCAL, "", "command line")
"""Whoever may open the database of the installation itself."""

NOBODY = Principal(NO_ONE, "", "nobody")
