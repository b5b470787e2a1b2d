"""The command line: `python -m scriptorium_training MODEL STEP`, `... sources` or `... fixtures [MODEL]`."""

import argparse
from pathlib import Path

from . import cards, fixtures, results
from .embedding import evaluate as embedding_evaluate
from .embedding import export as embedding_export
from .embedding import prepare as embedding_prepare
from .embedding import train as embedding_train
from .sentiment import evaluate as sentiment_evaluate
from .sentiment import export as sentiment_export
from .sentiment import prepare as sentiment_prepare
from .sentiment import train as sentiment_train
from .summary import evaluate as summary_evaluate
from .summary import export as summary_export
from .summary import prepare as summary_prepare
from .summary import train as summary_train
from .translator import command as translator

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDERS = {
    "translator": "translator-en-de",
    "embedding": "sentence-embedding",
    "sentiment": "sentiment",
    "summary": "summary-scorer",
}
STEPS = (
    *("prepare", "train", "export", "shortlist", "evaluate", "card"),
    *("planted", "survival", "sets", "flags", "speed"),
    *("keep", "branch", "ship", "pack", "burst"),
)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scriptorium_training", description=__doc__)
    parser.add_argument("model", choices=[*FOLDERS, "sources", "fixtures"])
    parser.add_argument("step", nargs="?", choices=[*STEPS, *FOLDERS], help="a model's step, or the fixtures' model")
    parser.add_argument("--data", type=Path, help="the folder with parallel/, sentiment/ and evaluate-only/")
    parser.add_argument("--work", type=Path, help="where corpora in ids and checkpoints go; one folder for all models")
    parser.add_argument("--models", type=Path, default=REPOSITORY / "models", help="where the model folders are")
    parser.add_argument("--printed", type=Path, help="what a benchmark printed, for speed and survival")
    parser.add_argument("--minutes", type=float, default=95, help="training time of translator or embedding, in all")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--threads", type=int, default=2)
    translator.add_arguments(parser)
    return parser.parse_args()


def _embedding(arguments: argparse.Namespace, work: Path, out: Path) -> None:
    match arguments.step:
        case "prepare":
            embedding_prepare.prepare(arguments.data, work, arguments.seed)
        case "train":
            embedding_train.train(work, arguments.minutes, arguments.seed, arguments.threads)
        case "export":
            embedding_export.export(work, out)
        case "evaluate":
            embedding_evaluate.evaluate(arguments.data, work, out, arguments.threads)


def _sentiment(arguments: argparse.Namespace, work: Path, out: Path) -> None:
    embedding = arguments.models / FOLDERS["embedding"]
    match arguments.step:
        case "prepare":
            sentiment_prepare.prepare(arguments.data, work, arguments.seed)
        case "train":
            sentiment_train.train(work, embedding / "tokenizer.json", arguments.seed)
        case "export":
            sentiment_export.export(work, embedding, out)
        case "evaluate":
            sentiment_evaluate.evaluate(arguments.data, work, out)


def _summary(arguments: argparse.Namespace, work: Path, out: Path) -> None:
    match arguments.step:
        case "prepare":
            summary_prepare.prepare(arguments.data, work, arguments.seed)
        case "train":
            summary_train.train(work, arguments.seed)
        case "export":
            summary_export.export(work, out)
        case "evaluate":
            summary_evaluate.evaluate(work, out)


def _folder(arguments: argparse.Namespace, model: str) -> str:
    return translator.folder(arguments) if model == "translator" else FOLDERS[model]


def main() -> None:
    arguments = _arguments()
    if arguments.model == "fixtures":
        names = [_folder(arguments, arguments.step)] if arguments.step else fixtures.MODELS
        fixtures.write(arguments.models, names, REPOSITORY / "engine/src/test/resources/parity")
    elif arguments.model == "sources":
        cards.write_sources(arguments.models)
    elif arguments.step == "speed":
        results.take_speed(arguments.models / _folder(arguments, arguments.model), arguments.printed)
    elif arguments.step == "card":
        cards.write(arguments.models / _folder(arguments, arguments.model))
    elif arguments.model == "translator":
        translator.run(arguments)
    else:
        commands = {"embedding": _embedding, "sentiment": _sentiment, "summary": _summary}
        work, out = arguments.work / arguments.model, arguments.models / FOLDERS[arguments.model]
        commands[arguments.model](arguments, work, out)


if __name__ == "__main__":
    main()
