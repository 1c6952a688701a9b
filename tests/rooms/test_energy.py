"""Energy from registers: each case is one way in which real stations lie."""

import msgspec
import pytest
from tests.say import FACTS, GUESSED, RESETTING, row, said, session_of

from wattfleet.kernel.energy import Energy
from wattfleet.sessions.session import StationFacts

LIFETIME = StationFacts(
    station_id=FACTS.station_id, p_max_mw=22_000_000, stated=True, register_mode="lifetime"
)

KNOWN = msgspec.structs.replace(FACTS, last_registers={1: Energy(909_940_000)})
STRONG = msgspec.structs.replace(FACTS, p_max_mw=160_000_000)
FAST = msgspec.structs.replace(GUESSED, p_max_mw=400_000_000)
KNOWN_FOR_LIFE = msgspec.structs.replace(LIFETIME, last_registers={1: Energy(2000_000)})

CASES = {
    "plain": (FACTS, "10:00 start A 1000\n11:00 stop 9000", "closed 8000 Wh 10:00-11:00"),
    "running": (FACTS, "10:00 start A 1000\n10:15 sample 3000", "active 2000 Wh 10:00--"),
    "s5 coarse samples never add to a pair": (
        FACTS,
        """10:00 start A 1012
        10:05 sample 1.1kWh
        10:06 sample 1.0kWh
        10:10 sample 1.5kWh
        10:15 sample 1.9kWh
        10:20 stop 1884""",
        "closed 872 Wh 10:00-10:20",
    ),
    "row31 reset in the middle, counted from zero by a volatile register": (
        RESETTING,
        """10:00 start A 10000
        10:15 sample 12000
        10:30 sample 500
        10:45 sample 2500
        11:00 stop 4500""",
        "closed 6500 Wh 10:00-11:00 register_reset",
    ),
    "row31 reset in the middle, what it swallowed is not invented": (
        FACTS,
        """10:00 start A 10000
        10:15 sample 12000
        10:30 sample 500
        10:45 sample 2500
        11:00 stop 4500""",
        "closed 6000 Wh 10:00-11:00 register_reset",
    ),
    "row31 stop below start": (
        FACTS,
        "10:00 start A 9000\n11:00 stop 1000",
        "review 0 Wh 10:00-11:00 register_reset negative_energy",
    ),
    "row32 placeholder begin": (
        FACTS,
        """10:00 start A 0
        10:15 sample 909948
        11:00 stop 910031""",
        "review 83 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 placeholder begin, P_max only guessed": (
        GUESSED,
        "10:00 start A 0\n10:15 sample 909948\n11:00 stop 910031",
        "review 83 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 the register before it is the begin, where the first sample follows it": (
        KNOWN,
        "10:00 start A 0\n10:15 sample 909948\n11:00 stop 910031",
        "closed 91 Wh 10:00-11:00 begin_from_before",
    ),
    "row32 while it runs": (
        KNOWN,
        "10:00 start A 0\n10:15 sample 909948",
        "active 8 Wh 10:00-- begin_from_before",
    ),
    "row32 the placeholder stays for a sample, and the register before it is known": (
        KNOWN,
        "10:00 start A 0\n10:05 sample 0\n10:15 sample 909948\n11:00 stop 910031",
        "closed 91 Wh 10:00-11:00 begin_from_before implausible_guessed",
    ),
    "row32 more lies before the first sample than can have been charged": (
        msgspec.structs.replace(FACTS, last_registers={1: Energy(800_000_000)}),
        "10:00 start A 0\n10:15 sample 909948\n11:00 stop 910031",
        "review 83 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 the register before it stands above the first sample": (
        msgspec.structs.replace(FACTS, last_registers={1: Energy(910_000_000)}),
        "10:00 start A 0\n10:15 sample 909948\n11:00 stop 910031",
        "review 83 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 a register that begins anew follows none": (
        msgspec.structs.replace(RESETTING, last_registers={1: Energy(909_940_000)}),
        "10:00 start A 0\n10:15 sample 909948\n11:00 stop 910031",
        "review 83 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 nobody samples: what lies between is not proven": (
        KNOWN,
        "10:00 start A 0\n11:00 stop 910031",
        "review 0 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 the first sample comes too late to prove where it began": (
        KNOWN,
        "10:00 start A 0\n11:30 sample 909948\n12:00 stop 910031",
        "review 83 Wh 10:00-12:00 placeholder_begin",
    ),
    "row32 a low register may have begun anew, also where it never did before": (
        KNOWN_FOR_LIFE,
        "10:00 start A 0\n10:15 sample 3000\n11:00 stop 5000",
        "review 2000 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 a low register of which nobody knows whether it begins anew": (
        msgspec.structs.replace(FACTS, last_registers={1: Energy(2000_000)}),
        "10:00 start A 0\n10:15 sample 3000\n11:00 stop 5000",
        "review 2000 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 a low register that nobody knew, and P_max only guessed: its own samples tell": (
        FAST,
        "10:00 start A 0\n10:10 sample 62933\n10:20 sample 64766\n10:30 sample 66600\n11:00 stop 72100",
        "review 9167 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 a low register that nobody knew joins a strong station's begin late: its own samples tell": (
        STRONG,
        "10:00 start A 0\n10:15 sample 64640\n10:30 sample 66068\n10:45 sample 67263\n11:00 stop 68262",
        "review 3622 Wh 10:00-11:00 placeholder_begin",
    ),
    "row32 a lie, and then samples of a true zero": (
        STRONG,
        "10:00 start A 0\n10:15 sample 909948\n10:30 sample 4000\n10:45 sample 6000\n11:00 stop 8000",
        "closed 8000 Wh 10:00-11:00 implausible_guessed",
    ),
    "row32 a fast charge from a true zero falls off": (
        FAST,
        "10:00 start A 0\n10:10 sample 25000\n10:20 sample 37000\n10:30 sample 43000\n11:00 stop 50000",
        "closed 50000 Wh 10:00-11:00",
    ),
    "row32 a full car from a true zero": (
        FAST,
        "10:00 start A 0\n10:15 sample 2500\n10:30 sample 2550\n10:45 sample 2550\n11:00 stop 2550",
        "closed 2550 Wh 10:00-11:00",
    ),
    "row32 null is not zero": (
        FACTS,
        "10:00 start A null\n11:00 stop 7784000",
        "review 0 Wh 10:00-11:00 no_meter",
    ),
    "row32 null begin, samples prove the rest": (
        FACTS,
        "10:00 start A null\n10:01 sample 7784000\n11:00 stop 7790000",
        "closed 6000 Wh 10:00-11:00",
    ),
    "row33 lifetime pair, session samples": (
        FACTS,
        """10:00 start A 500000
        10:15 sample 2000
        10:30 sample 4000
        10:45 sample 6000
        11:00 stop 508000""",
        "closed 8000 Wh 10:00-11:00",
    ),
    "row33 session pair, lifetime samples": (
        FACTS,
        """10:00 start A 0
        10:15 sample 502000
        10:30 sample 504000
        10:45 sample 506000
        11:00 stop 8000""",
        "closed 8000 Wh 10:00-11:00",
    ),
    "row34 one lie among the samples": (
        FACTS,
        """10:00 start A 500000
        10:15 sample 502000
        10:30 sample 0
        10:45 sample 506000
        11:00 stop 508000""",
        "closed 8000 Wh 10:00-11:00 implausible_guessed",
    ),
    "row34 two lies beside each other are not billed as a new beginning": (
        RESETTING,
        """10:00 start A 0
        10:15 sample 2000
        10:20 sample 15
        10:25 sample 20
        10:40 sample 5000
        11:00 stop 8000""",
        "review 10000 Wh 10:00-11:00 register_reset sources_disagree",
    ),
    "row34 two lies that look like a new beginning, until it comes back": (
        FACTS,
        """10:00 start A 500000
        10:15 sample 502000
        10:20 sample 15
        10:25 sample 20
        10:40 sample 506000
        10:45 sample 507000
        11:00 stop 508000""",
        "closed 8000 Wh 10:00-11:00 implausible_guessed",
    ),
    "row34 it comes back with the end alone": (
        FACTS,
        """10:00 start A 500000
        10:15 sample 502000
        10:20 sample 15
        10:25 sample 20
        11:00 stop 508000""",
        "closed 8000 Wh 10:00-11:00 implausible_guessed",
    ),
    "row34 it left, lied on, and came back twice": (
        RESETTING,
        """10:00 start A 500000
        10:10 sample 502000
        10:15 sample 15
        10:20 sample 20
        10:25 sample 900000
        10:30 sample 5
        10:35 sample 506000
        10:40 sample 506500
        10:45 sample 17
        10:50 sample 19
        11:00 stop 508000""",
        "closed 8000 Wh 10:00-11:00 implausible_guessed",
    ),
    "row34 it fell to a meter that stands higher, and back": (
        GUESSED,
        """10:00 start A 2000
        10:15 sample 4000
        10:20 sample 700015
        10:25 sample 700020
        10:40 sample 8000
        10:45 sample 8500
        11:00 stop 10000""",
        "closed 8000 Wh 10:00-11:00 implausible_guessed",
    ),
    "row34 while it runs, what another register said is not counted": (
        RESETTING,
        """10:00 start A 500000
        10:15 sample 502000
        10:20 sample 15
        10:25 sample 20
        10:40 sample 506000
        10:45 sample 507000""",
        "active 7000 Wh 10:00-- implausible_guessed",
    ),
    "row31 it began anew and one lie points back": (
        RESETTING,
        """10:00 start A 10000
        10:15 sample 12000
        10:30 sample 500
        10:45 sample 2500
        10:50 sample 14000
        10:55 sample 3500
        11:00 stop 4500""",
        "closed 6500 Wh 10:00-11:00 register_reset implausible_guessed",
    ),
    "row34 the very first sample is the lie": (
        FACTS,
        """10:00 start A 500000
        10:15 sample 0
        10:30 sample 504000
        10:45 sample 506000
        11:00 stop 508000""",
        "closed 8000 Wh 10:00-11:00 implausible_guessed",
    ),
    "row32 the placeholder stays for a sample": (
        GUESSED,
        """10:00 start A 0
        10:15 sample 0
        10:30 sample 909948
        10:45 sample 909960
        11:00 stop 910031""",
        "review 83 Wh 10:00-11:00 placeholder_begin implausible_energy",
    ),
    "row32 a session register begins at a true zero": (
        GUESSED,
        "10:00 start A 0\n10:15 sample 0\n10:30 sample 5000\n11:00 stop 9000",
        "closed 9000 Wh 10:00-11:00",
    ),
    "row36 samples in kWh under the name of Wh": (
        FACTS,
        """10:00 start A 250000
        10:15 sample 251.5
        10:30 sample 252.5
        11:00 stop 255000""",
        "closed 5000 Wh 10:00-11:00 unit_assumed",
    ),
    "row36 session samples in kWh under the name of Wh": (
        FACTS,
        """10:00 start A 0
        10:30 sample 0.255
        11:00 sample 0.505
        11:00 stop 505""",
        "closed 505 Wh 10:00-11:00 unit_assumed",
    ),
    "row38 stop equals start though samples rose": (
        FACTS,
        "10:00 start A 5000\n10:30 sample 9000\n11:00 stop 5000",
        "review 4000 Wh 10:00-11:00 zero_energy_suspect",
    ),
    "s5 a dip of the last digit is noise": (
        FACTS,
        "10:00 start A 5000\n11:00 stop 4999",
        "closed 0 Wh 10:00-11:00",
    ),
    "row33 session samples beside a lifetime pair, and another energy": (
        FACTS,
        """10:00 start A 500000
        10:15 sample 2000
        10:30 sample 4000
        10:59 sample 9000
        11:00 stop 501000""",
        "review 1000 Wh 10:00-11:00 sources_disagree",
    ),
    "row29 holes in the course cost nothing": (
        FACTS,
        "10:00 start A 1000\n10:05 sample 1500\n16:00 sample 60000\n17:00 stop 70000",
        "closed 69000 Wh 10:00-17:00",
    ),
    "nothing flowed": (FACTS, "10:00 start A 5000\n11:00 stop 5000", "closed 0 Wh 10:00-11:00"),
    "s5 more than the station can deliver": (
        FACTS,
        "10:00 start A 1000\n11:00 stop 99000",
        "review 0 Wh 10:00-11:00 implausible_energy",
    ),
    "s5 more than we guess": (
        GUESSED,
        "10:00 start A 1000\n11:00 stop 99000",
        "closed 98000 Wh 10:00-11:00 implausible_guessed",
    ),
    "s5 sources disagree": (
        FACTS,
        """10:00 start A 1000
        10:30 sample 6000
        10:59 sample 9000
        11:00 stop 5000""",
        "review 4000 Wh 10:00-11:00 sources_disagree",
    ),
    "s5 a 32-bit register rolls over": (
        LIFETIME,
        "10:00 start A 4294965000\n11:00 stop 2704",
        "closed 5000 Wh 10:00-11:00 register_reset",
    ),
    "s5 a display of seven digits rolls over between samples": (
        LIFETIME,
        """10:00 start A 9998000
        10:15 sample 9999500
        10:30 sample 1500
        11:00 stop 3000""",
        "closed 5000 Wh 10:00-11:00 register_reset",
    ),
    "2.x plain": (
        FACTS,
        "10:00 began #0 A 1000\n10:30 went #1 3000\n11:00 ended #2 9000",
        "closed 8000 Wh 10:00-11:00",
    ),
    "row32 2.x placeholder": (
        FACTS,
        "10:00 began #0 A 0\n10:30 went #1 909948\n11:00 ended #2 910031",
        "review 83 Wh 10:00-11:00 placeholder_begin",
    ),
}


@pytest.mark.parametrize(("facts", "story", "expected"), CASES.values(), ids=CASES.keys())
def test_energy(facts: StationFacts, story: str, expected: str) -> None:
    assert row(session_of(said(story), facts)) == expected
