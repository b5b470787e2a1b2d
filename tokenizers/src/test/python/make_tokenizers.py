"""Makes the small tokenizers of the engine's tests and the ids that transformers gives with them.

    pip install torch transformers sentencepiece protobuf tokenizers
    python make_tokenizers.py ../resources/tokenizers

Each folder has the files of a published model of its kind and an `expected.json`: the texts, their ids, and for
tokenizers of models that write the text of random ids.
"""

import base64
import json
import random
import sys
import tempfile
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import (
    BartTokenizer,
    M2M100Tokenizer,
    MarianTokenizer,
    MBart50Tokenizer,
    MBartTokenizer,
    NllbTokenizer,
)

SENTENCES = [
    "A small river runs through our old town, and people walk along its green banks every morning.",
    "The invoice of 12 March is due in thirty days; please pay 1,250.00 to the account below.",
    "Der kleine Fluss fließt durch unsere Stadt, und am Ufer gehen jeden Morgen Leute spazieren.",
    "Die Rechnung ist in dreißig Tagen fällig; überweisen Sie bitte den Betrag auf das Konto.",
    "La petite rivière traverse la vieille ville, où l'on se promène chaque matin.",
    "El río pequeño cruza la ciudad vieja y la gente pasea por la orilla todas las mañanas.",
    "Το μικρό ποτάμι περνά μέσα από την πόλη και οι άνθρωποι περπατούν στις όχθες του.",
    "Маленькая река течёт через наш старый город, и люди гуляют по её берегам.",
    "小さな川が古い町を流れ、人々は毎朝その岸を歩きます。",
    "一条小河流过我们的古城，人们每天早上沿着河岸散步。",
    "작은 강이 오래된 도시를 지나고 사람들은 매일 아침 강둑을 걷는다.",
    "نهر صغير يجري عبر مدينتنا القديمة ويمشي الناس على ضفافه كل صباح.",
    "נהר קטן זורם בעיר העתיקה שלנו ואנשים הולכים לאורכו בכל בוקר.",
    "एक छोटी नदी हमारे पुराने शहर से होकर बहती है और लोग हर सुबह टहलते हैं।",
    "แม่น้ำสายเล็กไหลผ่านเมืองเก่าของเรา ผู้คนเดินเล่นทุกเช้า",
    "Küçük bir nehir eski şehrimizden geçer ve insanlar her sabah kıyısında yürür.",
]

ODD_TEXTS = [
    "",
    " ",
    "   two  spaces   between  ",
    "tab\tand\nnewline\r\nhere",
    "no\u00a0break\u2003space\u3000wide",
    "ﬁne ligatures ﬂow, ＦＵＬＬ ｗｉｄｔｈ１２３",
    "zero\u200bwidth and soft\u00adhyphen",
    "emoji 🙂👩‍👩‍👧🇩🇪 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "漢字とかな and עברית and العربية",
    "a\u0301 combining, \u212b ångström Å",
    "\u2581already\u2581escaped",
    "digits 1234567890 and punctuation !?;:…—“”",
    "x" * 400,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "https://example.org/a?b=c&d=%20",
    "\u0000control\u0007characters\u001b[0m",
    "it 's n't we 've , done .",
    "\ufeffbyte order \ufffd mark\u0085",
    "ᚠᛇᚻ ߒߞߏ ꙮ \U00010330\U00010331",
    "İstanbul ıI ẞß ŉ ǆ",
]


def texts(seed: int, count: int) -> list[str]:
    """Sentences, runs of words from several of them, and what no corpus has."""
    chance = random.Random(seed)
    words = [word for sentence in SENTENCES for word in sentence.split()]
    made = list(SENTENCES)
    while len(made) < count:
        made.append(" ".join(chance.choice(words) for _ in range(chance.randint(1, 12))))
    for _ in range(20):
        made.append("".join(chr(chance.choice([*range(32, 0x3000), *range(0x1F300, 0x1F600)])) for _ in range(12)))
    return made + ODD_TEXTS


def corpus() -> list[str]:
    return texts(1, 1500)[:1500]


