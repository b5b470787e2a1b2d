"""Target tokens per CPU second of our engine, CTranslate2 and transformers, side by side on the same weights.

    pip install torch transformers ctranslate2 sentencepiece
    python compare_generation.py --model ../../../../models/translator-en-de --text sentences.txt --java 'java --add-modules=jdk.incubator.vector @classpath'
    python compare_generation.py --random-opus --java 'java --add-modules=jdk.incubator.vector @classpath'

Three processes stay loaded. In every round each translates the same inputs once, one after the other, and gives the CPU
seconds of its whole process; the first `--warm` rounds are not counted. What is printed is the median of each and of the ratios
within a round, with the least and the largest, and how many outputs are the same, token for token.

`--random-opus` makes random weights in the shape of an OPUS-MT "base" model (width 512, 6 + 6 layers, 58,101 tokens) that
never write the end token, so that all three write `--tokens` tokens for every input.
"""

import argparse
import json
import random
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 128


def serve_transformers(folder: str, inputs: list[list[int]], threads: int, tokens: int, answer, written: Path) -> None:
    import torch
    from transformers import AutoModelForSeq2SeqLM

    torch.set_num_threads(threads)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32).eval()
    pad, end = model.config.pad_token_id, model.config.eos_token_id

    def run(beams: int) -> list[list[int]]:
        outputs: dict[int, list[int]] = {}
        for places in batches(inputs, max(1, ROWS // beams)):
            longest = max(len(inputs[i]) for i in places)
            ids = torch.tensor([inputs[i] + [pad] * (longest - len(inputs[i])) for i in places])
            mask = torch.tensor([[1] * len(inputs[i]) + [0] * (longest - len(inputs[i])) for i in places])
            with torch.no_grad():
                rows = model.generate(input_ids=ids, attention_mask=mask, num_beams=beams, max_new_tokens=tokens)
            for place, row in zip(places, rows[:, 1:].tolist()):
                outputs[place] = row[: row.index(end) + 1] if end in row else row
        return [outputs[i] for i in range(len(inputs))]

    serve(run, answer, written)


def serve_ctranslate2(folder: str, inputs: list[list[int]], threads: int, tokens: int, answer, written: Path) -> None:
    import ctranslate2

    names = json.loads(Path(folder, "vocabulary.json").read_text(encoding="utf-8"))
    numbers = {name: i for i, name in enumerate(names)}
    translator = ctranslate2.Translator(folder, compute_type="int8", inter_threads=threads, intra_threads=1)
    texts = [[names[i] for i in row] for row in inputs]

    def run(beams: int) -> list[list[int]]:
        results = translator.translate_batch(
            texts,
            beam_size=beams,
            # No thread without a batch.
            max_batch_size=max(1, min(ROWS // beams, -(-len(texts) // threads))),
            max_decoding_length=tokens,
            max_input_length=0,
            return_end_token=True,
        )
        return [[numbers[name] for name in result.hypotheses[0]] for result in results]

    serve(run, answer, written)


def batches(inputs: list[list[int]], size: int) -> list[list[int]]:
    order = sorted(range(len(inputs)), key=lambda i: -len(inputs[i]))
    return [order[start : start + size] for start in range(0, len(order), size)]


def serve(run, answer, written: Path) -> None:
    print("ready", file=answer, flush=True)
    for line in sys.stdin:
        before = time.process_time()
        outputs = run(int(line))
        seconds = time.process_time() - before
        written.write_text("".join(" ".join(map(str, row)) + "\n" for row in outputs))
        print(sum(map(len, outputs)), seconds, file=answer, flush=True)


class Side:
    def __init__(self, name: str, command: list[str], written: Path):
        self.name, self.written = name, written
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == "ready", f"{name} did not start"

    def round(self, beams: int) -> tuple[int, float]:
        self.process.stdin.write(f"{beams}\n")
        self.process.stdin.flush()
        tokens, seconds = self.process.stdout.readline().split()
        return int(tokens), float(seconds)

    def outputs(self) -> list[str]:
        return self.written.read_text().splitlines()

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def random_opus(folder: Path) -> None:
    import sentencepiece
    import torch
    from transformers import GenerationConfig, MarianConfig, MarianMTModel

    size = 58101
    config = MarianConfig(
        vocab_size=size,
        d_model=512,
        encoder_layers=6,
        decoder_layers=6,
        encoder_attention_heads=8,
        decoder_attention_heads=8,
        encoder_ffn_dim=2048,
        decoder_ffn_dim=2048,
        max_position_embeddings=512,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=size - 1,
        eos_token_id=0,
        forced_eos_token_id=0,
        decoder_start_token_id=size - 1,
    )
    torch.manual_seed(1)
    model = MarianMTModel(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and "positions" not in name:
                parameter.mul_(2)
    model.final_logits_bias[0, 0] = -1000
    model.final_logits_bias[0, size - 1] = -1000
    model.generation_config = GenerationConfig(
        decoder_start_token_id=size - 1, eos_token_id=0, pad_token_id=size - 1, forced_eos_token_id=0, max_length=512
    )
    model.save_pretrained(folder)
    names = ["</s>", "<unk>"] + [f"\u2581t{i}" for i in range(size - 3)] + ["<pad>"]
    (folder / "vocab.json").write_text(json.dumps({name: i for i, name in enumerate(names)}))
    text = folder / "text"
    text.write_text("\n".join(f"t{i} t{i + 1} t{i + 2}" for i in range(1000)))
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / "source"), vocab_size=200, hard_vocab_limit=False, minloglevel=2
    )
    (folder / "source.model").rename(folder / "source.spm")
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())


def convert(folder: Path, target: Path) -> None:
    from ctranslate2.converters import TransformersConverter, transformers

    # Its loader of Marian models drops the padding token and starts from zeros, as models of Marian itself do. Weights that
    # were trained with transformers have learned what they start from.
    marian, bart = transformers.MarianMTLoader, transformers.BartLoader
    marian.set_decoder = bart.set_decoder
    marian.get_vocabulary = bart.get_vocabulary
    marian._remove_pad_weights = lambda self, spec: None

    def set_config(self, config, model, tokenizer):
        config.eos_token, config.unk_token = tokenizer.eos_token, tokenizer.unk_token
        config.decoder_start_token = tokenizer.convert_ids_to_tokens(model.config.decoder_start_token_id)

    marian.set_config = set_config
    if not (folder / "tokenizer_config.json").exists():
        (folder / "tokenizer_config.json").write_text('{"tokenizer_class":"MarianTokenizer"}')
    TransformersConverter(str(folder)).convert(str(target), quantization="int8", force=True)
    shared = target / "shared_vocabulary.json"
    (target / "vocabulary.json").write_text(shared.read_text(encoding="utf-8"), encoding="utf-8")


def ids(folder: Path, text: str | None, count: int) -> list[list[int]]:
    if text is None:
        chance = random.Random(3)
        return [[chance.randrange(2, 58100) for _ in range(chance.randint(12, 36))] + [0] for _ in range(count)]
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    lines = Path(text).read_text(encoding="utf-8").splitlines()[:count]
    return [row[:200] for row in tokenizer(lines).input_ids]


def compare(sides: list[Side], beams: int, warm: int, rounds: int) -> None:
    figures: dict[str, list[float]] = {side.name: [] for side in sides}
    for number in range(warm + rounds):
        for side in sides:
            tokens, seconds = side.round(beams)
            if number >= warm:
                figures[side.name].append(tokens / seconds)
    ours = sides[0]
    for side in sides:
        values = figures[side.name]
        ratios = [a / b for a, b in zip(figures[ours.name], values)]
        same = sum(a == b for a, b in zip(ours.outputs(), side.outputs()))
        print(
            f"{beams} beams, {side.name}: {statistics.median(values):.0f} tokens/CPU-s"
            f" ({min(values):.0f} to {max(values):.0f}), ours / it {statistics.median(ratios):.2f}"
            f" ({min(ratios):.2f} to {max(ratios):.2f}), {same} of {len(side.outputs())} outputs the same",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", nargs=6, help="internal: side, folder, inputs, threads, tokens, outputs")
    parser.add_argument("--model")
    parser.add_argument("--random-opus", action="store_true")
    parser.add_argument("--text")
    parser.add_argument("--java", default="java")
    parser.add_argument("--precision", default="INT8")
    parser.add_argument("--inputs", type=int, default=128)
    parser.add_argument("--tokens", type=int, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--warm", type=int, default=5, help="rounds before those that count, for the JVM's compilers")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-shortlist", action="store_true", help="ours ranks the whole vocabulary")
    parser.add_argument("--beams", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--sides", nargs="+", default=["ctranslate2", "transformers"])
    parser.add_argument("--work", help="a folder that keeps converted models")
    given = parser.parse_args()
    if given.serve:
        side, folder, inputs, threads, tokens, written = given.serve
        answer, sys.stdout = sys.stdout, sys.stderr
        rows = [list(map(int, line.split())) for line in Path(inputs).read_text().splitlines()]
        serving = {"transformers": serve_transformers, "ctranslate2": serve_ctranslate2}[side]
        return serving(folder, rows, int(threads), int(tokens), answer, Path(written))

    with tempfile.TemporaryDirectory() as temporary:
        work = Path(given.work or temporary)
        work.mkdir(parents=True, exist_ok=True)
        folder = work / "random-opus" if given.random_opus else Path(given.model).resolve()
        if given.random_opus and not (folder / "vocab.json").exists():
            folder.mkdir(parents=True, exist_ok=True)
            random_opus(folder)
        converted = work / (folder.name + "-ctranslate2")
        if "ctranslate2" in given.sides and not converted.exists():
            convert(folder, converted)
        rows = work / f"{folder.name}-inputs-{given.inputs}"
        rows.write_text(
            "".join(" ".join(map(str, row)) + "\n" for row in ids(folder, given.text, given.inputs))
        )
        numbers = [str(given.threads), str(given.tokens)]
        java = [*shlex.split(given.java), "dev.scriptorium.benchmarks.engine.GenerationCost"]
        written = work / "ours"
        lists = str(not given.no_shortlist).lower()
        sides = [Side("ours", [*java, str(folder), str(rows), given.precision, *numbers, str(written), lists], written)]
        for name in given.sides:
            written = work / name
            source = str(converted if name == "ctranslate2" else folder)
            command = [sys.executable, __file__, "--serve", name, source, str(rows), *numbers, str(written)]
            sides.append(Side(name, command, written))
        for beams in given.beams:
            compare(sides, beams, given.warm, given.rounds)
        for side in sides:
            side.close()


if __name__ == "__main__":
    main()
