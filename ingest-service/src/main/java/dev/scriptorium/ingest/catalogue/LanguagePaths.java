package dev.scriptorium.ingest.catalogue;

import java.util.List;
import java.util.TreeSet;

/**
 * The ways in which texts can be translated.
 *
 * @param paths each from the source language to the target, with a language between them where there is a pivot
 */
public record LanguagePaths(List<List<String>> paths) {

    public LanguagePaths {
        paths = paths.stream().map(List::copyOf).toList();
    }

    /** An empty source is any. A text that is in the target language already needs no way. */
    boolean lead(String source, String target) {
        return source.equals(target)
                || paths.stream()
                        .anyMatch(path -> path.getLast().equals(target)
                                && (source.isEmpty() || path.getFirst().equals(source)));
    }

    /** The languages that a text can be translated to from this one; from any where it is empty. */
    public List<String> targets(String source) {
        TreeSet<String> targets = new TreeSet<>();
        paths.stream()
                .filter(path -> source.isEmpty() || path.getFirst().equals(source))
                .forEach(path -> targets.add(path.getLast()));
        return List.copyOf(targets);
    }

    /** The languages that a text can be translated from. */
    public List<String> sources() {
        TreeSet<String> sources = new TreeSet<>();
        paths.forEach(path -> sources.add(path.getFirst()));
        return List.copyOf(sources);
    }
}
