"""The pure half of the gateway under fire: dialogue, decode, translation, answer.

As a program it is driven by atheris, which looks for inputs that reach new code:
`python -m tests.fuzz.guided FOLDER [options of libFuzzer]`.
"""

import sys
from collections.abc import Iterable
from random import Random

from tests.golden import spoken

from wattfleet.ocpp import effects as fx
from wattfleet.ocpp import translate
from wattfleet.ocpp.dialogue import HELD_MOST, Dialogue
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.frame import result_frame
from wattfleet.ocpp.quirks import NO_QUIRKS
from wattfleet.ocpp.replies import StartReply, TokenReply, TokenStatus
from wattfleet.ocpp.versions import VERSIONS, Version

STARTED = StartReply(7, TokenReply(TokenStatus.ACCEPTED))


def converse(version: Version, frames: Iterable[bytes]) -> list[bytes]:
    """Everything that a server without a database would send back."""
    dialogue = Dialogue(version)
    sent: list[bytes] = []
    for frame in frames:
        waiting: list[fx.Effect] = list(dialogue.receive(frame, 0))
        while waiting:
            effect = waiting.pop(0)
            if isinstance(effect, fx.Transmit):
                sent.append(effect.frame)
            elif isinstance(effect, fx.Arrived):
                waiting += _answered(version, dialogue, effect)
        assert dialogue.held <= HELD_MOST
    return sent


def _answered(version: Version, dialogue: Dialogue, arrived: fx.Arrived) -> fx.Effects:
    now = spoken.RECEIVED_AT
    heard = translate.read(version, arrived.action, arrived.payload, NO_QUIRKS, now)
    if not arrived.wants_answer:
        return ()
    if not heard.known:
        return dialogue.refuse(arrived.message_id, Fault.NOT_IMPLEMENTED)
    reply = STARTED if (version, arrived.action) == ("1.6", "StartTransaction") else None
    answer = translate.answer(version, arrived.action, reply, arrived.payload, now)
    return dialogue.answer(arrived.message_id, result_frame(arrived.message_id, answer))


def one_input(data: bytes) -> None:
    """A version, and then a frame as it is, or one of the grammar with these bytes as its seed."""
    if len(data) < 2:
        return
    version: Version = VERSIONS[data[0] % len(VERSIONS)]
    if data[1] % 2:
        frames = [data[2:]]
    else:
        from tests.fuzz.grammar import Grammar

        grammar = Grammar(version, Random(data[2:]))
        frames = [grammar.frame() for _ in range(3)]
    from tests.fuzz.hearing import Hearing

    hearing = Hearing(version)
    for frame in frames:
        hearing.says(frame)
    for said in converse(version, frames):
        hearing.hears(said.decode())
    assert not hearing.wrong, hearing.wrong


def main() -> None:
    import atheris

    atheris.instrument_all()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
