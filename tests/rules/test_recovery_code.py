"""A recovery code tells where it was mistyped: any one sign, two that changed places, two groups that did."""

import itertools
import random

import pytest

from shopkeeper.errors import Declined
from shopkeeper.rules import recovery_code
from shopkeeper.rules.recovery_code import SIGNS, understood, written

CODES = [written(random.Random(seed).randbytes(recovery_code.BYTES)) for seed in range(20)]


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_understood_as_it_is_written(code: str) -> None:
    assert len(code) == 41
    assert understood(code) == code
    assert understood(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code


@pytest.mark.parametrize("code", CODES[:3])
def test_every_single_wrong_sign_is_seen_in_its_group(code: str) -> None:
    for place, sign in enumerate(code):
        if sign == "-":
            continue
        for other in SIGNS:
            if other != sign:
                with pytest.raises(Declined, match=f"Group {place // 6 + 1} "):
                    understood(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("code", CODES)
def test_signs_and_groups_that_changed_places_are_seen(code: str) -> None:
    groups = code.split("-")
    for number, group in enumerate(groups):
        for one, other in itertools.combinations(range(5), 2):
            signs = list(group)
            signs[one], signs[other] = signs[other], signs[one]
            if signs != list(group):
                with pytest.raises(Declined, match=f"Group {number + 1} "):
                    understood("-".join([*groups[:number], "".join(signs), *groups[number + 1 :]]))
    for one, other in itertools.combinations(range(7), 2):
        turned = list(groups)
        turned[one], turned[other] = turned[other], turned[one]
        with pytest.raises(Declined):
            understood("-".join(turned))
