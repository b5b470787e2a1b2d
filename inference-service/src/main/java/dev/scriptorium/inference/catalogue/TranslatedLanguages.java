package dev.scriptorium.inference.catalogue;

import dev.scriptorium.inference.engine.tokenizer.LanguageCode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a translator translates: every source language to every target language but itself.
 *
 * <p>A language is its ISO 639-1 code, or the three letters of ISO 639-3 where it has none. One that a model knows in several
 * scripts is there once by itself, which means the first of them in alphabetical order, and once with each, as
 * {@code zh-Hant}.
 */
public record TranslatedLanguages(List<String> sources, List<String> targets) {

    /** Of a model that is no translator, or does not say between which languages. */
    public static final TranslatedLanguages NONE = new TranslatedLanguages(List.of(), List.of());

    public TranslatedLanguages {
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
    }

    static TranslatedLanguages of(LanguagePair pair) {
        return new TranslatedLanguages(List.of(pair.source()), List.of(pair.target()));
    }

    /** From a model's own codes; what is no language is left out. */
    static TranslatedLanguages of(Collection<String> sources, Collection<String> targets) {
        List<String> read = product(sources);
        List<String> written = product(targets);
        return read.isEmpty() || written.isEmpty() ? NONE : new TranslatedLanguages(read, written);
    }

    private static List<String> product(Collection<String> codes) {
        TreeMap<String, Set<String>> scripts = new TreeMap<>();
        for (String code : codes) {
            LanguageCode.of(code)
                    .ifPresent(language -> scripts.computeIfAbsent(language.language(), key -> new TreeSet<>())
                            .add(language.script()));
        }
        Set<String> languages = new TreeSet<>(scripts.keySet());
        scripts.forEach((language, written) -> {
            if (written.size() > 1) {
                written.stream()
                        .filter(script -> !script.isEmpty())
                        .forEach(script -> languages.add(language + "-" + script));
            }
        });
        return List.copyOf(languages);
    }

    public boolean isOneDirection() {
        return sources.size() == 1 && targets.size() == 1;
    }

    public boolean isEmpty() {
        return sources.isEmpty();
    }

    /** Whether the model writes a language, named in any usual way. */
    public boolean writes(String target) {
        return LanguageCode.among(targets, target).isPresent();
    }

    @Override
    public String toString() {
        return isOneDirection() ? sources.getFirst() + "-" + targets.getFirst() : sources + " to " + targets;
    }
}
