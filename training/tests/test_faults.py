"""What the translator's evaluation counts as a fault."""

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
