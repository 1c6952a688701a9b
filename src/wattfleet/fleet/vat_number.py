"""VAT numbers, checked by their own digits without asking anybody."""

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from wattfleet.kernel.errors import invalid


def checked_vat(text: str, country: str) -> str:
    """The number without blanks, with its country in front, or "". Raises: `vat_number_invalid`.

    A country whose numbers nobody has described is taken as it is written.
    """
    number = "".join(text.split()).upper()
    rule = get_cc_module(country.lower(), "vat") if number else None
    if rule is None:
        return number
    try:
        plain = str(rule.validate(number))
    except ValidationError as error:
        raise invalid(
            "vat_number_invalid",
            f"“{text.strip()}” is no VAT number of {country}: {str(error).rstrip('.').lower()}.",
            hint="Write it as it stands on invoices, with or without the country in front.",
            field="vat_number",
        ) from error
    prefix = prefix_of(country)
    return plain if plain.startswith(prefix) else prefix + plain


def prefix_of(country: str) -> str:
    """What a country's VAT numbers begin with: its code, but EL for Greece."""
    return "EL" if country == "GR" else country


def country_of(vat_number: str) -> str:
    """The country that a VAT number with its prefix belongs to; "" where it has none."""
    prefix = vat_number[:2]
    if not prefix.isalpha():
        return ""
    return "GR" if prefix == "EL" else prefix
