"""What the benchmark printed goes into the results of the model that it names, and into its card."""

import json
from pathlib import Path

import pytest

from scriptorium_training import cards, results

LINE = {"model": "sentiment", "load_cpu_seconds": 0.5, "texts": 9, "batch": 32, "texts_per_cpu_second": 100.0}


def test_takes_the_line_of_this_model(tmp_path: Path) -> None:
    folder = tmp_path / "sentiment"
    folder.mkdir()
    results.write(folder, {"weights_megabytes": 1.0})
    printed = tmp_path / "printed"
    printed.write_text("\n".join(["some log", json.dumps(LINE | {"model": "other"}), json.dumps(LINE)]))
    results.take_speed(folder, printed)
    assert results.read(folder)["speed"] == {key: value for key, value in LINE.items() if key != "model"}
    assert "100.0 texts a CPU second" in cards._speed(results.read(folder))


def test_refuses_output_that_does_not_name_the_model(tmp_path: Path) -> None:
    (tmp_path / "printed").write_text(json.dumps(LINE))
    with pytest.raises(SystemExit, match="one line about sentence-embedding but has 0"):
        results.take_speed(tmp_path / "sentence-embedding", tmp_path / "printed")
