package dev.scriptorium.translator.online;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A language as a caller names it: an ISO 639 code or a tag of BCP 47, in any case.
 *
 * @param code ISO 639-1 in lower case, or the three letters of ISO 639-3 where a language has no shorter code; empty to
 *     detect it
 * @param note how the tag was read, where that is not what it says
 */
record LanguageTag(String code, Optional<String> note) {

    private static final Pattern TAG = Pattern.compile("([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{1,8})*)");

    /** The two letters for the three of ISO 639-2. */
    private static final Map<String, String> SHORTER = Arrays.stream(Locale.getISOLanguages())
            .collect(Collectors.toUnmodifiableMap(
                    code -> Locale.of(code).getISO3Language(), code -> code, (one, other) -> one));

    private static final Map<String, String> OLD = Map.of("iw", "he", "in", "id", "ji", "yi");
    private static final int SHOWN = 20;

    /** The source of a translation: empty and "auto" ask for detection. */
    static LanguageTag ofSource(String field, String value) {
        return value.isEmpty() || value.equalsIgnoreCase("auto")
                ? new LanguageTag("", Optional.empty())
                : of(field, value);
    }

    /** @throws FailureException BAD_REQUEST for what is no tag */
    static LanguageTag of(String field, String value) {
        Matcher tag = TAG.matcher(value);
        if (!tag.matches()) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    field + " must be a language code such as \"de\" or \"de-AT\": \"" + shown(value) + "\"");
        }
        String language = tag.group(1).toLowerCase(Locale.ROOT);
        String code = SHORTER.getOrDefault(language, language);
        String current = OLD.getOrDefault(code, code);
        boolean region = !tag.group(2).isEmpty();
        return new LanguageTag(
                current,
                region || !current.equals(language)
                        ? Optional.of(field + ": " + value + " is read as " + current)
                        : Optional.empty());
    }

    private static String shown(String value) {
        return value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    }
}
