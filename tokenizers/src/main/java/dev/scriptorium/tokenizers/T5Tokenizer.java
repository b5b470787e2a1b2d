package dev.scriptorium.tokenizers;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tokenizer of the T5 family: pieces and their ids by {@code spiece.model}. MADLAD-400, which translates, reads the target
 * language before the text as a piece such as {@code <2de>}. Safe for many threads.
 */
final class T5Tokenizer implements GenerationTokenizer {

    static final String PIECES = "spiece.model";

    private static final String END = "</s>";
    private static final Pattern LANGUAGE = Pattern.compile("<2([A-Za-z_]+)>");

    private final SentencePiece pieces;
    private final PieceVocabulary vocabulary;
    private final Set<String> languages;

    private T5Tokenizer(SentencePiece pieces, PieceVocabulary vocabulary) {
        this.pieces = pieces;
        this.vocabulary = vocabulary;
        this.languages = languages(vocabulary);
    }

    static T5Tokenizer read(ModelFiles files) {
        return new T5Tokenizer(SentencePieceFile.read(files.bytes(PIECES), PIECES), vocabulary(files));
    }

    private static PieceVocabulary vocabulary(ModelFiles files) {
        return PieceVocabulary.of(SentencePieceFile.pieces(files.bytes(PIECES), PIECES), PIECES, END);
    }

    /** By the model's own codes; empty where it does not translate. */
    static Set<String> languages(ModelFiles files) {
        return languages(vocabulary(files));
    }

    private static Set<String> languages(PieceVocabulary vocabulary) {
        return vocabulary.ids().keySet().stream()
                .map(LANGUAGE::matcher)
                .filter(Matcher::matches)
                .map(code -> code.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public int[] encode(String text, Languages said) {
        IntStream language = said.target().isEmpty() || languages.isEmpty()
                ? IntStream.empty()
                : IntStream.of(vocabulary.id("<2" + target(said.target()) + ">"));
        IntStream body = Arrays.stream(vocabulary.ids(pieces.encode(text)));
        return IntStream.concat(IntStream.concat(language, body), IntStream.of(vocabulary.id(END)))
                .toArray();
    }

    /** The model writes no language before its text. */
    @Override
    public int[] encodeTarget(String text, Languages said) {
        return encode(text, Languages.UNSAID);
    }

    private String target(String wanted) {
        return LanguageCode.among(languages, wanted)
                .orElseThrow(() -> new FailureException(
                        FailureCode.LANGUAGE_PAIR_UNAVAILABLE,
                        "The model does not write " + wanted + "; it writes " + new TreeSet<>(languages)));
    }

    @Override
    public String decode(int[] ids) {
        return vocabulary.text(ids);
    }

    @Override
    public OptionalInt forcedFirstToken(Languages said) {
        return OptionalInt.empty();
    }
}
