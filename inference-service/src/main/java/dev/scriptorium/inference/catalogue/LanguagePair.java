package dev.scriptorium.inference.catalogue;

import dev.scriptorium.tokenizers.LanguageCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A direction of translation, as ISO 639-1 codes. */
public record LanguagePair(String source, String target) {

    private static final Pattern AT_END_OF_NAME = Pattern.compile(".*-([a-z]{2})-([a-z]{2})");

    public LanguagePair {
        if (!source.matches("[a-z]{2}") || !target.matches("[a-z]{2}")) {
            throw new IllegalArgumentException("languages are ISO 639-1 codes: " + source + "-" + target);
        }
    }

    /** From the names that tokenizers write: {@code en}, {@code eng} or {@code eng_Latn}. Empty where one is none of these. */
    static Optional<LanguagePair> of(String source, String target) {
        return iso639of(source).flatMap(from -> iso639of(target).map(to -> new LanguagePair(from, to)));
    }

    /** From the end of a model's name, such as {@code opus-mt-en-de}. */
    static Optional<LanguagePair> atEndOf(String name) {
        Matcher matcher = AT_END_OF_NAME.matcher(name);
        return matcher.matches() ? of(matcher.group(1), matcher.group(2)) : Optional.empty();
    }

    private static Optional<String> iso639of(String name) {
        return LanguageCode.of(name).map(LanguageCode::language).filter(code -> code.length() == 2);
    }

    @Override
    public String toString() {
        return source + "-" + target;
    }
}
