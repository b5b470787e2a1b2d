"""The same amount, date or measure as each language writes it, so that the translator learns to rewrite it and to keep
its digits."""

import random

_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}
# The separators of thousands and of decimals.
_SEPARATORS = {"en": (",", "."), "de": (".", ","), "fr": (" ", ","), "es": (".", ",")}
_UNITS = ("kg", "g", "km", "m", "cm", "mm", "l", "ml", "MB", "GB", "kWh", "°C", "km/h", "m²", "m³", "W", "V", "Hz")
_SYMBOLS = ("€", "$", "£")
_CODES = ("EUR", "USD", "CHF", "GBP")
_EMOJI = tuple("😀😂😊😍🤔😢😡👍👎🙏🎉🔥✅❌⚠🚀💡📦📄🧾💶☀❤⭐➡")


def number(value: int, decimals: str, language: str) -> str:
    thousands, point = _SEPARATORS[language]
    whole = f"{value:,}".replace(",", thousands)
    return whole + (point + decimals if decimals else "")


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count)) if count else ""


def _money(rng: random.Random) -> dict[str, str]:
    value, decimals = rng.randint(1, 10 ** rng.randint(1, 7)), _digits(rng, rng.choice((0, 2, 2)))
    if rng.random() < 0.4:
        code = rng.choice(_CODES)
        return {
            language: f"{code} {number(value, decimals, language)}"
            if language == "en"
            else f"{number(value, decimals, language)} {code}"
            for language in _SEPARATORS
        }
    symbol = rng.choice(_SYMBOLS)
    return {
        language: f"{symbol}{number(value, decimals, language)}"
        if language == "en"
        else f"{number(value, decimals, language)} {symbol}"
        for language in _SEPARATORS
    }


def _measure(rng: random.Random) -> dict[str, str]:
    value, decimals = rng.randint(1, 10 ** rng.randint(1, 5)), _digits(rng, rng.choice((0, 0, 1, 2)))
    unit = rng.choice(_UNITS)
    return {language: f"{number(value, decimals, language)} {unit}" for language in _SEPARATORS}


def _percentage(rng: random.Random) -> dict[str, str]:
    value, decimals = rng.randint(0, 200), _digits(rng, rng.choice((0, 0, 1)))
    return {
        language: number(value, decimals, language) + ("%" if language == "en" else " %") for language in _SEPARATORS
    }


def _date(rng: random.Random) -> dict[str, str]:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1950, 2050)
    if rng.random() < 0.2:
        return dict.fromkeys(_SEPARATORS, f"{year}-{month:02}-{day:02}")
    name = {language: months[month - 1] for language, months in _MONTHS.items()}
    english = rng.choice((f"{name['en']} {day}, {year}", f"{day} {name['en']} {year}"))
    return {
        "en": english,
        "de": f"{day}. {name['de']} {year}",
        "fr": f"{day} {name['fr']} {year}",
        "es": f"{day} de {name['es']} de {year}",
    }


def _emoji(rng: random.Random) -> dict[str, str]:
    return dict.fromkeys(_SEPARATORS, "".join(rng.choices(_EMOJI, k=rng.choice((1, 1, 1, 2, 3)))))


def amount(rng: random.Random) -> dict[str, str]:
    """One made-up amount in every language."""
    return rng.choice((_money, _measure, _percentage, _date, _emoji))(rng)
