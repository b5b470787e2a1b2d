"""What can be counted without a reference: items that did not survive, loops, and text left in English."""

import re

_ITEMS = {
    "address": re.compile(r"https?://[^\s)>\]]*[^\s)>\].,;]|[\w.]+@[\w.]+\w"),
    "placeholder": re.compile(r"\{\{[^{}]+\}\}|\$?\{[^{}\s]+\}|%\d*\$?[sd]\b|`[^`]+`|<[A-Za-z][^<>\s]*>"),
    "number": re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])"),
}


def items(text: str) -> dict[str, list[str]]:
    """Addresses, placeholders and numbers of a text; what lies inside another item is counted once."""
    found = {}
    for kind, pattern in _ITEMS.items():
        found[kind] = pattern.findall(text)
        text = pattern.sub(" ", text)
    return found


def _comparable(item: str, kind: str) -> str:
    """Numbers without separators: 1,000.5 and 1.000,5 are the same."""
    return re.sub(r"[.,]", "", item) if kind == "number" else item


def survivors(source: str, reference: str, output: str) -> dict[str, tuple[int, int]]:
    """Per kind how many items of the source the reference keeps, and how many of these the output keeps."""
    counts = {}
    wanted, human, got = items(source), items(reference), items(output)
    for kind in _ITEMS:
        kept = [_comparable(item, kind) for item in human[kind]]
        left = [_comparable(item, kind) for item in got[kind]]
        expected = [item for item in (_comparable(item, kind) for item in wanted[kind]) if item in kept]
        survived = 0
        for item in expected:
            if item in left:
                left.remove(item)
                survived += 1
        counts[kind] = (len(expected), survived)
    return counts


def _longest_run(words: list[str]) -> int:
    """How often in a row the same one to four words come at most."""
    longest = 1
    for size in range(1, 5):
        matches = 0
        for at in range(size, len(words) - size + 1):
            matches = matches + 1 if words[at : at + size] == words[at - size : at] else 0
            longest = max(longest, 1 + (matches + size - 1) // size)
    return longest


def loops(source: str, output: str) -> bool:
    """Whether the output says the same thing four times or more in a row and the source does not."""
    return _longest_run(output.split()) >= 4 > _longest_run(source.split())


def untranslated(source: str, reference: str, output: str) -> bool:
    """Whether a source of four words or more came back unchanged although a translator changed it."""
    return len(source.split()) >= 4 and output.strip() == source.strip() != reference.strip()
