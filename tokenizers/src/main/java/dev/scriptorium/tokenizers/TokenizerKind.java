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
    /** No languages. */
    PLAIN;

    static TokenizerKind of(ModelFiles files) {
        return switch (TokenizerSettings.read(files).kind()) {
            case "MarianTokenizer" -> MARIAN;
            case "M2M100Tokenizer" -> M2M100;
            case "NllbTokenizer" -> NLLB;
            case "MBartTokenizer" -> MBART;
            case "MBart50Tokenizer" -> MBART_50;
            default -> usual(files);
        };
    }

    private static TokenizerKind usual(ModelFiles files) {
        String model = files.has("config.json")
                ? files.json("config.json").path("model_type").asText("")
                : "";
        return switch (model) {
            case "marian" -> MARIAN;
            case "m2m_100" -> files.has(M2M100Tokenizer.PIECES) && files.has("vocab.json") ? M2M100 : NLLB;
            // mBART-50 has languages that mBART has not.
            case "mbart" -> TokenizerFile.read(files).ids().containsKey("af_ZA") ? MBART_50 : MBART;
            default -> PLAIN;
        };
    }
}
