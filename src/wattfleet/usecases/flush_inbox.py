"""What the gateway remembers of stations that knock is written, so that every process and restart sees it."""

from collections import defaultdict
from collections.abc import Sequence

from wattfleet.stations.commissioning import InboxEntry
from wattfleet.storage import inbox, tenants
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION, Writer
from wattfleet.usecases.parts import Parts


async def flush_inbox(parts: Parts, entries: Sequence[InboxEntry], gone: Sequence[str]) -> None:
    """Each entry goes to the tenant that it named, or to the default one; `gone` knock no more.

    Raises: WattfleetError `storage_unavailable`.
    """
    numbers = await parts.database.read(INSTALLATION, tenants.by_name)
    by_tenant: dict[int, list[InboxEntry]] = defaultdict(list)
    for entry in entries:
        by_tenant[numbers.get(entry.tenant_name, DEFAULT_TENANT)].append(entry)
    for tenant in numbers.values() if gone else by_tenant:
        await _flush(parts, tenant, by_tenant.get(tenant, []), gone)


async def _flush(parts: Parts, tenant: int, entries: Sequence[InboxEntry], gone: Sequence[str]) -> None:
    def write(writer: Writer) -> None:
        for identity in gone:
            inbox.remove(writer, identity)
        inbox.flush(writer, entries)

    await parts.database.write(tenant, write)


async def remembered_inbox(parts: Parts) -> list[InboxEntry]:
    """What stood there when the process started."""
    found: list[InboxEntry] = []
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        found += await parts.database.read(tenant, inbox.everyone)
    return found
