"""Forms of names: scripts/places/inflection.py."""

from __future__ import annotations

import pytest

from scripts.places.inflection import adjective_forms, cyrillic_forms, name_forms


@pytest.mark.parametrize(
    ("name", "forms", "others"),
    [
        ("Kraków", {"Kraków", "Krakowa", "Krakowie", "Krakowem", "Krakowowi"}, {"Krakowach"}),
        ("Zielona Góra", {"Zielonej Górze", "Zieloną Górą"}, {"Zielonej Górą"}),
        ("Kędzierzyn-Koźle", {"Kędzierzyna-Koźla", "Kędzierzynie-Koźlu"}, {"Kędzierzyna-Koźlu"}),
        ("Abramowice Kościelne", {"Abramowicach kościelnych"}, {"Abramowicach kościelnym"}),
        ("Nowe Miasto nad Pilicą", {"Nowego Miasta nad Pilicą"}, {"Nowe Miasto nad Pilicy"}),
        ("Koło", {"Kole", "Koła"}, set()),
        ("Zakopane", {"Zakopanem", "Zakopanego"}, set()),
        ("Żuławy", {"Żuławach", "Żuław"}, set()),
        ("Xyzowo", {"Xyzowa", "Xyzowie"}, set()),
    ],
)
def test_names_in_all_cases_with_agreement(name: str, forms: set[str], others: set[str]) -> None:
    assert forms <= name_forms(name)
    assert not others & name_forms(name)


def test_adjectives_have_the_old_locative_too() -> None:
    assert {"krakowskie", "krakowskiego", "krakowskim", "krakowskiem"} <= adjective_forms("krakowski")
    assert "czarnkowsko-trzcianeckiego" in adjective_forms("czarnkowsko-trzcianecki")
    assert "warszawskim zachodnim" in adjective_forms("warszawski zachodni")


@pytest.mark.parametrize(
    ("name", "form"), [("Варшава", "Варшаві"), ("Краків", "Кракові"), ("Познань", "Познани"), ("Люблин", "Люблине")]
)
def test_cyrillic_names_have_their_endings(name: str, form: str) -> None:
    assert form in cyrillic_forms(name)
