package dev.scriptorium.tokenizers;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Marian model's tokenizer: pieces by {@code source.spm} and {@code target.spm}, ids by {@code vocab.json}. Safe for many threads.
 *
 * <p>Ids equal those of transformers' MarianTokenizer, with one exception on purpose: what looks like a special token in
 * the text, such as {@code </s>}, is text. Only a target language such as {@code >>deu<<} at the start is a token, where
 * the vocabulary has it; it goes before the target language that is said beside the text.
 */
public final class MarianTokenizer implements GenerationTokenizer {

    private static final String END = "</s>";
    private static final String PADDING = "<pad>";

    private final SentencePiece source;
    private final SentencePiece target;
    private final PieceVocabulary vocabulary;
    private final PieceVocabulary targetVocabulary;
    private final Set<String> targetLanguages;

    private MarianTokenizer(
            SentencePiece source, SentencePiece target, PieceVocabulary vocabulary, PieceVocabulary targetVocabulary) {
        this.source = source;
        this.target = target;
        this.vocabulary = vocabulary;
        this.targetVocabulary = targetVocabulary;
        this.targetLanguages = languages(vocabulary.ids().keySet());
    }

    public static MarianTokenizer read(ModelFiles files) {
        SentencePiece source = SentencePieceFile.read(files.bytes("source.spm"), "source.spm");
        SentencePiece target =
                files.has("target.spm") ? SentencePieceFile.read(files.bytes("target.spm"), "target.spm") : source;
        PieceVocabulary vocabulary = PieceVocabulary.read(files, "vocab.json", END, PADDING);
        boolean separate = files.has("tokenizer_config.json")
                && files.json("tokenizer_config.json").path("separate_vocabs").asBoolean(false);
        return new MarianTokenizer(
                source,
                target,
                vocabulary,
                separate ? PieceVocabulary.read(files, "target_vocab.json", END, PADDING) : vocabulary);
    }

    /** The languages that a vocabulary's tokens of the form {@code >>deu<<} name. */
    public static Set<String> languages(Collection<String> vocabulary) {
        return vocabulary.stream()
                .filter(token -> token.length() > 4 && token.startsWith(">>") && token.endsWith("<<"))
                .map(token -> token.substring(2, token.length() - 2))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The text's ids, the end token last. */
    @Override
    public int[] encode(String text, Languages languages) {
        int close = text.startsWith(">>") ? text.indexOf("<<") : -1;
        String prefix = close < 0 ? "" : text.substring(0, close + 2);
        if (vocabulary.ids().containsKey(prefix)) {
            return encode(prefix, text.substring(close + 2));
        }
        boolean said = !languages.target().isEmpty() && !targetLanguages.isEmpty();
        return encode(said ? ">>" + targetLanguage(languages.target()) + "<<" : "", text);
    }

    private int[] encode(String language, String text) {
        int[] pieces = vocabulary.ids(source.encode(text));
        IntStream before = language.isEmpty() ? IntStream.empty() : IntStream.of(vocabulary.id(language));
        return IntStream.concat(IntStream.concat(before, Arrays.stream(pieces)), IntStream.of(vocabulary.id(END)))
                .toArray();
    }

    private String targetLanguage(String wanted) {
        return LanguageCode.among(targetLanguages, wanted)
                .orElseThrow(() -> new FailureException(
                        FailureCode.LANGUAGE_PAIR_UNAVAILABLE,
                        "The model does not write " + wanted + "; it writes " + new TreeSet<>(targetLanguages)));
    }

    /** None: Marian models read the target language before the text. */
    @Override
    public OptionalInt forcedFirstToken(Languages languages) {
        return OptionalInt.empty();
    }

    @Override
    public String decodeSource(int[] ids) {
        return vocabulary.text(ids);
    }

    @Override
    public String decode(int[] written) {
        return targetVocabulary.text(written);
    }
}
