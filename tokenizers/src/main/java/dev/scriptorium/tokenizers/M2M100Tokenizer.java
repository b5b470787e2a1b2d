package dev.scriptorium.tokenizers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An M2M100 model's tokenizer: pieces by {@code sentencepiece.bpe.model}, ids by {@code vocab.json}, one token for each
 * language after them, in the order of their codes. Safe for many threads.
 */
final class M2M100Tokenizer implements GenerationTokenizer {

    static final String PIECES = "sentencepiece.bpe.model";

    /** The languages by {@code language_codes} in tokenizer_config.json, as their tokens are numbered. */
    private static final Map<String, List<String>> LANGUAGES = Map.of(
            "m2m100",
            List.of(
                    ("af am ar ast az ba be bg bn br bs ca ceb cs cy da de el en es et fa ff fi fr fy ga gd gl gu ha he "
                                    + "hi hr ht hu hy id ig ilo is it ja jv ka kk km kn ko lb lg ln lo lt lv mg mk ml mn mr ms "
                                    + "my ne nl no ns oc or pa pl ps pt ro ru sd si sk sl so sq sr ss su sv sw ta th tl tn tr "
                                    + "uk ur uz vi wo xh yi yo zh zu")
                            .split(" ")),
            "wmt21",
            List.of("en", "ha", "is", "ja", "cs", "ru", "zh", "de"));

    private final SentencePiece pieces;
    private final PieceVocabulary vocabulary;
    private final LanguageTokens languages;

    private M2M100Tokenizer(SentencePiece pieces, PieceVocabulary vocabulary, LanguageTokens languages) {
        this.pieces = pieces;
        this.vocabulary = vocabulary;
        this.languages = languages;
    }

    static M2M100Tokenizer read(ModelFiles files) {
        PieceVocabulary vocabulary = PieceVocabulary.read(files, "vocab.json", "<s>", "<pad>", "</s>");
        TokenizerSettings settings = TokenizerSettings.read(files);
        Map<String, Integer> ids = new HashMap<>();
        for (String code : languages(settings)) {
            ids.put(code, vocabulary.ids().size() + ids.size());
        }
        return new M2M100Tokenizer(
                SentencePieceFile.read(files.bytes(PIECES), PIECES),
                vocabulary,
                new LanguageTokens(ids, settings.languages(), vocabulary.id("</s>"), true));
    }

    /** By the model's own codes. */
    static List<String> languages(TokenizerSettings settings) {
        return LANGUAGES.getOrDefault(settings.languageCodes(), LANGUAGES.get("m2m100"));
    }

    @Override
    public int[] encode(String text, Languages said) {
        return languages.around(vocabulary.ids(pieces.encode(text)), said);
    }

    @Override
    public String decode(int[] ids) {
        return vocabulary.text(ids);
    }

    @Override
    public OptionalInt forcedFirstToken(Languages said) {
        return languages.target(said);
    }
}