def write_json(path: Path, value) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def train_pieces(file: Path, size: int, **settings) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(corpus()),
            model_prefix=temporary + "/pieces",
            vocab_size=size,
            num_threads=1,
            minloglevel=2,
            hard_vocab_limit=False,
            **settings,
        )
        file.write_bytes(Path(temporary + "/pieces.model").read_bytes())


def pieces(file: Path) -> tuple[list[tuple[str, float]], bytes]:
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(file.read_bytes())
    return [(piece.piece, piece.score) for piece in proto.pieces], proto.normalizer_spec.precompiled_charsmap


def expect(folder: Path, tokenizer, languages: list[str], vocabulary: int) -> None:
    """Without languages the ids are under the empty one."""
    some = texts(2, 240)
    some = [text for text in some if "\u2581" not in text or "escaped" in text]
    expected = {"texts": some, "languages": {}, "written": [], "decoded": []}
    for language in languages or [""]:
        if language:
            tokenizer.src_lang = language
        expected["languages"][language] = [tokenizer(text).input_ids for text in some]
    chance = random.Random(3)
    for _ in range(200):
        expected["written"].append([chance.randrange(vocabulary) for _ in range(chance.randint(0, 20))])
    for ids in expected["languages"][(languages or [""])[0]]:
        if max(ids) < vocabulary:
            expected["written"].append(ids)
    expected["decoded"] = tokenizer.batch_decode(expected["written"], skip_special_tokens=True)
    write_json(folder / "expected.json", expected)
    print(folder.name, len(some), "texts")


def bart(folder: Path) -> None:
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trained.train_from_iterator(
        corpus(),
        trainers.BpeTrainer(vocab_size=500, special_tokens=special, initial_alphabet=alphabet, show_progress=False),
    )
    model = json.loads(trained.to_str())["model"]
    vocabulary = model["vocab"] | {"<mask>": len(model["vocab"])}
    made = BartTokenizer(vocab=vocabulary, merges=[tuple(merge) for merge in model["merges"]])
    made.save_pretrained(folder)
    expect(folder, BartTokenizer.from_pretrained(folder), [], len(vocabulary))


