"""Accounts, the rules by which sessions are theirs, and their contracts: made, changed, taken away."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.access.tokens import fold_uid
from wattfleet.fleet.account import Account
from wattfleet.fleet.account_wishes import AccountChange, AccountWish, changed_account, new_account
from wattfleet.fleet.contract import Contract
from wattfleet.fleet.contract_wishes import ContractChange, ContractWish, changed_contract, new_contract
from wattfleet.fleet.payer import PaidBy, Payer
from wattfleet.fleet.payer_wishes import PayerChange, PayerWish, changed_payer, new_payer
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.storage import accounts, contracts, payers, sites, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, check_seen, nothing


async def create_account(
    parts: Parts,
    tenant: int,
    wish: AccountWish,
    account_id: UUID,
    then: Then[Account] = nothing,
    *,
    by: Principal,
) -> Account:
    """Raises: WattfleetError `account_number_taken`; of `new_account`."""

    def add(writer: Writer) -> Account:
        number = wish.number.strip() or accounts.next_number(writer)
        made = new_account(wish, account_id, number)
        accounts.add(writer, made)
        act(writer, parts, by, ("create", "account"), made.id, after=made, name=made.name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)


async def change_account(
    parts: Parts, tenant: int, account_id: UUID, change: AccountChange, *, seen: int | None, by: Principal
) -> Account:
    """Raises: WattfleetError `account_unknown`, `version_stale`; of `new_account`."""

    def put(writer: Writer) -> Account:
        before = accounts.demand(writer, account_id)
        check_seen(seen, before.version)
        changed = accounts.change(writer, changed_account(before, change), before.version)
        deed = ("change", "account")
        act(writer, parts, by, deed, account_id, before=before, after=changed, name=changed.name)
        return changed

    return await parts.database.write(tenant, put)


async def remove_account(
    parts: Parts, tenant: int, account_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """Raises: WattfleetError `account_unknown`, `version_stale`, `account_in_use`."""

    def remove(writer: Writer) -> None:
        before = accounts.demand(writer, account_id)
        check_seen(seen, before.version)
        accounts.remove(writer, account_id)
        act(writer, parts, by, ("remove", "account"), account_id, before=before, name=before.name)

    await parts.database.write(tenant, remove)


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


async def change_payer(
    parts: Parts, tenant: int, payer_id: UUID, change: PayerChange, *, seen: int | None, by: Principal
) -> Payer:
    """Raises: WattfleetError `payer_unknown`, `version_stale`, `payer_taken`."""

    def put(writer: Writer) -> Payer:
        before = payers.demand(writer, payer_id)
        check_seen(seen, before.version)
        changed = payers.change(writer, changed_payer(before, change), before.version)
        act(
            writer, parts, by, ("change", "payer"), payer_id, before=before, after=changed, name=changed.value
        )
        return changed

    return await parts.database.write(tenant, put)


async def remove_payer(parts: Parts, tenant: int, payer_id: UUID, *, seen: int | None, by: Principal) -> None:
    """What was invoiced by it stays. Raises: WattfleetError `payer_unknown`, `version_stale`."""

    def remove(writer: Writer) -> None:
        before = payers.demand(writer, payer_id)
        check_seen(seen, before.version)
        payers.remove(writer, payer_id)
        act(writer, parts, by, ("remove", "payer"), payer_id, before=before, name=before.value)

    await parts.database.write(tenant, remove)


async def create_contract(
    parts: Parts,
    tenant: int,
    wish: ContractWish,
    contract_id: UUID,
    then: Then[Contract] = nothing,
    *,
    by: Principal,
) -> Contract:
    """Raises: WattfleetError `account_unknown`; of `new_contract`."""

    def add(writer: Writer) -> Contract:
        account = accounts.demand(writer, wish.account_id)
        made = new_contract(wish, contract_id, account.currency)
        contracts.add(writer, made)
        act(writer, parts, by, ("create", "contract"), made.id, after=made, name=made.name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)


async def change_contract(
    parts: Parts, tenant: int, contract_id: UUID, change: ContractChange, *, seen: int | None, by: Principal
) -> Contract:
    """Raises: WattfleetError `contract_unknown`, `version_stale`; of `new_contract`."""

    def put(writer: Writer) -> Contract:
        before = contracts.demand(writer, contract_id)
        check_seen(seen, before.version)
        changed = contracts.change(writer, changed_contract(before, change), before.version)
        deed = ("change", "contract")
        act(writer, parts, by, deed, contract_id, before=before, after=changed, name=changed.name)
        return changed

    return await parts.database.write(tenant, put)


async def remove_contract(
    parts: Parts, tenant: int, contract_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """What was invoiced by it stays. Raises: WattfleetError `contract_unknown`, `version_stale`."""

    def remove(writer: Writer) -> None:
        before = contracts.demand(writer, contract_id)
        check_seen(seen, before.version)
        contracts.remove(writer, contract_id)
        act(writer, parts, by, ("remove", "contract"), contract_id, before=before, name=before.name)

    await parts.database.write(tenant, remove)


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
        raise invalid("station_unknown", f"There is no station “{identity}”.", field="value")
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
