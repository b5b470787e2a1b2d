"""Translation directions, and the vocabulary that one model of one or more directions has."""

import json
from dataclasses import dataclass
from pathlib import Path

import sentencepiece

EOS = 0
UNKNOWN = 1
PAD_PIECE = "<pad>"
_TAGS = {"de": ">>deu<<", "en": ">>eng<<", "es": ">>spa<<", "fr": ">>fra<<"}


@dataclass(frozen=True)
class Direction:
    """From one language to another by ISO 639-1 code; one of the two is English, as in all corpora."""

    source: str
    target: str

    def __post_init__(self) -> None:
        if self.source == self.target or "en" not in (self.source, self.target):
            raise ValueError(f"a direction is from or to English, such as en-de: {self}")
        if not {self.source, self.target} <= set(_TAGS):
            raise ValueError(f"the languages are {', '.join(sorted(_TAGS))}: {self}")

    @staticmethod
    def parse(text: str) -> tuple["Direction", ...]:
        """The directions of a list such as `en-de,de-en`."""
        return tuple(Direction(*item.split("-")) for item in text.split(","))

    @property
    def foreign(self) -> str:
        """The language that is not English, by which the corpora's files are named."""
        return self.target if self.source == "en" else self.source

    @property
    def tag(self) -> str:
        """What a source of a model of several directions begins with; `MarianTokenizer` reads it as one token."""
        return _TAGS[self.target]

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


def directions_of(folder: Path) -> tuple[Direction, ...]:
    """Those of an exported model; one of a single direction has it in its folder's name."""
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    pairs = settings.get("language_pairs", [folder.name.removeprefix("translator-")])
    return tuple(Direction(*pair.split("-")) for pair in pairs)


def folder_name(directions: tuple[Direction, ...]) -> str:
    return f"translator-{directions[0]}" if len(directions) == 1 else "translator"


@dataclass(frozen=True)
class Vocabulary:
    """Pieces first, then the tags of the target languages if there is more than one direction, then the padding."""

    pieces: sentencepiece.SentencePieceProcessor
    directions: tuple[Direction, ...]

    @staticmethod
    def load(work: Path) -> "Vocabulary":
        directions = json.loads((work / "directions.json").read_text(encoding="utf-8"))
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(work / "pieces.model"))
        return Vocabulary(pieces, tuple(Direction(*item.split("-")) for item in directions))

    @staticmethod
    def tags(directions: tuple[Direction, ...]) -> list[str]:
        return sorted({direction.tag for direction in directions}) if len(directions) > 1 else []

    @property
    def size(self) -> int:
        return len(self.pieces) + len(self.tags(self.directions)) + 1

    @property
    def pad(self) -> int:
        return self.size - 1

    def tokens(self) -> list[str]:
        """Every token at its id."""
        pieces = [self.pieces.id_to_piece(number) for number in range(len(self.pieces))]
        return [*pieces, *self.tags(self.directions), PAD_PIECE]

    def opening(self, direction: Direction) -> list[int]:
        """The ids that a source of this direction begins with."""
        tags = self.tags(self.directions)
        return [len(self.pieces) + tags.index(direction.tag)] if tags else []
