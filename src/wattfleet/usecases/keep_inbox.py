"""The inbox on disk: what the gateway holds in memory, written now and then, read when a process starts."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from wattfleet.bus.port import News
from wattfleet.stations.commissioning import InboxEntry
from wattfleet.storage import directory, inbox
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION, Writer
from wattfleet.usecases.parts import Parts


async def keep_inbox(parts: Parts, entries: Sequence[InboxEntry], gone: Sequence[str]) -> None:
    """Write entries as they now stand, and take out who is ours or has come in.

    An entry stands with the tenant that it named; with the default one where that is nobody.
    Raises: WattfleetError `storage_unavailable`.
    """
    tenants = await parts.database.read(INSTALLATION, directory.tenant_names)
    by_tenant: dict[int, list[InboxEntry]] = defaultdict(list)
    for entry in entries:
        by_tenant[tenants.get(entry.tenant_name, DEFAULT_TENANT)].append(entry)
    for tenant in tenants.values() if gone else by_tenant:
        await parts.database.write(
            tenant, partial(_keep, entries=tuple(by_tenant.get(tenant, ())), gone=tuple(gone))
        )
    now = parts.clock.now()
    for tenant, kept in by_tenant.items():
        for entry in kept:
            parts.bus.publish(News(tenant, "inbox", entry.identity, entry.attempts, now))


async def read_inbox(parts: Parts) -> list[InboxEntry]:
    """All entries of all tenants. Raises: WattfleetError `storage_unavailable`."""
    tenants = await parts.database.read(INSTALLATION, directory.tenant_names)
    return [
        entry for tenant in tenants.values() for entry in await parts.database.read(tenant, inbox.everyone)
    ]


def _keep(writer: Writer, entries: tuple[InboxEntry, ...], gone: tuple[str, ...]) -> None:
    for identity in gone:
        inbox.remove(writer, identity)
    inbox.flush(writer, entries)
