"""A programme as TOML: perks with and without a cost, and what cannot be."""

import pytest

from shopkeeper.errors import Declined
from shopkeeper.rules.programme import Perk, Programme
from shopkeeper.rules.programme_text import read_programme, write_programme

HEAD = 'currency = "GBP"\n'
SILVER = '[[tier]]\nname = "Silver"\nfrom_minor = 20000\n'
GOLD = '[[tier]]\nname = "Gold"\nfrom_minor = 50000\n'


def read(*parts: str) -> Programme:
    return read_programme(HEAD + "".join(parts))


def test_a_perk_is_a_word_or_a_table_with_what_it_costs() -> None:
    programme = read(SILVER, 'perks = ["Tea", {name = "Free gift wrap", cost_minor = 50, each = "visit"}]\n')
    assert programme.tiers[0].perks == (Perk("Tea"), Perk("Free gift wrap", 50, "visit"))
    assert read_programme(write_programme(programme)) == programme


def test_a_treat_comes_once_a_year_and_what_is_only_named_is_always_there() -> None:
    programme = read(
        SILVER, 'perks = ["Sale preview", {name = "Cake", kind = "treat"}, {name = "P", points = 5}]\n'
    )
    assert [perk.each for perk in programme.tiers[0].perks] == ["always", "year", "year"]
    assert read_programme(write_programme(programme)) == programme


def test_a_cost_told_once_holds_wherever_the_perk_is_named() -> None:
    programme = read(SILVER, 'perks = ["Hamper"]\n', GOLD, 'perks = [{name = "Hamper", cost_minor = 2000}]\n')
    assert [tier.perks for tier in programme.tiers] == [(Perk("Hamper", 2000),)] * 2
    assert read_programme(write_programme(programme)) == programme


@pytest.mark.parametrize(
    ("perks", "said"),
    [
        ('["Tea", 3]', "must be a list of texts, or of tables"),
        ('"Tea"', "must be a list"),
        ('[" "]', "name of one to two hundred"),
        ("[{cost_minor = 5}]", "name of one to two hundred"),
        ('[{name = "Tea", cost_minor = -1}]', "whole number of at least 0"),
        ('[{name = "Tea", cost_minor = 1.5}]', "whole number of at least 0"),
        ('[{name = "Tea", each = "hour"}]', "must be year, visit, once or always"),
        ('[{name = "Tea", price = 5}]', "not a setting of a programme"),
    ],
)
def test_a_perk_that_cannot_be_is_refused_with_its_place(perks: str, said: str) -> None:
    with pytest.raises(Declined, match=said) as refused:
        read(SILVER, f"perks = {perks}\n")
    assert "tier 1: perks" in refused.value.because


def test_a_perk_costs_the_same_in_every_tier() -> None:
    with pytest.raises(Declined, match="must cost the same in every tier"):
        read(
            SILVER, 'perks = [{name = "Tea", cost_minor = 10}]\n', GOLD,
            'perks = [{name = "Tea", cost_minor = 20}]\n',
        )  # fmt: skip
