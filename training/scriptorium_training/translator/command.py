"""The translator's part of the command line."""

import argparse
from pathlib import Path

import torch

from . import align, export, prepare, shortlist, train
from .directions import Direction, folder_name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("translator")
    group.add_argument("--directions", type=Direction.parse, default="en-de", help="such as en-de,de-en,en-fr")
    group.add_argument("--vocabulary", type=int, default=8000, help="pieces of all languages together")
    group.add_argument("--from", dest="start", type=Path, help="a model folder whose weights training begins with")
    group.add_argument("--snapshots", type=int, default=4, help="how many of the last snapshots export averages")
    group.add_argument("--sentences", type=int, default=1000, help="the most sentences evaluate takes of each set")
    group.add_argument("--of-each-set", type=int, default=300, help="the most sentences of each set in ship's card")
    group.add_argument("--frequent", type=int, default=1000, help="pieces of the shortlist for every sentence")
    group.add_argument("--tokens", type=int, default=2_000_000, help="what branch trains a copy on, 0 for the average")
    group.add_argument("--candidate", type=Path, help="the model folder that ship measures")
    group.add_argument("--out", type=Path, help="the folder that branch, pack and burst write")
    group.add_argument("--megabytes", type=float, default=60, help="the most that pack writes")
    group.add_argument("--minutes-of-call", type=float, default=1e9, help="burst stops then, and a next call goes on")
    group.add_argument("--batch-tokens", type=int, default=49_152, help="padded tokens of a batch of burst")
    group.add_argument("--likely", type=int, default=80, help="pieces of the shortlist for each source piece")


def folder(arguments: argparse.Namespace) -> str:
    """The model's folder, which is also the name of its work folder."""
    return folder_name(arguments.directions)


def run(arguments: argparse.Namespace) -> None:
    """CTranslate2 is imported by the steps that need it alone."""
    work, out = arguments.work / folder(arguments), arguments.models / folder(arguments)
    match arguments.step:
        case "keep":
            from . import longrun

            longrun.prepare(arguments.data, arguments.work, arguments.seed, longrun.VOCABULARY)
            longrun.keep(arguments.data, arguments.work, arguments.start, arguments.seed, arguments.threads)
        case "pack":
            from .pack import pack

            pack(arguments.data, arguments.work, arguments.out, arguments.megabytes, arguments.seed)
        case "burst":
            from .burst import Budget
            from .burst import train as burst

            torch.set_num_threads(arguments.threads)
            budget = Budget(arguments.minutes, arguments.minutes_of_call, arguments.batch_tokens)
            burst(arguments.data, arguments.work, arguments.out, arguments.start, budget, arguments.seed)
        case "branch":
            from . import longrun

            longrun.branch(arguments.work, arguments.out, arguments.tokens, arguments.seed, arguments.threads)
        case "prepare":
            prepare.prepare(arguments.data, work, arguments.directions, arguments.vocabulary, arguments.seed)
            align.align(work)
        case "train":
            train.train(work, arguments.minutes, arguments.seed, arguments.threads, arguments.start)
        case "export":
            export.export(work, out, arguments.snapshots)
        case "shortlist":
            shortlist.write(work, out, arguments.frequent, arguments.likely)
        case "evaluate":
            from .evaluate import evaluate

            evaluate(arguments.data, work, out, arguments.sentences, arguments.seed, arguments.threads)
        case "planted":
            from .evaluate import write_planted

            write_planted(work, arguments.seed)
        case "sets":
            from .quality import write_sets

            write_sets(arguments.data, work, out, arguments.sentences)
        case "flags":
            from .quality import take_flags

            take_flags(out, arguments.printed)
        case "ship":
            from .ship import Settings, ship

            names = ("sentences", "of_each_set", "seed", "threads", "frequent", "likely")
            settings = Settings(*(getattr(arguments, name) for name in names))
            ship(arguments.candidate, arguments.data, arguments.work, arguments.models, settings)
        case "survival":
            from .evaluate import take_survival

            take_survival(out, arguments.printed)
