package dev.scriptorium.memory.tmx;

import dev.scriptorium.memory.MemoryUnit;
import dev.scriptorium.memory.SegmentContext;
import dev.scriptorium.memory.UnitOrigin;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An element {@code tu} while it is read. */
final class TmxUnit {

    static final String ORIGIN = "x-scriptorium-origin";
    static final String MODELS = "x-scriptorium-models";
    static final String MODEL_DIGESTS = "x-scriptorium-model-digests";
    static final String SCORE = "x-scriptorium-score";

    /** As OmegaT and others name the segments before and after. */
    static final String PREVIOUS = "x-context-pre";

    static final String NEXT = "x-context-post";

    static final String ALL_LANGUAGES = "*all*";

    private static final Set<String> KNOWN = Set.of(ORIGIN, MODELS, MODEL_DIGESTS, SCORE, PREVIOUS, NEXT);

    private final int line;
    private final String sourceLanguage;
    private final String editor;
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    TmxUnit(int line, String sourceLanguage, String editor) {
        this.line = line;
        this.sourceLanguage = sourceLanguage;
        this.editor = editor;
    }

    int line() {
        return line;
    }

    /** Those of other products are passed over. */
    void addProperty(String type, String value) {
        if (KNOWN.contains(type)) {
            properties.put(type, value);
        }
    }

    void addText(String language, String text) {
        texts.putIfAbsent(code(language), text);
    }

    /**
     * A unit for each language but the source's.
     *
     * @throws IllegalArgumentException where there is none, saying why
     */
    List<MemoryUnit> units(TmxLimits limits, String importer) {
        if (texts.size() < 2) {
            throw new IllegalArgumentException("it has texts in fewer than two languages");
        }
        String source =
                sourceLanguage.equals(ALL_LANGUAGES) ? texts.keySet().iterator().next() : code(sourceLanguage);
        String text = texts.get(source);
        if (text == null) {
            throw new IllegalArgumentException("it has no text in its source language, " + source);
        }
        for (Map.Entry<String, String> one : texts.entrySet()) {
            if (one.getValue().isBlank()) {
                throw new IllegalArgumentException("its text in " + one.getKey() + " is empty");
            }
            if (one.getValue().length() > limits.segmentCharacters()) {
                throw new IllegalArgumentException("its text in %s has %,d characters; at most %,d are taken"
                        .formatted(one.getKey(), one.getValue().length(), limits.segmentCharacters()));
            }
        }
        return texts.entrySet().stream()
                .filter(target -> !target.getKey().equals(source))
                .map(target -> unit(source, text, target.getKey(), target.getValue(), importer))
                .toList();
    }

    private MemoryUnit unit(String source, String text, String target, String translation, String importer) {
        UnitOrigin origin = origin();
        boolean machine = origin == UnitOrigin.MACHINE;
        return new MemoryUnit(
                source,
                target,
                text.strip(),
                translation.strip(),
                new SegmentContext(properties.getOrDefault(PREVIOUS, ""), properties.getOrDefault(NEXT, "")),
                origin,
                machine ? words(MODELS) : List.of(),
                machine ? words(MODEL_DIGESTS) : List.of(),
                machine ? score() : 0,
                machine ? "" : editor.isBlank() ? importer : editor,
                Optional.empty());
    }

    /** What this product wrote comes back as it was; all else is an import. */
    private UnitOrigin origin() {
        return switch (properties.getOrDefault(ORIGIN, "")) {
            case "person" -> UnitOrigin.PERSON;
            case "machine" -> words(MODEL_DIGESTS).isEmpty() ? UnitOrigin.IMPORT : UnitOrigin.MACHINE;
            default -> UnitOrigin.IMPORT;
        };
    }

    private List<String> words(String property) {
        String value = properties.getOrDefault(property, "").strip();
        return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
    }

    private float score() {
        try {
            return Math.min(0, Float.parseFloat(properties.getOrDefault(SCORE, "0")));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The language without its region, as models name it. */
    private static String code(String language) {
        String code = language.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
        if (!code.matches("[a-z]{2,3}")) {
            throw new IllegalArgumentException("\"" + shown(language) + "\" is no language code");
        }
        return code;
    }

    private static String shown(String value) {
        return value.length() > 20 ? value.substring(0, 20) + "…" : value;
    }
}
