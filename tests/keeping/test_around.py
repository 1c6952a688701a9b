"""What stands around sessions is the same whether many are asked for together or each alone."""

from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_session, after, new_id

from wattfleet.kernel.energy import Energy
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.station import Station
from wattfleet.storage import sessions, unallocated
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.unallocated import NEIGHBOURS, Around, Unallocated


def _of(station: Station, evse: int, count: int) -> list[Session]:
    return [
        a_session(station, evse=evse, state=SessionState.CLOSED, started_at=after(100 * number))
        for number in range(count)
    ]


def _booked(before: Session, behind: Session) -> Unallocated:
    return Unallocated(
        id=new_id(),
        station_id=before.station_id,
        evse=before.evse,
        after_session=behind.id,
        before_session=before.id,
        from_at=behind.started_at,
        to_at=before.started_at,
        from_mwh=Energy(1_000),
        to_mwh=Energy(3_000),
        booked_at=NOON,
        changed_at=NOON,
    )


async def test_sessions_have_their_neighbours_and_what_is_booked_before_them(database: AnyDatabase) -> None:
    one, other = [await a_connected_station(database, identity=f"CP-{number}") for number in range(2)]
    many, few, beside = _of(one, 1, 2 * NEIGHBOURS + 5), _of(other, 1, 3), _of(one, 2, 1)
    near_end, far = _booked(many[-1], many[-2]), _booked(many[1], many[0])

    def fill(writer: Writer) -> None:
        for session in (*many, *few, *beside):
            sessions.change(writer, session, 0, at=NOON)
        for row in (near_end, far):
            unallocated.add(writer, row)

    await database.write(1, fill)
    asked = [many[NEIGHBOURS + 3], few[0], beside[0], many[-1]]

    def look(reader: Reader) -> tuple[list[Around], list[Around]]:
        return unallocated.around(reader, asked), [unallocated.around(reader, [each])[0] for each in asked]

    together, alone = await database.read(1, look)
    assert [(_ids(found.near), found.booked) for found in together] == [
        (_ids(found.near), found.booked) for found in alone
    ]
    assert [_ids(found.near) for found in together] == [
        _ids(many[3 : 2 * NEIGHBOURS + 4]),
        _ids(few),
        _ids(beside),
        _ids(many[-NEIGHBOURS - 1 :]),
    ]
    assert [found.booked for found in together] == [{}, {}, {}, {many[-1].id: near_end}]


def _ids(found: list[Session]) -> set[object]:
    return {one.id for one in found}
