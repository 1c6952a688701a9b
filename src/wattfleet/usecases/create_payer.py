"""A rule by which sessions are an account's."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.access.tokens import fold_uid
from wattfleet.fleet.payer import PaidBy, Payer
from wattfleet.fleet.payer_wishes import PayerWish, new_payer
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.storage import accounts, payers, sites, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def create_payer(
    parts: Parts, tenant: int, wish: PayerWish, payer_id: UUID, then: Then[Payer] = nothing, *, by: Principal
) -> Payer:
    """Raises: WattfleetError `account_unknown`, `payer_taken`, `station_unknown`, `site_unknown`; of
    `new_payer`."""

    def add(writer: Writer) -> Payer:
        account = accounts.demand(writer, wish.account_id)
        made = new_payer(wish, payer_id, _thing(writer, wish.by, wish.value))
        payers.add(writer, made)
        act(writer, parts, by, ("create", "payer"), made.id, after=made, name=account.name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)


def _thing(reader: Reader, by: PaidBy, value: str) -> str:
    """What is compared, so that a station that is renamed stays who it is."""
    match by:
        case PaidBy.TOKEN:
            return fold_uid(value)
        case PaidBy.GROUP:
            return value.strip()
        case PaidBy.STATION:
            return str(_station(reader, value))
        case PaidBy.EVSE:
            identity, _, evse = value.strip().rpartition("/")
            if not evse.isdigit() or not identity:
                raise invalid(
                    "evse_invalid", f"“{value}” is no EVSE.", hint="Write it as DEPOT-07/1.", field="value"
                )
            return f"{_station(reader, identity)}/{int(evse)}"
        case PaidBy.SITE:
            return str(_site(reader, value))


def _station(reader: Reader, identity: str) -> UUID:
    found = stations.find(reader, identity.strip())
    if found is None:
        raise invalid(
            "station_unknown",
            f"There is no station “{identity}”.",
            hint="`wattfleet stations list` shows identities.",
            field="value",
        )
    return found.id


def _site(reader: Reader, value: str) -> UUID:
    try:
        found = sites.get(reader, UUID(value.strip()))
    except ValueError:
        found = None
    if found is None:
        raise _no_site(value)
    return found.id


def _no_site(value: str) -> WattfleetError:
    return invalid(
        "site_unknown",
        f"There is no site “{value}”.",
        hint="`wattfleet sites list` shows ids.",
        field="value",
    )
