package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * A {@code tokenizer.json}: its vocabulary, and its text as the native library is given it.
 *
 * <p>That text differs from the file in four points. Normalizers with an empty character map are left out, as transformers
 * leaves them out when it converts a tokenizer. Special tokens have names that no text holds, so that {@code </s>} in a text
 * is text, while all ids stay. Truncation and padding are the engine's own. Decoding is done in Java.
 */
final class TokenizerFile {

    static final String NAME = "tokenizer.json";

    private final ObjectNode json;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, String> tokens = new HashMap<>();
    private final Set<Integer> special = new HashSet<>();

    private TokenizerFile(ObjectNode json) {
        this.json = json;
    }

    static TokenizerFile read(ModelFiles files) {
        JsonNode node = files.json(NAME);
        if (!(node instanceof ObjectNode json) || !(json.path("model") instanceof ObjectNode model)) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, NAME + " describes no tokenizer; fetch the file again");
        }
        model.put("type", type(model)).putNull("dropout");
        json.putNull("truncation").putNull("padding");
        json.set("normalizer", withoutEmptyMaps(json.path("normalizer")));
        new TokenizerSchema(json).check();
        TokenizerFile file = new TokenizerFile(json);
        file.index();
        return file;
    }

    /** Files of old do not name their model's type. */
    private static String type(ObjectNode model) {
        if (model.path("type").isTextual()) {
            return model.path("type").asText();
        }
        if (model.path("vocab").isArray()) {
            return "Unigram";
        }
        return model.has("merges") ? "BPE" : model.has("max_input_chars_per_word") ? "WordPiece" : "WordLevel";
    }

    private static JsonNode withoutEmptyMaps(JsonNode normalizer) {
        if (normalizer.isMissingNode() || isEmptyMap(normalizer)) {
            return NullNode.getInstance();
        }
        if (normalizer instanceof ObjectNode sequence && normalizer.path("normalizers") instanceof ArrayNode parts) {
            ArrayNode kept = parts.arrayNode();
            parts.forEach(part -> {
                if (!isEmptyMap(part)) {
                    kept.add(withoutEmptyMaps(part));
                }
            });
            sequence.set("normalizers", kept);
        }
        return normalizer;
    }

    private static boolean isEmptyMap(JsonNode normalizer) {
        JsonNode map = normalizer.path("precompiled_charsmap");
        return normalizer.path("type").asText().equals("Precompiled")
                && (map.isNull() || map.isTextual() && map.asText().isEmpty());
    }

    private void index() {
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary.isArray()) {
            for (int id = 0; id < vocabulary.size(); id++) {
                add(vocabulary.get(id).get(0).asText(), id);
            }
        } else {
            vocabulary
                    .properties()
                    .forEach(entry -> add(entry.getKey(), entry.getValue().asInt()));
        }
        for (JsonNode token : json.path("added_tokens")) {
            add(token.path("content").asText(), token.path("id").asInt());
            if (token.path("special").asBoolean()) {
                special.add(token.path("id").asInt());
            }
        }
    }

    private void add(String token, int id) {
        ids.put(token, id);
        tokens.put(id, token);
    }

    /** BPE, Unigram, WordPiece or WordLevel. */
    String type() {
        return json.path("model").path("type").asText();
    }

    /** What tokens begin with that go on with a word; empty where they are not marked. */
    String continuation() {
        JsonNode prefix = json.path("model").path("continuing_subword_prefix");
        return prefix.isTextual() ? prefix.asText() : "";
    }

    /** The id of what the vocabulary does not have; below 0 where nothing stands for it. */
    int unknown() {
        JsonNode model = json.path("model");
        return model.has("unk_id")
                ? model.path("unk_id").asInt(-1)
                : ids.getOrDefault(model.path("unk_token").asText(""), -1);
    }

    JsonNode json() {
        return json;
    }

    JsonNode decoder() {
        return json.path("decoder");
    }

    Map<String, Integer> ids() {
        return ids;
    }

    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    Map<Integer, String> tokens() {
        return tokens;
    }

    Set<Integer> special() {
        return special;
    }

    /** Makes this the tokenizer of what goes on with a text; false where the beginning of a text is nothing special. */
    boolean continuing() {
        return continuing(json.path("pre_tokenizer"));
    }

    private static boolean continuing(JsonNode preTokenizer) {
        boolean changed = false;
        for (JsonNode part : preTokenizer.path("pretokenizers")) {
            changed |= continuing(part);
        }
        if (preTokenizer instanceof ObjectNode node
                && node.path("type").asText().equals("Metaspace")
                && node.path("prepend_scheme").asText().equals("first")) {
            node.put("prepend_scheme", "never");
            return true;
        }
        return changed;
    }

    /** What the native library is given; may be asked for once. */
    byte[] forNativeLibrary() {
        String nowhere = "\uFFFF" + UUID.randomUUID();
        ObjectNode model = (ObjectNode) json.path("model");
        json.putNull("decoder");
        ArrayNode kept = json.arrayNode();
        for (JsonNode token : json.path("added_tokens")) {
            String content = token.path("content").asText();
            if (!token.path("special").asBoolean()) {
                kept.add(token);
            } else if (!hide(model, content, nowhere)) {
                // The library numbers tokens outside the vocabulary one after the other.
                kept.add(((ObjectNode) token).put("content", nowhere + content));
            }
        }
        json.set("added_tokens", kept);
        return json.toString().getBytes(UTF_8);
    }

    /** Renames the vocabulary's entry; false where it has none. */
    private boolean hide(ObjectNode model, String token, String prefix) {
        JsonNode vocabulary = model.path("vocab");
        if (vocabulary instanceof ObjectNode byName) {
            if (!byName.has(token)) {
                return false;
            }
            if (!model.path("unk_token").asText("").equals(token)) {
                byName.set(prefix + token, byName.remove(token));
            }
            return true;
        }
        for (JsonNode piece : vocabulary) {
            if (piece.get(0).asText().equals(token)) {
                ((ArrayNode) piece).set(0, prefix + token);
                return true;
            }
        }
        return false;
    }
}
