"""Commands go down to a station over its socket, and what came of them is kept: on both databases."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.doors.house import BEAT, BOOT, close_code, dial, hear, house, say
from tests.doors.installation import Installation, installation
from tests.places import AnyDatabase
from tests.things import TESTER

from wattfleet.bus.port import Ask, StationKey
from wattfleet.commands import (
    CancelReservation,
    ChangeAvailability,
    GetConfiguration,
    RemoteStart,
    ReserveNow,
    Reset,
    StationCommand,
    TriggerMessage,
    UnlockConnector,
)
from wattfleet.kernel.clock import pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.ocpp.raw import RawCall
from wattfleet.stations.orders import Effect, Order, OrderState
from wattfleet.storage import frames, orders, reservations
from wattfleet.storage.database import DEFAULT_TENANT
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.follow_orders import follow_orders, recover_orders
from wattfleet.usecases.follow_reservations import follow_reservations
from wattfleet.usecases.send_command import send_command
from wattfleet.usecases.send_raw import send_raw

STATUS = '[2,"s","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"%s"}]'


async def send(built: Installation, station_id: UUID, command: StationCommand, wait_s: int = 5) -> Order:
    return await send_command(
        built.parts,
        DEFAULT_TENANT,
        station_id,
        command,
        built.new_id(),
        by=TESTER,
        wait_us=wait_s * SECOND_US,
    )


async def answer(client: Any, payload: dict[str, Any] | None) -> list[Any]:
    """Take the next call, and answer it; None = a CALLERROR."""
    call = await hear(client)
    reply = [3, call[1], payload] if payload is not None else [4, call[1], "NotImplemented", "no", {}]
    await client.send(msgspec.json.encode(reply).decode())
    return call


async def test_what_a_station_answers_is_the_state_of_the_order(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, BOOT)
            for payload, state in [
                ({"status": "Accepted"}, OrderState.ACCEPTED),
                ({"status": "Rejected"}, OrderState.REJECTED),
                (None, OrderState.NOT_SUPPORTED),
                ({"status": "Perhaps"}, OrderState.FAILED),
            ]:
                sent = asyncio.create_task(send(built, station.id, Reset(type="Soft")))
                call = await answer(client, payload)
                assert call[2:] == ["Reset", {"type": "Soft"}]
                order = await sent
                assert order.state is state
                assert (order.asked_by, order.request["type"], order.message_id) == (
                    TESTER.text,
                    "Soft",
                    call[1],
                )
                assert order.sent_at is not None
                assert order.answered_at is not None
            await say(client, BEAT)  # what came before it is kept when it is answered
        found = await database.read(
            DEFAULT_TENANT,
            lambda reader: frames.page(reader, PageQuery(filters={"station": station.id, "direction": 1})),
        )
        assert [row.action for row in found.items] == ["Reset"] * 4


async def test_never_sent_is_told_from_sent_and_not_answered(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        never = await send(built, station.id, Reset(type="Soft"))
        assert never.state is OrderState.NOT_CONNECTED
        assert never.problem.startswith("The station has never been connected")
        async with dial(built.port) as client:
            await say(client, BEAT)
            order = await send(built, station.id, Reset(type="Soft"), wait_s=0)
            assert (await hear(client))[1] == str(order.id)
            async with asyncio.timeout(5):
                while (await built.order(order.id)).state is not OrderState.SENT:
                    await pause(built.clock, 5_000)
        await built.parts.errands.settle()
        lost = await built.order(order.id)
        assert (lost.state, lost.problem) == (
            OrderState.FAILED,
            "The connection ended before the station answered.",
        )
        away = await send(built, station.id, Reset(type="Soft"))
        assert (away.state, away.sent_at) == (OrderState.NOT_CONNECTED, None)


async def test_what_a_version_cannot_take_is_refused_before_it_is_stored(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, BEAT)
            with pytest.raises(WattfleetError) as refused:
                await send(built, station.id, Reset(type="OnIdle"))
            assert refused.value.code == "word_of_another_version"
        none = await database.read(DEFAULT_TENANT, lambda reader: orders.page(reader, PageQuery()))
        assert none.items == []


async def test_a_remote_start_is_followed_until_a_session_begins(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, BOOT)
            sent = asyncio.create_task(send(built, station.id, RemoteStart(token="CARD", connector=1)))
            call = await answer(client, {"status": "Accepted"})
            assert call[2:] == ["RemoteStartTransaction", {"idTag": "CARD", "connectorId": 1}]
            order = await sent
            assert (order.state, order.effect) == (OrderState.ACCEPTED, Effect.WAITING)
            assert await follow_orders(built.parts) == 0
            await say(
                client,
                '[2,"t","StartTransaction",{"connectorId":1,"idTag":"card","meterStart":0,'
                '"timestamp":"2026-11-20T12:00:00Z"}]',
            )
            assert await follow_orders(built.parts) == 1
            followed = await built.order(order.id)
            assert followed.effect is Effect.SEEN
            assert followed.session_id is not None


async def test_a_remote_start_that_nobody_follows_is_told_in_words(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, STATUS % "Available")
            sent = asyncio.create_task(send(built, station.id, RemoteStart(token="CARD")))
            await answer(client, {"status": "Accepted"})
            order = await sent
            overdue = msgspec.structs.replace(order, deadline=order.asked_at)
            await database.write(DEFAULT_TENANT, lambda writer: orders.change(writer, overdue, order.version))
            await follow_orders(built.parts)
            followed = await built.order(order.id)
            assert followed.effect is Effect.ABSENT
            assert followed.problem.startswith("Accepted, but not started: no car plugged in for ")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (Reset(type="Soft"), BOOT),
        (TriggerMessage(requested_message="Heartbeat"), BEAT),
        (ChangeAvailability(type="Inoperative", connector=1), STATUS % "Unavailable"),
    ],
    ids=["reset", "trigger", "availability"],
)
async def test_the_effect_of_other_commands(
    database: AnyDatabase, command: StationCommand, said: str
) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, STATUS % "Available")
            sent = asyncio.create_task(send(built, station.id, command))
            await answer(client, {"status": "Accepted"})
            order = await sent
            assert order.effect is Effect.WAITING
            assert await follow_orders(built.parts) == 0
            await say(client, said)
            assert await follow_orders(built.parts) == 1
            assert (await built.order(order.id)).effect is Effect.SEEN


async def test_an_unlocked_plug_is_its_own_effect_and_reading_has_none(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, BEAT)
            sent = asyncio.create_task(send(built, station.id, UnlockConnector()))
            await answer(client, {"status": "Unlocked"})
            assert (await sent).effect is Effect.SEEN
            sent = asyncio.create_task(send(built, station.id, GetConfiguration(keys=("X",))))
            await answer(client, {"unknownKey": ["X"]})
            order = await sent
            assert (order.state, order.effect) == (OrderState.ACCEPTED, Effect.NONE)


async def test_a_raw_call_is_checked_and_sent(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, BEAT)
            raw = RawCall("ChangeAvailability", b'{"connectorId":0,"type":"Operative"}')
            sent = asyncio.create_task(
                send_raw(
                    built.parts,
                    DEFAULT_TENANT,
                    station.id,
                    raw,
                    built.new_id(),
                    by=TESTER,
                    wait_us=5 * SECOND_US,
                )
            )
            await answer(client, {"status": "Scheduled"})
            order = await sent
            assert (order.state, order.answer) == (OrderState.ACCEPTED, {"status": "Scheduled"})
            with pytest.raises(WattfleetError) as refused:
                await send_raw(
                    built.parts,
                    DEFAULT_TENANT,
                    station.id,
                    RawCall("ChangeAvailability", b'{"connectorId":"x"}'),
                    built.new_id(),
                    by=TESTER,
                )
            assert refused.value.code == "ocpp_payload"


async def test_what_was_on_its_way_when_the_process_ended_failed(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        left = Order(
            id=built.new_id(),
            station_id=station.id,
            command="reset",
            request={"command": "reset", "type": "Soft"},
            asked_by="test",
            asked_at=built.clock.now(),
            state=OrderState.SENT,
        )
        await database.write(DEFAULT_TENANT, lambda writer: orders.add(writer, left))
        assert await recover_orders(built.parts) == 1
        assert (await built.order(left.id)).state is OrderState.FAILED


async def test_a_station_that_hears_nothing_is_let_go() -> None:
    """Row 66: after a call without an answer a cheap one follows; after the second the socket is closed."""

    async with house() as built:
        known = built.station("CP-1")
        async with dial(await built.listen()) as client:
            await say(client, BEAT)
            key = StationKey(1, known.station_id)
            for number in range(2):
                told = await built.bus.ask(key, Ask(UUID(int=number), "Reset", b'{"type":"Soft"}', 1))
                if told.how != "timed_out":
                    break
            assert await close_code(client) == 1008


async def test_a_reservation_follows_its_orders_and_its_time(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, BEAT)
            soon = (built.clock.now() + 3_600 * SECOND_US).moment
            taken: list[Order] = []
            for said in ("Accepted", "Occupied", "Accepted", "Accepted"):
                command = ReserveNow(token="CARD", expires_at=soon, connector=1)
                sent = asyncio.create_task(send(built, station.id, command))
                call = await answer(client, {"status": said})
                assert call[3]["reservationId"] == len(taken) + 1
                taken.append(await sent)
            sent = asyncio.create_task(send(built, station.id, CancelReservation(reservation=1)))
            await answer(client, {"status": "Accepted"})
            await sent
            await say(
                client,
                '[2,"t","StartTransaction",{"connectorId":1,"idTag":"CARD","meterStart":0,'
                '"reservationId":3,"timestamp":"2026-11-20T12:00:00Z"}]',
            )

        async def states() -> list[str]:
            found = [
                await database.read(DEFAULT_TENANT, partial(reservations.get, reservation_id=order.id))
                for order in taken
            ]
            return [one.state.value for one in found if one is not None]

        assert await states() == ["cancelled", "refused", "reserved", "reserved"]
        last = await database.read(DEFAULT_TENANT, partial(reservations.get, reservation_id=taken[3].id))
        assert last is not None
        over = msgspec.structs.replace(last, expires_at=built.clock.now())
        await database.write(DEFAULT_TENANT, lambda writer: reservations.change(writer, over, over.version))
        assert await follow_reservations(built.parts) == 2
        assert await states() == ["cancelled", "refused", "used", "expired"]
        assert await follow_reservations(built.parts) == 0
