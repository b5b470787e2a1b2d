package dev.scriptorium.tokenizers;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The tokens by which a multilingual model learns the languages of a text and of its translation.
 *
 * @param ids by the model's own codes
 * @param usual what the model's files name for a language that is not given; empty where they name none
 * @param end the token that ends a text
 * @param before whether the source language stands before the text, or after its end
 */
record LanguageTokens(Map<String, Integer> ids, Languages usual, int end, boolean before) {

    /** The text's ids with its language and its end. */
    int[] around(int[] text, Languages languages) {
        int source = source(languages);
        int[] tagged = new int[text.length + 2];
        System.arraycopy(text, 0, tagged, before ? 1 : 0, text.length);
        tagged[before ? 0 : text.length + 1] = source;
        tagged[before ? text.length + 1 : text.length] = end;
        return tagged;
    }

    private int source(Languages languages) {
        String wanted = languages.source().isEmpty() ? usual.source() : languages.source();
        if (wanted.isEmpty()) {
            throw new FailureException(
                    FailureCode.LANGUAGE_PAIR_UNAVAILABLE,
                    "The model reads several languages and needs to be told which: " + new TreeSet<>(ids.keySet()));
        }
        return id(wanted, "read");
    }

    /** Empty where no target language is said. */
    OptionalInt target(Languages languages) {
        String wanted = languages.target().isEmpty() ? usual.target() : languages.target();
        return wanted.isEmpty() ? OptionalInt.empty() : OptionalInt.of(id(wanted, "write"));
    }

    private int id(String wanted, String verb) {
        return LanguageCode.among(ids.keySet(), wanted)
                .map(ids::get)
                .orElseThrow(() -> new FailureException(
                        FailureCode.LANGUAGE_PAIR_UNAVAILABLE,
                        "The model does not " + verb + " " + wanted + "; its languages are "
                                + new TreeSet<>(ids.keySet())));
    }
}
