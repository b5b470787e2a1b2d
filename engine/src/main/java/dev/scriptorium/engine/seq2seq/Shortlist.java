package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.files.IntArrays;
import dev.scriptorium.tokenizers.LanguageCode;
import dev.scriptorium.tokenizers.MarianTokenizer;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The target tokens that a translation may need, by the tokens of its source: some always, some for each source token. The
 * output layer then computes hundreds of scores for a sentence, not the whole vocabulary. Safe for many threads.
 *
 * <p>{@code shortlist.safetensors} holds 32-bit integers: {@code always}; {@code targets} and {@code offsets}, so that those
 * of source token {@code i} are {@code targets[offsets[i]]} to below {@code targets[offsets[i + 1]]}. A model that writes
 * several languages has {@code shortlist.<source>-<target>.safetensors} for each direction; which apply to a sentence says
 * the token of its target language, with which its source begins.
 */
final class Shortlist {

    private static final String SINGLE = "shortlist.safetensors";

    /** By the token of the target language; under {@link #ANY} what applies to sources without one. */
    private final Map<Integer, List<Direction>> directions;

    private static final int ANY = -1;

    private record Direction(int[] always, int[] offsets, int[] targets) {}

    private Shortlist(Map<Integer, List<Direction>> directions) {
        this.directions = directions;
    }

    /** Empty where the model's folder has none. */
    static Optional<Shortlist> read(ModelFiles files, Seq2SeqConfig config) {
        if (files.has(SINGLE)) {
            return Optional.of(new Shortlist(Map.of(ANY, List.of(direction(files, SINGLE, config)))));
        }
        Map<Integer, List<Direction>> found = new HashMap<>();
        for (Map.Entry<String, Integer> language : languages(files).entrySet()) {
            for (String source : Locale.getISOLanguages()) {
                String name = "shortlist." + source + "-" + language.getKey() + ".safetensors";
                if (files.has(name)) {
                    Direction direction = direction(files, name, config);
                    found.computeIfAbsent(language.getValue(), unused -> new ArrayList<>())
                            .add(direction);
                    found.computeIfAbsent(ANY, unused -> new ArrayList<>()).add(direction);
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new Shortlist(found));
    }

    /** The tokens of the languages that a Marian vocabulary writes, by their two-letter codes. */
    private static Map<String, Integer> languages(ModelFiles files) {
        Map<String, Integer> tokens = new HashMap<>();
        if (!files.has("vocab.json")) {
            return tokens;
        }
        Map<String, Integer> ids = new HashMap<>();
        files.json("vocab.json")
                .properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        var written = MarianTokenizer.languages(ids.keySet());
        if (written.isEmpty()) {
            return tokens;
        }
        for (String code : Locale.getISOLanguages()) {
            LanguageCode.among(written, code).ifPresent(name -> tokens.put(code, ids.get(">>" + name + "<<")));
        }
        return tokens;
    }

    private static Direction direction(ModelFiles files, String name, Seq2SeqConfig config) {
        try (IntArrays arrays = IntArrays.open(files.require(name))) {
            Direction read = new Direction(arrays.read("always"), arrays.read("offsets"), arrays.read("targets"));
            check(name, read.offsets().length == config.vocabSize() + 1, "offsets for another vocabulary");
            check(name, read.offsets()[0] == 0, "offsets that do not begin with 0");
            for (int i = 1; i < read.offsets().length; i++) {
                check(name, read.offsets()[i] >= read.offsets()[i - 1], "offsets that go back");
            }
            check(name, read.offsets()[config.vocabSize()] == read.targets().length, "offsets beyond its targets");
            check(name, read.always().length > 0, "no token for every sentence");
            checkTokens(name, read.always(), config);
            checkTokens(name, read.targets(), config);
            return read;
        }
    }

    private static void checkTokens(String name, int[] tokens, Seq2SeqConfig config) {
        for (int token : tokens) {
            check(name, token >= 0 && token < config.targetVocabSize(), "token " + token);
        }
    }

    private static void check(String name, boolean right, String what) {
        if (!right) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    name + " has " + what + ", which does not fit the model; fetch the file again or delete it");
        }
    }

    /** The target tokens for a source. */
    BitSet of(int[] source) {
        BitSet tokens = new BitSet();
        List<Direction> all = directions.getOrDefault(ANY, List.of());
        for (Direction direction : directions.getOrDefault(source[0], all)) {
            for (int token : direction.always()) {
                tokens.set(token);
            }
            for (int id : source) {
                for (int i = direction.offsets()[id]; i < direction.offsets()[id + 1]; i++) {
                    tokens.set(direction.targets()[i]);
                }
            }
        }
        return tokens;
    }
}
