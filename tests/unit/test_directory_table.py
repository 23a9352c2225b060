"""Checks of the table of facilities: actions/directory/table.py, and the import of it: bot/cli.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions.directory import postcodes, store, table
from bot import cli, gazetteer
from bot.tables import TableError
from tests.unit.facilities import row, write
from tests.unit.places import place

TODAY = date(2026, 11, 28)


def problems(path: Path) -> list[str]:
    with pytest.raises(TableError) as refused:
        table.read(path, TODAY)
    return str(refused.value).splitlines()


def test_good_row_becomes_a_facility(tmp_path: Path) -> None:
    (found,) = table.read(write(tmp_path / "list.csv", row(registration_point="yes")))
    assert found.confirmed is True
    assert found.registration_point is True
    assert found.place_id == place("Kraków").id
    assert found.address == "ul. Długa 1, 31-067 Kraków"


def test_only_what_is_needed_must_be_filled(tmp_path: Path) -> None:
    empty = dict.fromkeys(
        ("street", "postcode", "phone", "email", "website", "hours", "area_pl", "area_en", "note_pl", "note_en"), ""
    )
    (found,) = table.read(write(tmp_path / "list.csv", row(employs_recovery_assistants="unknown", **empty)))
    assert found.confirmed is False
    assert found.address == "Kraków"


def test_online_service_has_no_place(tmp_path: Path) -> None:
    online = row(kind="online_service", street="", postcode="", city="", voivodeship="")
    (found,) = table.read(write(tmp_path / "list.csv", online))
    assert (found.place_id, found.address) == ("", "")


def test_same_name_of_place_is_told_apart_by_the_voivodeship(tmp_path: Path) -> None:
    rows = [row(id=v, postcode="", city="Józefów", voivodeship=v) for v in ("mazowieckie", "lubelskie")]
    first, second = table.read(write(tmp_path / "list.csv", *rows))
    assert first.place_id == place("Józefów", "mazowieckie").id
    assert second.place_id == place("Józefów", "lubelskie").id


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("phone", "+48123456789; +48512345678"),
        ("phone", "+48123456789 ext. 12"),
        ("hours", "24/7"),
        ("hours", "Mo-Th 07:30-18:00; Fr 07:30-15:30"),
        ("hours", "Mo,We-Fr 08:00-12:00,13:00-18:00"),
        ("source_date", "n.d."),
        ("source_date", "2021"),
        ("source_date", "2021-07"),
        ("source_date", "c. 2019"),
        ("source_date", "c. 2021–2023"),
        ("source_date", "2023-03-03"),
        ("id", "a1"),
        ("note_pl", "x" * 200),
        ("postcode", "34-120"),
        ("website", "https://pomost-łódź.org?x=1"),
        ("collected_on", "2026-11-28"),  # the day on which the table is read
        ("source_date", "c. 2021–2026"),
    ],
)
def test_allowed_forms_of_a_value(tmp_path: Path, column: str, value: str) -> None:
    assert table.read(write(tmp_path / "list.csv", row(**{column: value})), TODAY)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("id", "", "2 to 24 lower-case letters"),
        ("id", "Dom", "2 to 24 lower-case letters"),
        ("id", "-dom", "2 to 24 lower-case letters"),
        ("id", "x" * 25, "2 to 24 lower-case letters"),
        ("name", "", "a name of 3 to 200 characters"),
        ("name", "x" * 201, "a name of 3 to 200 characters"),
        ("kind", "clinic", "one of mental_health_centre, "),
        ("registration_point", "maybe", "yes or no"),
        ("postcode", "31067", "a postcode like 31-067"),
        ("postcode", "80-001", "one of małopolskie, beginning with 28, 30, 31, 32, 33, 34, 38, 42, 43"),
        ("name", "Dom\x07 w Krakowie", "one line without control characters"),
        ("street", "ul. Długa 1\nlok. 2", "one line without control characters"),
        ("phone", "+48 123 456 789", "numbers like +48123456789"),
        ("website", "https://example", "an address that begins with http"),
        ("source_url", "https:///about", "an address that begins with http"),
        ("hours", "Mo-Fr 08:00-24:30", "opening hours like 'Mo-Fr 08:00-18:00'"),
        ("hours", "Mo-Fr 24:10-08:00", "opening hours like 'Mo-Fr 08:00-18:00'"),
        ("source_date", "2999", "a date that is not in the future"),
        ("source_date", "2026-12", "a date that is not in the future"),
        ("source_date", "c. 2021–2027", "a date that is not in the future"),
        ("source_date", "2023-02-30", "a date like 2023-03-01 that exists"),
        ("collected_on", "2026-11-29", "a date that is not in the future (today is 2026-11-28)"),
        ("collected_on", "", "a date like 2026-11-22"),
        ("city", "", "a place in the voivodeship 'małopolskie'"),
        ("city", "Atlantyda", "a place in the voivodeship 'małopolskie'"),
        ("city", "Gdańsk", "a place in the voivodeship 'małopolskie'"),
        ("voivodeship", "krakowskie", "the name of a voivodeship"),
        ("phone", "12 345 67 89", "numbers like +48123456789"),
        ("phone", "+48123456789,+48123456788", "numbers like +48123456789"),
        ("phone", "+48123456789; ", "numbers like +48123456789"),
        ("email", "dom.example.org", "an e-mail address"),
        ("website", "www.example.org", "an address that begins with http"),
        ("employs_recovery_assistants", "no", "yes or unknown"),
        ("hours", "8-16", "opening hours like 'Mo-Fr 08:00-18:00'"),
        ("hours", "Mo-Fr 8:00-16:00", "opening hours like 'Mo-Fr 08:00-18:00'"),
        ("hours", "Mo-Fr 08:00-25:00", "opening hours like 'Mo-Fr 08:00-18:00'"),
        ("area_pl", "", "area_pl and area_en both filled or both empty"),
        ("area_en", "", "area_pl and area_en both filled or both empty"),
        ("note_en", "", "note_pl and note_en both filled or both empty"),
        ("note_pl", "x" * 201, "at most 200 characters"),
        ("note_en", "x" * 201, "at most 200 characters"),
        ("source_url", "", "an address that begins with http"),
        ("source_date", "", "a date like 2023-03-01"),
        ("source_date", "last year", "a date like 2023-03-01"),
        ("source_date", "2023-13-01", "a date like 2023-03-01"),
        ("collected_on", "22.11.2026", "a date like 2026-11-22"),
        ("collected_on", "2026-13-45", "a date like 2026-11-22"),
    ],
)
def test_bad_value_gives_file_line_column_and_reason(tmp_path: Path, column: str, value: str, reason: str) -> None:
    found = problems(write(tmp_path / "list.csv", row(id="good-one"), row(**{column: value})))
    named = column.replace("_en", "_pl") if "both" in reason else column  # a pair is named by its Polish column
    assert [p for p in found if p.startswith(f"list.csv:3: {named}: ") and reason in p], found


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        ("50.0619", "", "list.csv:2: lon: '': expected degrees between 14.1 and 24.2, like 22.2000"),
        ("", "19.93", "list.csv:2: lat: '': expected degrees between 49.0 and 54.9, like 52.9000"),
        ("19.9369", "50.0619", "list.csv:2: lat: '19.9369': expected degrees between 49.0 and 54.9"),  # the wrong way round
        ("50°03'", "19.93", 'list.csv:2: lat: "50°03\'": expected degrees'),
        ("48.99", "19.93", "list.csv:2: lat: '48.99': expected degrees"),
        ("50.0619", "24.3", "list.csv:2: lon: '24.3': expected degrees"),
        ("50.4", "19.9369", "list.csv:2: lat: 38 km from Kraków: expected at most 30 km"),
        ("nan", "19.93", "list.csv:2: lat: 'nan': expected degrees"),
    ],
)
def test_coordinates_must_be_in_poland_and_near_the_place(tmp_path: Path, lat: str, lon: str, expected: str) -> None:
    assert problems(write(tmp_path / "list.csv", row(lat=lat, lon=lon)))[0].startswith(expected)


@pytest.mark.parametrize(("lat", "lon"), [("50.0619", "19.9369"), ("50,0619", "19,9369")])
def test_coordinates_with_a_point_or_a_comma(tmp_path: Path, lat: str, lon: str) -> None:
    (found,) = table.read(write(tmp_path / "list.csv", row(lat=lat, lon=lon)))
    assert (found.lat, found.lon) == (50.0619, 19.9369)


def test_coordinates_choose_between_places_of_one_name(tmp_path: Path) -> None:
    """There are several called Dąbrowa in mazowieckie; the nearest one is meant, not the largest."""
    called = [p for p in gazetteer.by_id().values() if (p.name, p.voivodeship) == ("Dąbrowa", "mazowieckie")]
    assert len(called) > 2
    for index, one in enumerate(called[:5]):
        values = {"postcode": "", "city": one.name, "voivodeship": one.voivodeship, "lat": str(one.lat), "lon": str(one.lon)}
        (found,) = table.read(write(tmp_path / f"{index}.csv", row(**values)))
        assert found.place_id == one.id


def test_same_name_and_address_under_another_id_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", row(), row(id="other", name="DOM w Krakowie", postcode=""))
    assert problems(path) == ["list.csv:3: name: 'DOM w Krakowie': the same name and address already stand in line 2"]


def test_same_name_elsewhere_is_another_facility(tmp_path: Path) -> None:
    assert len(table.read(write(tmp_path / "list.csv", row(), row(id="other", name=row()["name"], street="ul. Krótka 2")))) == 2


def test_table_without_a_facility_is_refused(tmp_path: Path) -> None:
    assert problems(write(tmp_path / "list.csv")) == ["list.csv:2: expected at least one facility"]


def test_every_voivodeship_has_postcodes() -> None:
    for voivodeship in gazetteer.VOIVODESHIPS:
        assert postcodes.prefixes(voivodeship)
    assert postcodes.prefixes("") == []


@pytest.mark.parametrize(
    ("town", "voivodeship", "prefix"),
    [
        ("Warszawa", "mazowieckie", "00"), ("Olsztyn", "warmińsko-mazurskie", "10"), ("Białystok", "podlaskie", "15"),
        ("Lublin", "lubelskie", "20"), ("Kielce", "świętokrzyskie", "25"), ("Kraków", "małopolskie", "30"),
        ("Rzeszów", "podkarpackie", "35"), ("Katowice", "śląskie", "40"), ("Opole", "opolskie", "45"),
        ("Wrocław", "dolnośląskie", "50"), ("Poznań", "wielkopolskie", "60"), ("Zielona Góra", "lubuskie", "65"),
        ("Szczecin", "zachodniopomorskie", "70"), ("Gdańsk", "pomorskie", "80"), ("Bydgoszcz", "kujawsko-pomorskie", "85"),
        ("Łódź", "łódzkie", "90"), ("Radom", "mazowieckie", "26"), ("Elbląg", "warmińsko-mazurskie", "82"),
        ("Słupsk", "pomorskie", "76"), ("Racibórz", "śląskie", "47"), ("Głogów", "dolnośląskie", "67"),
        ("Ełk", "warmińsko-mazurskie", "19"), ("Żywiec", "śląskie", "34"), ("Gorlice", "małopolskie", "38"),
    ],
)  # fmt: skip
def test_postcodes_of_towns_fit_their_voivodeship(town: str, voivodeship: str, prefix: str) -> None:
    assert place(town).voivodeship == voivodeship
    assert prefix in postcodes.prefixes(voivodeship)


def test_duplicate_id_names_the_first_line(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", row(), row(id="other"), row())
    assert problems(path) == ["list.csv:4: id: already used in line 2"]


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", row(kind="clinic", city="Atlantyda"), row(id="other"), row(phone="112"))
    assert [problem.split(": ")[0:2] for problem in problems(path)] == [
        ["list.csv:2", "kind"],
        ["list.csv:2", "city"],
        ["list.csv:4", "phone"],
        ["list.csv:4", "id"],
    ]


def test_empty_line_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", row())
    path.write_text(path.read_text(encoding="utf-8") + "\n" + ",".join(["bad id"] * len(table.COLUMNS)) + "\n", encoding="utf-8")
    assert problems(path) == ["list.csv:3: expected a row, found an empty line"]


def test_wrong_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name\n", encoding="utf-8")
    assert "missing ['kind'" in problems(path)[0]


def test_import_puts_the_table_into_the_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path}/guide.db"
    path = write(tmp_path / "list.csv", row(), row(id="other", employs_recovery_assistants="unknown"))
    assert cli.import_facilities(path, url) == 0
    assert "2 facilities imported, 1 of them confirmed" in capsys.readouterr().out
    assert [f.id for f in store.all_facilities(store.connect(url))] == ["dom-krakow", "other"]


@pytest.mark.parametrize("content", [None, "nonsense\n", "bad row"])
def test_import_with_an_error_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None) -> None:
    url = f"sqlite:///{tmp_path}/guide.db"
    assert cli.import_facilities(write(tmp_path / "good.csv", row(id="old")), url) == 0
    bad = tmp_path / "bad.csv"
    if content == "bad row":
        write(bad, row(id="new"), row(kind="clinic"))
    elif content:
        bad.write_text(content, encoding="utf-8")
    assert cli.import_facilities(bad, url) == 1
    assert "bad.csv" in (errors := capsys.readouterr().err)
    assert errors.endswith("Nothing was changed.\n")
    assert [f.id for f in store.all_facilities(store.connect(url))] == ["old"]


def test_command_line_imports_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/guide.db")
    assert cli.main(["facilities", "import", str(write(tmp_path / "list.csv", row()))]) == 0
    assert (tmp_path / "guide.db").exists()


def test_command_line_names_a_bad_setting(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT", "abc")
    assert cli.main(["facilities", "import"]) == 2
    assert "PORT='abc'" in capsys.readouterr().err


def test_shipped_table_is_good() -> None:
    assert len(table.read(cli.FACILITIES)) > 50
