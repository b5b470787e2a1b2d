package dev.scriptorium.tokenizer.language;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.tokenizers.LanguageCode;

/** The language that a client declares for a text. */
public final class DeclaredLanguage {

    private DeclaredLanguage() {}

    /**
     * The ISO 639-1 code of a language tag in any case, with or without a region: {@code en}, {@code EN}, {@code en-US},
     * {@code de_DE}. Empty for an empty tag.
     *
     * @throws FailureException {@code BAD_REQUEST} where the tag names no language that has such a code
     */
    public static String code(String tag) {
        if (tag.isEmpty()) {
            return "";
        }
        return LanguageCode.of(tag)
                .map(LanguageCode::language)
                .filter(code -> code.length() == 2)
                .orElseThrow(() -> new FailureException(
                        FailureCode.BAD_REQUEST,
                        "language must be an ISO 639-1 code such as en or en-US; it is " + tag));
    }
}
