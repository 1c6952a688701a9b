"""A tariff follows only series that exist, and whose values are prices in its own currency."""

from wattfleet.kernel.errors import invalid
from wattfleet.storage import series
from wattfleet.storage.database import Reader
from wattfleet.tariffs.restrictions import followed
from wattfleet.tariffs.tariff import Tariff


def check_followed(reader: Reader, tariff: Tariff) -> None:
    """Raises: WattfleetError `series_unknown`, `series_currency`."""
    priced = {
        component.index.series
        for element in tariff.elements
        for component in element.components
        if component.index is not None
    }
    for name in sorted(followed(tariff)):
        known = series.demand(reader, name)
        if name in priced and known.currency not in {None, tariff.currency}:
            assert known.currency is not None, "a currency that differs is one"
            raise invalid(
                "series_currency",
                f"The series {name} is in {known.currency.code}, and the tariff in {tariff.currency.code}.",
                hint="Follow a series in the tariff's own currency.",
                field="currency",
            )
