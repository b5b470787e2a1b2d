"""The parallel corpora: what each is, how much of it one pass takes, and how a pair is cleaned."""

import gzip
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Corpus:
    """Translations from English. The shares are the parts that one pass of the translator, in each of its directions, and
    of the sentence embeddings take; the weight is what the long run of the translator draws it by, 0 for not at all."""

    name: str
    domain: str
    languages: tuple[str, ...]
    translator_share: float
    embedding_share: float
    licence: str
    source: str
    weight: float = 1.0

    def path(self, data: Path, language: str) -> Path:
        return data / "parallel" / f"{self.name}.en-{language}.tsv.gz"


CORPORA = (
    Corpus(
        name="msdocs-business-central",
        domain="business",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=0.4,
        licence="CC-BY 4.0",
        source="MicrosoftDocs/dynamics365smb-docs @41aa5854d6fd and its de, fr, es twins",
        weight=1.5,
    ),
    Corpus(
        name="msdocs-project-ops",
        domain="business",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=0.3,
        licence="CC-BY 4.0",
        source="MicrosoftDocs/dynamics-365-project-operations @0cf47a8ef6e0 and its de, fr, es twins",
        weight=1.2,
    ),
    Corpus(
        name="msdocs-customer-insights",
        domain="business",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=0.4,
        licence="CC-BY 4.0",
        source="MicrosoftDocs/customer-insights @87b32fe5d31d and its de, fr, es twins",
    ),
    Corpus(
        name="tatoeba",
        domain="everyday",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=0.9,
        licence="CC-BY 2.0 FR",
        source="tatoeba.org, from rioyshky/translation @de48b7027f73, modelexlab/data @adddaf33ac35, "
        "Hoangduc212001/hoang @2cfd26f9551f",
        weight=1.5,
    ),
    Corpus(
        name="msdocs-intune",
        domain="administration",
        languages=("de", "es", "fr"),
        translator_share=0.7,
        embedding_share=0.2,
        licence="CC-BY 4.0",
        source="MicrosoftDocs/IntuneDocs @58f4af24e9b4 and its de, fr, es twins",
        weight=0.8,
    ),
    Corpus(
        name="msdocs-azure-rms",
        domain="administration",
        languages=("de", "es", "fr"),
        translator_share=0.6,
        embedding_share=0.3,
        licence="CC-BY 4.0",
        source="MicrosoftDocs/Azure-RMSDocs @c2ef750e97cf and its de, fr, es twins",
        weight=0.8,
    ),
    Corpus(
        name="msdocs-cpp",
        domain="programming",
        languages=("de", "es", "fr"),
        translator_share=0.3,
        embedding_share=0.1,
        licence="CC-BY 4.0",
        source="MicrosoftDocs/cpp-docs @a2e592a8fc39 and its de, fr, es twins",
        weight=0.5,
    ),
    Corpus(
        name="php-docs",
        domain="programming",
        languages=("de", "es", "fr"),
        translator_share=0.2,
        embedding_share=0.06,
        licence="CC-BY 3.0",
        source="php/doc-en @17ddeefd6592, doc-de @08e5b7a4e17b, doc-fr @ce48fac6bfb4, doc-es @4eff577937c5",
        weight=0.3,
    ),
    Corpus(
        name="rust-book",
        domain="programming",
        languages=("de",),
        translator_share=0.5,
        embedding_share=1.0,
        licence="MIT or Apache-2.0",
        source="rust-lang-de/rustbook-de @4aafbc0ebecb",
    ),
    Corpus(
        name="react-docs",
        domain="programming",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=1.0,
        licence="CC-BY 4.0",
        source="reactjs/de.react.dev, fr.react.dev, es.react.dev",
    ),
    Corpus(
        name="cncf-glossary",
        domain="programming",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=1.0,
        licence="Apache-2.0",
        source="cncf/glossary @ca1dc4034529",
    ),
    Corpus(
        name="shopware",
        domain="interface",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=1.0,
        licence="MIT",
        source="shopware/administration @73d9624906f4",
    ),
    Corpus(
        name="mozilla-www",
        domain="interface",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=1.0,
        licence="MPL-2.0",
        source="mozilla-l10n/www-l10n @442e139499cb",
    ),
    Corpus(
        name="gnome-help",
        domain="interface",
        languages=("de", "es", "fr"),
        translator_share=0.8,
        embedding_share=0.6,
        licence="CC-BY 3.0",
        source="GNOME/gnome-user-docs @46747c67c121",
    ),
    Corpus(
        name="scratch",
        domain="interface",
        languages=("de", "es", "fr"),
        translator_share=0.7,
        embedding_share=1.0,
        licence="BSD-3-Clause",
        source="scratchfoundation/scratch-l10n @9b9b852d74a9",
    ),
    Corpus(
        name="tldr",
        domain="interface",
        languages=("de", "es", "fr"),
        translator_share=0.7,
        embedding_share=0.8,
        licence="CC-BY 4.0",
        source="tldr-pages/tldr @08e345f42639",
        weight=0.7,
    ),
    Corpus(
        name="debian-www",
        domain="community",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=1.0,
        licence="MIT",
        source="debian-webwml @80cd9461d384",
    ),
    Corpus(
        name="opensource-guide",
        domain="community",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=1.0,
        licence="CC-BY 4.0",
        source="github/opensource.guide @ebc9678e39b5",
    ),
    Corpus(
        name="open-sdg",
        domain="community",
        languages=("de", "es", "fr"),
        translator_share=1.0,
        embedding_share=1.0,
        licence="MIT",
        source="open-sdg/sdg-translations @0cda585851a5",
    ),
    Corpus(
        name="python-docs",
        domain="programming",
        languages=("es", "fr"),
        translator_share=0.5,
        embedding_share=0.3,
        licence="CC0 (translations), PSF (English)",
        source="python/python-docs-fr @b279d876e2a3, python-docs-es @91f4ccc0baa8",
        weight=0.6,
    ),
    Corpus(
        name="justice-canada",
        domain="law",
        languages=("fr",),
        translator_share=0.1,
        embedding_share=0.1,
        licence="Open Government Licence - Canada",
        source="justicecanada/laws-lois-xml @d6853c4af2ae",
        weight=0.3,
    ),
    Corpus(
        name="us-login-gov",
        domain="interface",
        languages=("es", "fr"),
        translator_share=1.0,
        embedding_share=1.0,
        licence="CC0",
        source="18F/identity-idp @e4407766eb79",
    ),
    Corpus(
        name="gutenberg-books",
        domain="books",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="public domain in the USA",
        source="GITenberg repositories, one for each book of Project Gutenberg",
        weight=1.0,
    ),
    Corpus(
        name="bible",
        domain="books",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="CC0 (Berean) and public domain (Menge 1939, Crampon 1923, Reina-Valera 1909)",
        source="scrollmapper/bible_databases @a228a19a2909",
        weight=0.3,
    ),
    Corpus(
        name="msdocs-cpp.mt",
        domain="programming",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="CC-BY 4.0",
        source="MicrosoftDocs/cpp-docs @a2e592a8fc39 and its de, fr, es twins; translated by Microsoft's machine",
        weight=0.15,
    ),
    Corpus(
        name="msdocs-azure-rms.mt",
        domain="administration",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="CC-BY 4.0",
        source="MicrosoftDocs/Azure-RMSDocs @c2ef750e97cf and its de, fr, es twins; translated by Microsoft's machine",
        weight=0.3,
    ),
    Corpus(
        name="digital-canada",
        domain="community",
        languages=("fr",),
        translator_share=0.0,
        embedding_share=0.0,
        licence="MIT",
        source="cds-snc/digital-canada-ca @20c68d81434e",
        weight=2.0,
    ),
    Corpus(
        name="african-storybook",
        domain="everyday",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="CC-BY 4.0",
        source="global-asp/asp-source @99e022369a98, global-asp/global-asp @b0193c31edc6",
        weight=2.0,
    ),
    Corpus(
        name="skycultures",
        domain="science",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="CC-BY and CC-BY-SA",
        source="Stellarium/stellarium-skycultures @014fbb5e5923",
        weight=2.0,
    ),
    Corpus(
        name="bitcoin-org",
        domain="business",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="MIT",
        source="bitcoin-dot-org/bitcoin.org @39779fb9594d",
        weight=2.0,
    ),
    Corpus(
        name="covid-scenarios",
        domain="science",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="MIT",
        source="neherlab/covid19_scenarios @1e777abb0695",
        weight=1.0,
    ),
    Corpus(
        name="cs-unplugged",
        domain="community",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="CC-BY-SA 4.0",
        source="uccser/cs-unplugged @25b9e3d8beff",
        weight=1.0,
    ),
    Corpus(
        name="djangogirls",
        domain="programming",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="CC-BY-SA 4.0",
        source="DjangoGirls/tutorial @71c4c3dad216",
        weight=1.0,
    ),
    Corpus(
        name="letsencrypt",
        domain="administration",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="MPL-2.0",
        source="letsencrypt/website @b89871ef735c",
        weight=1.0,
    ),
    Corpus(
        name="common-voice-site",
        domain="interface",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="MPL-2.0",
        source="mozilla/voice-web @e0bfbc4be9eb",
        weight=1.0,
    ),
    Corpus(
        name="cldr",
        domain="words",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="Unicode License V3",
        source="unicode-org/cldr-json @b08a82b582f1",
        weight=0.3,
    ),
    Corpus(
        name="osm-presets",
        domain="words",
        languages=("de", "es", "fr"),
        translator_share=0.0,
        embedding_share=0.0,
        licence="ISC",
        source="openstreetmap/id-tagging-schema @44eff2b82b8b",
        weight=0.3,
    ),
)
# An index into this tuple marks the corpus of each pair on disk.
TRANSLATOR_CORPORA = tuple(corpus for corpus in CORPORA if corpus.translator_share > 0)

LONGEST_CHARACTERS = 400
_SPACE = re.compile(r"\s+")


def tidy(text: str) -> str:
    """NFC with every run of white space as one space."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def is_clean(source: str, target: str) -> bool:
    """Whether a pair is worth training on: neither empty, overlong, lopsided nor left untranslated."""
    if not source or not target or max(len(source), len(target)) > LONGEST_CHARACTERS:
        return False
    shorter, longer = sorted((len(source), len(target)))
    if longer > 15 and longer / shorter > 2.2:
        return False
    return source != target or len(source.split()) <= 3


def read_pairs(path: Path, taken: Callable[[], bool] = lambda: True) -> Iterator[tuple[str, str]]:
    """The clean pairs of one gzipped `English TAB other` file, each once; `taken` is asked for every line before
    the work of cleaning it."""
    seen: set[tuple[str, str]] = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not taken():
                continue
            columns = line.rstrip("\n").split("\t")
            if len(columns) != 2:
                continue
            pair = (tidy(columns[0]), tidy(columns[1]))
            if is_clean(*pair) and pair not in seen:
                seen.add(pair)
                yield pair
