"""What the translator's evaluation counts as a fault."""

import json
import re
from pathlib import Path

import pytest

from scriptorium_training import results
from scriptorium_training.__main__ import main
from scriptorium_training.translator.evaluate import PLANTED, planted, take_survival
from scriptorium_training.translator.faults import loops, survivors, untranslated


def test_numbers_survive_with_other_separators() -> None:
    assert survivors("Pay 1,250.50 now", "Zahlen Sie 1.250,50", "Jetzt 1.250,50")["number"] == (1, 1)


def test_a_lost_placeholder_is_counted() -> None:
    assert survivors("Hello {name}, see {0}", "Hallo {name}, siehe {0}", "Hallo {name}")["placeholder"] == (2, 1)


def test_what_the_reference_drops_is_not_asked_for() -> None:
    assert survivors("See https://a.org/b.", "Siehe oben.", "Siehe da.")["address"] == (0, 0)


def test_four_times_the_same_words_is_a_loop() -> None:
    assert loops("one", "auf der auf der auf der auf der Seite")
    assert not loops("one", "auf der auf der auf der Seite")
    assert not loops("no no no no", "nein nein nein nein")


def test_names_alone_may_stay_as_they_are() -> None:
    assert untranslated("This is not German", "Das ist Deutsch", "This is not German")
    name = "Microsoft Dynamics 365 Project Operations"
    assert not untranslated(name, name, name)


def test_what_survives_the_checks_is_counted_for_each_direction(tmp_path: Path) -> None:
    results.write(tmp_path, {"directions": {"en-de": {}}})
    line = {"direction": "en-de", "source": "Pay 12 for {name}.", "reference": "Zahlen Sie 12 für {name}."}
    line |= {"first": "Zahlen Sie 13 für {name}.", "checked": "Zahlen Sie 12 für {name}."}
    printed = tmp_path / "printed.jsonl"
    printed.write_text(f"a line of a log\n{json.dumps(line)}\n", encoding="utf-8")

    take_survival(tmp_path, printed)

    figures = results.read(tmp_path)["directions"]["en-de"]
    assert figures["survival_unchecked"]["number"] == {"items": 1, "survived_percent": 0.0}
    assert figures["survival_checked"]["number"] == {"items": 1, "survived_percent": 100.0}
    assert figures["survival_checked"]["placeholder"] == {"items": 1, "survived_percent": 100.0}


def test_a_direction_without_lines_is_refused(tmp_path: Path) -> None:
    results.write(tmp_path, {"directions": {"en-de": {}, "de-en": {}}})
    printed = tmp_path / "printed.jsonl"
    printed.write_text(json.dumps({"direction": "en-de", "source": "1", "reference": "1", "first": "1", "checked": "1"}))

    with pytest.raises(SystemExit, match="de-en"):
        take_survival(tmp_path, printed)


def test_what_is_planted_stands_on_both_sides_and_is_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "translator-en-de"
    work.mkdir()
    rows = [[f"The order {i} is ready.", f"Die Bestellung {i} ist bereit."] for i in range(3)]
    rows += [["Is it ready?", "Ist sie bereit?"], ["Ready", "Sie ist bereit."]]
    kept_out = {"en-de": {"first": rows[:2], "second": rows[2:]}, "de-en": {"first": [row[::-1] for row in rows]}}
    (work / "kept-out.json").write_text(json.dumps(kept_out), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["scriptorium_training", "translator", "planted", "--work", str(tmp_path)])

    main()

    first = {direction: (work / f"planted-{direction}.tsv").read_text(encoding="utf-8") for direction in kept_out}
    for direction, text in first.items():
        plain = set()
        for line in text.splitlines():
            sides = [re.fullmatch(r"(.+) \((\S+)\)\.", side) for side in line.split("\t")]
            assert sides[0][2] == sides[1][2]
            plain.add(tuple(side[1] + "." for side in sides))
        assert plain == {tuple(row if direction == "en-de" else row[::-1]) for row in rows[:3]}

    main()

    for direction, text in first.items():
        assert (work / f"planted-{direction}.tsv").read_text(encoding="utf-8") == text


def test_at_most_so_many_sentences_are_planted() -> None:
    rows = [(f"Line {i}.", f"Zeile {i}.") for i in range(PLANTED + 1)]
    assert len(planted(rows[:PLANTED], 1)) == len(planted(rows, 1)) == PLANTED
