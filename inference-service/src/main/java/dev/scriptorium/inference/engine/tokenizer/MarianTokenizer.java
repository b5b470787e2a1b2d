package dev.scriptorium.inference.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.engine.files.ModelFiles;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Marian model's tokenizer: pieces by {@code source.spm}, ids by {@code vocab.json}. Safe for many threads.
 *
 * <p>Ids equal those of transformers' MarianTokenizer, with one exception on purpose: what looks like a special token in
 * the text, such as {@code </s>}, is text. Only a target language such as {@code >>deu<<} at the start is a token, where
 * the vocabulary has it; it goes before the target language that is said beside the text.
 */
public final class MarianTokenizer implements GenerationTokenizer {

    private static final String END = "</s>";
    private static final String UNKNOWN = "<unk>";
    private static final String PADDING = "<pad>";

    private final SentencePiece source;
    private final Map<String, Integer> ids;
    private final Map<Integer, String> targets;
    private final Set<String> targetLanguages;
    private final Set<Integer> special;
    private final int end;
    private final int unknown;

    private MarianTokenizer(SentencePiece source, Map<String, Integer> ids, Map<String, Integer> targetIds) {
        this.source = source;
        this.ids = ids;
        this.end = special(ids, END);
        this.unknown = special(ids, UNKNOWN);
        this.special = Set.of(end, unknown, special(ids, PADDING));
        this.targetLanguages = languages(ids.keySet());
        this.targets = new HashMap<>();
        targetIds.forEach((text, id) -> targets.put(id, text));
    }

    public static MarianTokenizer read(ModelFiles files) {
        SentencePiece source = SentencePieceFile.read(files.bytes("source.spm"), "source.spm");
        Map<String, Integer> ids = vocabulary(files, "vocab.json");
        JsonNode config = files.has("tokenizer_config.json")
                ? files.json("tokenizer_config.json")
                : JsonNodeFactory.instance.objectNode();
        boolean separate = config.path("separate_vocabs").asBoolean(false);
        return new MarianTokenizer(source, ids, separate ? vocabulary(files, "target_vocab.json") : ids);
    }

    private static Map<String, Integer> vocabulary(ModelFiles files, String name) {
        Map<String, Integer> ids = new HashMap<>();
        files.json(name).properties().forEach(entry -> {
            if (!entry.getValue().canConvertToInt() || entry.getValue().intValue() < 0) {
                throw new FailureException(FailureCode.MODEL_CORRUPT, name + " gives a piece an id that is no number");
            }
            ids.put(entry.getKey(), entry.getValue().intValue());
        });
        return ids;
    }

    private static int special(Map<String, Integer> ids, String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, "vocab.json has no " + token);
        }
        return id;
    }

    /** The languages that a vocabulary's tokens of the form {@code >>deu<<} name. */
    public static Set<String> languages(Collection<String> vocabulary) {
        return vocabulary.stream()
                .filter(token -> token.length() > 4 && token.startsWith(">>") && token.endsWith("<<"))
                .map(token -> token.substring(2, token.length() - 2))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The text's ids, the end token last. */
    @Override
    public int[] encode(String text, Languages languages) {
        List<Integer> encoded = new ArrayList<>();
        String rest = text;
        int close = text.startsWith(">>") ? text.indexOf("<<") : -1;
        Integer language = close < 0 ? null : ids.get(text.substring(0, close + 2));
        if (language != null) {
            encoded.add(language);
            rest = text.substring(close + 2);
        } else if (!languages.target().isEmpty() && !targetLanguages.isEmpty()) {
            encoded.add(ids.get(">>" + target(languages.target()) + "<<"));
        }
        for (String piece : source.encode(rest)) {
            Integer id = ids.get(piece);
            encoded.add(id == null || special.contains(id) ? unknown : id);
        }
        encoded.add(end);
        return encoded.stream().mapToInt(Integer::intValue).toArray();
    }

    private String target(String wanted) {
        return LanguageCode.among(targetLanguages, wanted)
                .orElseThrow(() -> new FailureException(
                        FailureCode.LANGUAGE_PAIR_UNAVAILABLE,
                        "The model does not write " + wanted + "; it writes " + new TreeSet<>(targetLanguages)));
    }

    /** None: Marian models read the target language before the text. */
    @Override
    public OptionalInt forcedFirstToken(Languages languages) {
        return OptionalInt.empty();
    }

    @Override
    public String decode(int[] written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : written) {
            String piece = targets.get(id);
            if (piece == null || special.contains(id)) {
                continue;
            }
            if (piece.length() == 6 && piece.startsWith("<0x") && piece.endsWith(">")) {
                bytes.write(Integer.parseInt(piece.substring(3, 5), 16));
            } else {
                bytes.writeBytes(piece.getBytes(UTF_8));
            }
        }
        return bytes.toString(UTF_8).replace(Normalizer.SPACE_SYMBOL, " ").strip();
    }
}
