package dev.scriptorium.tokenizers;

/** The ways in which models that write are given a text and its languages. */
enum TokenizerKind {
    /** Pieces from source.spm; the target language as {@code >>deu<<} before the text. */
    MARIAN,
    /** Pieces from sentencepiece.bpe.model, languages as {@code __de__}. */
    M2M100,
    /** Languages as {@code deu_Latn}. */
    NLLB,
    /** Languages as {@code de_DE}, the source's after the text. */
    MBART,
    /** Languages as {@code de_DE}, the source's before the text. */
    MBART_50,
    /** Pieces from spiece.model; MADLAD-400 has languages as {@code <2de>}. */
    T5,
    /** No languages. */
    PLAIN;

    static TokenizerKind of(ModelFiles files) {
        return switch (TokenizerSettings.read(files).kind()) {
            case "MarianTokenizer" -> MARIAN;
            case "M2M100Tokenizer" -> M2M100;
            case "NllbTokenizer" -> NLLB;
            case "MBartTokenizer" -> MBART;
            case "MBart50Tokenizer" -> MBART_50;
            case "T5Tokenizer" -> t5(files);
            default -> usual(files);
        };
    }

    private static TokenizerKind usual(ModelFiles files) {
        String model = files.has("config.json")
                ? files.json("config.json").path("model_type").asText("")
                : "";
        return switch (model) {
            case "marian" -> MARIAN;
            case "t5", "mt5", "umt5" -> t5(files);
            case "m2m_100" -> files.has(M2M100Tokenizer.PIECES) && files.has("vocab.json") ? M2M100 : NLLB;
            // mBART-50 has languages that mBART has not.
            case "mbart" -> TokenizerFile.read(files).ids().containsKey("af_ZA") ? MBART_50 : MBART;
            default -> PLAIN;
        };
    }

    /** Without the model file of SentencePiece, tokenizer.json says it all. */
    private static TokenizerKind t5(ModelFiles files) {
        return files.has(T5Tokenizer.PIECES) ? T5 : PLAIN;
    }
}