def nllb(folder: Path, charsmap: bytes) -> None:
    normalizer = normalizers.Sequence(
        [normalizers.Precompiled(charsmap), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    trained = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    trained.normalizer = normalizer
    trained.pre_tokenizer = pre_tokenizers.Metaspace()
    trained.train_from_iterator(
        corpus(),
        trainers.BpeTrainer(
            vocab_size=500, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], limit_alphabet=120, show_progress=False
        ),
    )
    model = json.loads(trained.to_str())["model"]
    encoded = base64.b64encode(charsmap).decode()
    for legacy in (True, False):
        made = NllbTokenizer(
            vocab=model["vocab"],
            merges=[tuple(merge) for merge in model["merges"]],
            _spm_precompiled_charsmap=charsmap,
            legacy_behaviour=legacy,
        )
        made.save_pretrained(folder)
        again = NllbTokenizer.from_pretrained(folder)
        assert encoded in again.backend_tokenizer.to_str()
        expect(folder, again, ["eng_Latn", "zho_Hant"], len(again))
        if legacy:
            (folder / "expected.json").rename(folder / "expected-legacy.json")


def mbart(folder: Path, scored: list[tuple[str, float]], charsmap: bytes) -> None:
    made = MBart50Tokenizer(vocab=scored, _spm_precompiled_charsmap=charsmap)
    made.save_pretrained(folder / "mbart-50")
    expect(folder / "mbart-50", MBart50Tokenizer.from_pretrained(folder / "mbart-50"), ["en_XX", "zh_CN"], len(made))
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    made = MBartTokenizer(vocab=[(token, 0.0) for token in special] + scored[3:])
    made.save_pretrained(folder / "mbart")
    expect(folder / "mbart", MBartTokenizer.from_pretrained(folder / "mbart"), ["en_XX", "ro_RO"], len(made))


def m2m100(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    train_pieces(folder / "sentencepiece.bpe.model", 500, model_type="bpe", character_coverage=0.98)
    scored, _ = pieces(folder / "sentencepiece.bpe.model")
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    write_json(folder / "vocab.json", {piece: i for i, piece in enumerate(special + [p for p, _ in scored[3:]])})
    made = M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model"))
    made.save_pretrained(folder)
    expect(folder, M2M100Tokenizer.from_pretrained(folder), ["en", "zh"], made.vocab_size)


def marian(folder: Path) -> None:
    """A model with two vocabularies, one for each side. It never writes the last token, which is for padding."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in (("source", 420), ("target", 400)):
        train_pieces(folder / f"{name}.spm", size, character_coverage=0.98, normalization_rule_name="identity")
        scored, _ = pieces(folder / f"{name}.spm")
        tokens = ["</s>", "<unk>"] + [piece for piece, _ in scored[3:]] + ["<pad>"]
        write_json(
            folder / ("vocab.json" if name == "source" else "target_vocab.json"),
            {token: i for i, token in enumerate(tokens)},
        )
    files = [str(folder / name) for name in ("source.spm", "target.spm", "vocab.json", "target_vocab.json")]
    made = MarianTokenizer(*files, separate_vocabs=True)
    made.save_pretrained(folder)
    expect(folder, MarianTokenizer.from_pretrained(folder), [], max(made.target_encoder.values()))


def t5(folder: Path) -> None:
    """As mT5 and MADLAD-400 are published: the model of SentencePiece alone, which gives the ids."""
    folder.mkdir(parents=True, exist_ok=True)
    train_pieces(
        folder / "spiece.model",
        500,
        character_coverage=0.98,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        user_defined_symbols=["<2de>", "<2en>"],
    )
    write_json(folder / "config.json", {"model_type": "t5"})
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "spiece.model"))
    some = [text for text in texts(2, 240) if "\u0000" not in text]
    ids = [model.encode(text) + [1] for text in some]
    chance = random.Random(3)
    written = [[chance.randrange(3, len(model)) for _ in range(chance.randint(0, 20))] for _ in range(200)] + ids
    decoded = [model.decode([i for i in row if i != 2]).strip() for row in written]
    expected = {"texts": some, "languages": {"": ids}, "written": written, "decoded": decoded}
    write_json(folder / "expected.json", expected)
    print(folder.name, len(some), "texts")


# Code points in hexadecimal, a tab between what is replaced and what by: a space, an accent, a ligature, nothing.
RULES = "A0\t20\n3000\t20\n61 301\tE1\nFB01\t66 69\n200B\t\n"


def marian_bytes(folder: Path) -> None:
    """One vocabulary in which characters without a piece are written byte by byte, and digits one by one."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".tsv") as rules:
        rules.write(RULES)
        rules.flush()
        train_pieces(
            folder / "source.spm",
            700,
            character_coverage=0.98,
            normalization_rule_tsv=rules.name,
            byte_fallback=True,
            split_digits=True,
            bos_id=-1,
            eos_id=0,
            unk_id=1,
        )
    scored, _ = pieces(folder / "source.spm")
    tokens = [piece for piece, _ in scored] + [">>deu<<", "<pad>"]
    write_json(folder / "vocab.json", {token: i for i, token in enumerate(tokens)})
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    made = MarianTokenizer(*(str(folder / name) for name in ("source.spm", "target.spm", "vocab.json")))
    made.save_pretrained(folder)
    expect(folder, MarianTokenizer.from_pretrained(folder), [], len(tokens) - 1)


if __name__ == "__main__":
    resources = Path(sys.argv[1])
    bart(resources / "bart")
    with tempfile.TemporaryDirectory() as scratch:
        unigram = Path(scratch) / "unigram.model"
        train_pieces(unigram, 500, model_type="unigram", character_coverage=0.98)
        scored, charsmap = pieces(unigram)
    nllb(resources / "nllb", charsmap)
    mbart(resources, scored, charsmap)
    m2m100(resources / "m2m100")
    marian(resources / "marian-two-vocabularies")
    t5(resources / "t5")
    marian_bytes(resources / "marian-bytes")
