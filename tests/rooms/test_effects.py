"""Accepted is not done: what is awaited after a command, and what is said where it stays away."""

from typing import Any
from uuid import UUID

import pytest

from wattfleet.events import ConnectorStatus
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.stations.effects import Charge, Facts, awaited, judged
from wattfleet.stations.orders import Effect, Order, OrderState
from wattfleet.stations.station import Connector

SENT, ANSWERED = Instant(1_000 * SECOND_US), Instant(1_001 * SECOND_US)
SESSION = UUID(int=9)


def order(command: str, **request: Any) -> Order:
    return Order(
        id=UUID(int=1),
        station_id=UUID(int=2),
        command=command,
        request=request,
        asked_by="test",
        asked_at=SENT,
        sent_at=SENT,
        answered_at=ANSWERED,
        state=OrderState.ACCEPTED,
        effect=Effect.WAITING,
        answer={"status": "Accepted"},
        deadline=ANSWERED + 90 * SECOND_US,
        remote_start=request.get("number"),
    )


def charge(**rest: Any) -> Charge:
    facts: dict[str, Any] = {
        "id": SESSION,
        "evse": 1,
        "started_at": ANSWERED,
        "received_at": ANSWERED,
        "token": "card",
        "tx": "7",
        "ended": False,
    }
    return Charge(**(facts | rest))


def plug(status: ConnectorStatus, evse: int = 1) -> Connector:
    return Connector(evse=evse, connector=1, status=status, since=SENT)


@pytest.mark.parametrize(
    ("command", "answer", "plug_in_s", "effect", "patience_s"),
    [
        ("remote_start", "Accepted", None, Effect.WAITING, 90),
        ("remote_start", "Accepted", 60, Effect.WAITING, 90),  # the station's own time and a margin
        ("remote_start", "Accepted", 600, Effect.WAITING, 630),
        ("remote_stop", "Accepted", None, Effect.WAITING, 60),
        ("reset", "Accepted", None, Effect.WAITING, 300),
        ("change_availability", "Scheduled", None, Effect.WAITING, 86_400),
        ("unlock_connector", "Unlocked", None, Effect.SEEN, None),
        ("clear_cache", "Accepted", None, Effect.NONE, None),
    ],
)
def test_what_is_awaited_and_for_how_long(
    command: str, answer: str, plug_in_s: int | None, effect: Effect, patience_s: int | None
) -> None:
    asked = Order(
        id=UUID(int=1),
        station_id=UUID(int=2),
        command=command,
        request={},
        asked_by="test",
        asked_at=SENT,
        state=OrderState.ACCEPTED,
        answer={"status": answer},
    )
    until = None if patience_s is None else ANSWERED + patience_s * SECOND_US
    assert awaited(asked, ANSWERED, plug_in_s) == (effect, until)


START = order("remote_start", token="CARD", connector=1)


@pytest.mark.parametrize(
    ("asked", "facts", "effect"),
    [
        (START, Facts(), Effect.WAITING),
        (START, Facts(charges=(charge(),)), Effect.SEEN),
        (START, Facts(charges=(charge(token="other"),)), Effect.WAITING),
        (START, Facts(charges=(charge(evse=2),)), Effect.WAITING),
        (START, Facts(charges=(charge(received_at=SENT + -1),)), Effect.WAITING),  # began before
        (
            order("remote_start", token="CARD", number=5),
            Facts(charges=(charge(remote_start=5, token=""),)),
            Effect.SEEN,
        ),
        (
            order("remote_start", token="CARD", number=5),
            Facts(charges=(charge(remote_start=6),)),
            Effect.WAITING,
        ),
        (order("remote_stop", transaction="7"), Facts(charges=(charge(),)), Effect.WAITING),
        (order("remote_stop", transaction="7"), Facts(charges=(charge(ended=True),)), Effect.SEEN),
        (order("remote_stop", session=str(SESSION)), Facts(charges=(charge(ended=True),)), Effect.SEEN),
        (order("remote_stop", transaction="8"), Facts(charges=(charge(ended=True),)), Effect.WAITING),
        (order("reset"), Facts(booted_at=SENT + -1), Effect.WAITING),
        (order("reset"), Facts(booted_at=ANSWERED), Effect.SEEN),
        (
            order("change_availability", type="Inoperative"),
            Facts(connectors=(plug(ConnectorStatus.UNAVAILABLE), plug(ConnectorStatus.AVAILABLE, 2))),
            Effect.WAITING,
        ),
        (
            order("change_availability", type="Inoperative", connector=1),
            Facts(connectors=(plug(ConnectorStatus.UNAVAILABLE), plug(ConnectorStatus.AVAILABLE, 2))),
            Effect.SEEN,
        ),
        (
            order("change_availability", type="Operative"),
            Facts(connectors=(plug(ConnectorStatus.CHARGING),)),
            Effect.SEEN,
        ),
        (order("change_availability", type="Operative"), Facts(), Effect.WAITING),  # nothing is known
        (
            order("trigger_message", requested_message="Heartbeat"),
            Facts(heard=frozenset({"Heartbeat"})),
            Effect.SEEN,
        ),
        (order("trigger_message", requested_message="Heartbeat"), Facts(), Effect.WAITING),
    ],
)
def test_what_counts_as_seen(asked: Order, facts: Facts, effect: Effect) -> None:
    assert judged(asked, facts, ANSWERED).effect is effect


@pytest.mark.parametrize(
    ("asked", "facts", "words"),
    [
        (
            START,
            Facts(connectors=(plug(ConnectorStatus.AVAILABLE),)),
            "not started: no car plugged in for 90 s",
        ),
        (START, Facts(connectors=(plug(ConnectorStatus.PREPARING),)), "a car is plugged in, and the station"),
        (START, Facts(connectors=(plug(ConnectorStatus.FAULTED),)), "the connector is faulted"),
        (START, Facts(connected=False), "the station is not connected"),
        (START, Facts(), "the station has told of no session"),
        (order("remote_stop", transaction="7"), Facts(), "the session still runs"),
        (order("reset"), Facts(), "the station has not booted"),
        (order("change_availability", type="Operative"), Facts(), "another status"),
        (order("trigger_message", requested_message="Heartbeat"), Facts(), "nothing was seen of it"),
    ],
)
def test_what_stays_away_is_told_in_words(asked: Order, facts: Facts, words: str) -> None:
    assert asked.deadline is not None
    verdict = judged(asked, facts, asked.deadline)
    assert verdict.effect is Effect.ABSENT
    assert words in verdict.why
