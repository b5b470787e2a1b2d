package dev.scriptorium.inference.catalogue;

import dev.scriptorium.tokenizers.LanguageCode;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a translator translates: its pairs, or where it names none, every source language to every target language but itself.
 *
 * <p>A language is its ISO 639-1 code, or the three letters of ISO 639-3 where it has none. One that a model knows in several
 * scripts is there once by itself, which means the first of them in alphabetical order, and once with each, as
 * {@code zh-Hant}.
 */
public record TranslatedLanguages(List<LanguagePair> pairs, List<String> sources, List<String> targets) {

    /** Of a model that is no translator, or does not say between which languages. */
    public static final TranslatedLanguages NONE = new TranslatedLanguages(List.of(), List.of());

    public TranslatedLanguages {
        pairs = List.copyOf(pairs);
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
    }

    /** Every source language to every target language. */
    public TranslatedLanguages(List<String> sources, List<String> targets) {
        this(List.of(), sources, targets);
    }

    /** These pairs and no others. */
    public static TranslatedLanguages of(LanguagePair... pairs) {
        return new TranslatedLanguages(
                List.of(pairs), languages(LanguagePair::source, pairs), languages(LanguagePair::target, pairs));
    }

    private static List<String> languages(Function<LanguagePair, String> side, LanguagePair... pairs) {
        return Arrays.stream(pairs).map(side).distinct().sorted().toList();
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

    public boolean isEmpty() {
        return sources.isEmpty();
    }

    /**
     * Whether the model translates between languages that are named in any usual way.
     *
     * @param source empty where it is not said: then the target decides
     */
    public boolean translates(String source, String target) {
        return pairs.isEmpty() || source.isEmpty()
                ? is(target, targets)
                : pairs.stream()
                        .anyMatch(pair -> is(source, List.of(pair.source())) && is(target, List.of(pair.target())));
    }

    private static boolean is(String language, List<String> languages) {
        return LanguageCode.among(languages, language).isPresent();
    }

    @Override
    public String toString() {
        return pairs.isEmpty()
                ? sources + " to " + targets
                : pairs.stream().map(LanguagePair::toString).collect(Collectors.joining(", "));
    }
}
