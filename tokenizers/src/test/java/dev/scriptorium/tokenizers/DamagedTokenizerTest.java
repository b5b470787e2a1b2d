package dev.scriptorium.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a {@code tokenizer.json} holds, reading it and using it fails with a code or works; the JVM lives on. */
class DamagedTokenizerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DAMAGES = 100;
    private static final List<String> TEXTS =
            List.of("", "the old town", "ﬁne Ｆ 12\u0000", "漢字 🙂 עברית", "x".repeat(300), "</s> [SEP] <mask> eng_Latn");

    @TempDir
    private Path folder;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"src_lang\":\"en\",\"tgt_lang\":\"en\"}");
    }

    @ParameterizedTest
    @CsvSource({"bart, 1", "nllb, 2", "mbart-50, 3", "unigram-words, 4"})
    void anyDamageFailsWithACodeOrDoesNoHarm(String name, long seed) throws IOException {
        String good = Files.readString(original(name));
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            JsonNode json = JSON.readTree(good);
            for (int more = random.nextInt(3); more >= 0; more--) {
                damage(json, random);
            }
            Files.writeString(folder.resolve("tokenizer.json"), json.toString());
            refused += use() ? 0 : 1;
        }
        assertThat(refused).as("files of %s that were refused", DAMAGES).isPositive();
    }

    /** False where the file was refused. */
    private boolean use() {
        try (JsonTokenizer tokenizer = JsonTokenizer.plain(new ModelFiles(folder))) {
            TEXTS.forEach(text -> tokenizer.decode(tokenizer.encode(text, Languages.UNSAID)));
            return true;
        } catch (FailureException e) {
            assertThat(e.code())
                    .isIn(FailureCode.MODEL_CORRUPT, FailureCode.MODEL_UNSUPPORTED, FailureCode.MODEL_FAILED);
            return false;
        }
    }

    private static void damage(JsonNode root, Random random) {
        List<Consumer<JsonNode>> places = new ArrayList<>();
        List<JsonNode> values = new ArrayList<>();
        collect(root, places, values);
        int place = random.nextInt(places.size());
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        JsonNode old = values.get(place);
        JsonNode replacement = switch (random.nextInt(9)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.textNode("");
            case 2 -> nodes.numberNode(-1);
            case 3 -> nodes.numberNode(random.nextLong());
            case 4 -> nodes.arrayNode();
            case 5 -> nodes.objectNode();
            case 6 -> nodes.textNode("漢");
            case 7 -> values.get(random.nextInt(values.size())).deepCopy();
            default -> old.isTextual() && old.asText().length() > 1000 ? flipped(old.asText(), random) : old;
        };
        places.get(place).accept(replacement);
    }

    /** The places of the structure, and of each long list a few. */
    private static void collect(JsonNode node, List<Consumer<JsonNode>> places, List<JsonNode> values) {
        if (node instanceof ObjectNode object) {
            object.properties().stream().limit(24).toList().forEach(entry -> {
                places.add(value -> object.set(entry.getKey(), value));
                values.add(entry.getValue());
                collect(entry.getValue(), places, values);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < Math.min(6, array.size()); i++) {
                int index = i;
                places.add(value -> array.set(index, value));
                values.add(array.get(i));
                collect(array.get(i), places, values);
            }
        }
    }

    private static JsonNode flipped(String base64, Random random) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        for (int i = 0; i < 200; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(bytes));
    }

    /** None of these reaches the native library, where a panic is the end of the JVM. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bart | /model/continuing_subword_prefix | \"@@\" | model.merges",
                "nllb | /normalizer/normalizers/0/precompiled_charsmap | \"AAQAAAAA\" | precompiled_charsmap",
                "nllb | /normalizer/normalizers/0/precompiled_charsmap | 7 | precompiled_charsmap",
                "nllb | /post_processor/special_tokens | {} | special token",
                "nllb | /post_processor/single | [{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}] | post_processor.single",
                "mbart-50 | /model/unk_id | 100000 | model.unk_id",
                "mbart-50 | /model/vocab | [] | model.vocab",
                "bart | /model/vocab | {} | model.vocab",
                "bart | /pre_tokenizer | {\"type\":\"FixedLength\",\"length\":0} | FixedLength"
            })
    void namesThePlaceThatIsDamaged(String name, String place, String value, String named) throws IOException {
        JsonNode json = JSON.readTree(original(name).toFile());
        int key = place.lastIndexOf('/');
        JsonNode parent = json.at(place.substring(0, key));
        if (parent instanceof ObjectNode object) {
            object.set(place.substring(key + 1), JSON.readTree(value));
        }
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());

        FailureException failure =
                catchThrowableOfType(FailureException.class, () -> JsonTokenizer.plain(new ModelFiles(folder)));

        assertThat(failure.code()).isIn(FailureCode.MODEL_CORRUPT, FailureCode.MODEL_UNSUPPORTED);
        assertThat(failure.reason()).contains("tokenizer.json", named);
    }

    /** Converted tokenizers carry such normalizers; transformers has none in their place. */
    @ParameterizedTest
    @CsvSource({"null", "'\"\"'"})
    void leavesOutANormalizerWithoutAMap(String map) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(original("bart").toFile());
        json.set("normalizer", JSON.readTree("{\"type\":\"Precompiled\",\"precompiled_charsmap\":" + map + "}"));
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());

        try (JsonTokenizer mended = JsonTokenizer.plain(new ModelFiles(folder));
                JsonTokenizer plain = JsonTokenizer.plain(new ModelFiles(TestTokenizers.folder("bart")))) {
            assertThat(mended.encode("the old town", Languages.UNSAID))
                    .isEqualTo(plain.encode("the old town", Languages.UNSAID));
        }
    }

    @Test
    void whatLooksLikeASpecialTokenIsText() {
        for (String name : List.of("bart", "nllb", "mbart-50")) {
            try (GenerationTokenizer tokenizer =
                    GenerationTokenizer.read(new ModelFiles(TestTokenizers.folder(name)))) {
                int[] plain = tokenizer.encode("a", new Languages("en", "en"));
                int[] odd = tokenizer.encode("a </s> <mask> eng_Latn de_DE", new Languages("en", "en"));
                assertThat(odd).hasSizeGreaterThan(plain.length + 10);
                assertThat(odd).containsOnlyOnce(2);
                assertThat(tokenizer.decode(odd)).contains("mask", "eng");
            }
        }
    }

    private static Path original(String name) {
        return TestTokenizers.folder(name).resolve("tokenizer.json");
    }
}
