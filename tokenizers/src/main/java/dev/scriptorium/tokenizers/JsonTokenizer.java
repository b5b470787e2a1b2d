package dev.scriptorium.tokenizers;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tokenizer of a model that writes, from its {@code tokenizer.json}: BART, and the models of many languages NLLB, mBART
 * and mBART-50, each with language tokens in its own way. Safe for many threads.
 */
final class JsonTokenizer implements GenerationTokenizer {

    /** {@code eng_Latn} of NLLB, {@code en_XX} of mBART. */
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{3}_[A-Z][a-z]{3}|[a-z]{2}_[A-Z]{2}");

    private final NativeTokenizer tokenizer;
    private final TokenizerFile file;
    private final Joining joining;
    private final boolean cleanUp;
    private final Optional<LanguageTokens> languages;
    private final boolean targetIsForced;

    private JsonTokenizer(
            TokenizerFile file, TokenizerSettings settings, Optional<LanguageTokens> languages, boolean forced) {
        this.file = file;
        this.joining = Joining.read(file.decoder());
        this.tokenizer = NativeTokenizer.of(file);
        // transformers cleans up as the file asks, but not after byte-pair encoding, which keeps its spaces.
        this.cleanUp = settings.cleanUp() && !file.type().equals("BPE");
        this.languages = languages;
        this.targetIsForced = forced;
    }

    /** A model of one language, or one without language tokens. */
    static JsonTokenizer plain(ModelFiles files) {
        return new JsonTokenizer(TokenizerFile.read(files), TokenizerSettings.read(files), Optional.empty(), false);
    }

    static JsonTokenizer nllb(ModelFiles files) {
        return multilingual(files, !TokenizerSettings.read(files).legacy(), true);
    }

    /** The answer begins with the target language because the model's decoder starts with it. */
    static JsonTokenizer mbart(ModelFiles files) {
        return multilingual(files, false, false);
    }

    static JsonTokenizer mbart50(ModelFiles files) {
        return multilingual(files, true, true);
    }

    private static JsonTokenizer multilingual(ModelFiles files, boolean before, boolean forced) {
        TokenizerFile file = TokenizerFile.read(files);
        TokenizerSettings settings = TokenizerSettings.read(files);
        Map<String, Integer> ids = languages(file).stream()
                .collect(Collectors.toMap(code -> code, code -> file.ids().get(code)));
        int end = file.id("</s>")
                .orElseThrow(
                        () -> new FailureException(FailureCode.MODEL_CORRUPT, TokenizerFile.NAME + " has no </s>"));
        return new JsonTokenizer(
                file, settings, Optional.of(new LanguageTokens(ids, settings.languages(), end, before)), forced);
    }

    /** By the model's own codes. */
    static List<String> languages(TokenizerFile file) {
        return file.special().stream()
                .map(file.tokens()::get)
                .filter(token -> LANGUAGE.matcher(token).matches())
                .sorted()
                .toList();
    }

    @Override
    public int[] encode(String text, Languages said) {
        return languages
                .map(tokens -> tokens.around(tokenizer.ids(text, false), said))
                .orElseGet(() -> tokenizer.ids(text, true));
    }

    @Override
    public String decode(int[] ids) {
        List<String> tokens = new ArrayList<>();
        for (int id : ids) {
            String token = file.tokens().get(id);
            if (token != null && !file.special().contains(id)) {
                tokens.add(token);
            }
        }
        String text = joining.join(tokens);
        return cleanUp ? cleanedUp(text) : text;
    }

    private static String cleanedUp(String text) {
        return text.replace(" .", ".")
                .replace(" ?", "?")
                .replace(" !", "!")
                .replace(" ,", ",")
                .replace(" ' ", "'")
                .replace(" n't", "n't")
                .replace(" 'm", "'m")
                .replace(" 's", "'s")
                .replace(" 've", "'ve")
                .replace(" 're", "'re");
    }

    @Override
    public OptionalInt forcedFirstToken(Languages said) {
        return targetIsForced
                ? languages.map(tokens -> tokens.target(said)).orElse(OptionalInt.empty())
                : OptionalInt.empty();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
