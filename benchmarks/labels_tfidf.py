"""A linear TF-IDF model on the draws that LabelQuality makes: what label sets are compared with.

python labels_tfidf.py reuters FILE 8 64 all
"""

import gzip
import json
import statistics
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline

TOPICS = "acq crude earn grain interest money-fx ship trade".split()
DRAWS = 3


def shuffled(count, seed):
    """The order that Java's Collections.shuffle gives the numbers below count with new Random(seed)."""
    state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def bits(number):
        nonlocal state
        state = (state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        value = state >> (48 - number)
        return value - (1 << number) if value >> (number - 1) and number == 32 else value

    def below(bound):
        if bound & (bound - 1) == 0:
            return (bound * bits(31)) >> 31
        while True:
            drawn = bits(31)
            value = drawn % bound
            if drawn - value + (bound - 1) < 1 << 31:
                return value

    order = list(range(count))
    for i in range(count, 1, -1):
        j = below(i)
        order[i - 1], order[j] = order[j], order[i - 1]
    return order


def reuters(file):
    parts = {"TRAIN": [], "TEST": []}
    for line in gzip.open(file, "rt", encoding="utf-8"):
        row = json.loads(line)
        if len(row["topics"]) == 1 and row["topics"][0] in TOPICS and row["split"] in parts:
            parts[row["split"]].append((row["title"] + "\n\n" + row["text"], row["topics"][0]))
    return parts["TRAIN"], parts["TEST"]


def intents(file):
    data = json.load(gzip.open(file, "rt", encoding="utf-8"))
    return data["train"], data["val"]


def drawn(training, each, seed):
    counts = {}
    chosen = []
    for place in shuffled(len(training), seed):
        label = training[place][1]
        counts[label] = counts.get(label, 0) + 1
        if counts[label] <= each:
            chosen.append(place)
    return chosen


def main(name, file, *draws):
    training, test = {"reuters": reuters, "intents": intents}[name](file)
    labels = [label for _, label in test]
    for examples in draws:
        each = len(training) if examples == "all" else int(examples)
        accuracies, f1s, seconds = [], [], []
        for seed in range(1 if examples == "all" else DRAWS):
            places = drawn(training, each, seed)
            model = make_pipeline(
                TfidfVectorizer(sublinear_tf=True),
                LogisticRegressionCV(Cs=[1, 10, 100], cv=min(5, each), max_iter=300),
            )
            before = time.process_time()
            model.fit([training[i][0] for i in places], [training[i][1] for i in places])
            seconds.append(time.process_time() - before)
            given = model.predict([text for text, _ in test])
            accuracies.append(sum(a == b for a, b in zip(given, labels)) / len(labels))
            f1s.append(f1_score(labels, given, average="macro"))
        print(
            f"{name} {examples:>4} TF-IDF accuracy {100 * statistics.mean(accuracies):.2f}"
            f" (spread {100 * statistics.pstdev(accuracies):.2f})"
            f"  macro-F1 {100 * statistics.mean(f1s):.2f}  fit {statistics.mean(seconds):.1f} CPU-s",
            flush=True,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
