package dev.scriptorium.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The small tokenizers among the test resources, and what transformers computed with them. */
final class TestTokenizers {

    private TestTokenizers() {}

    static Path folder(String name) {
        try {
            return Path.of(
                    TestTokenizers.class.getResource("/tokenizers/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static List<int[]> ids(JsonNode rows) {
        List<int[]> ids = new ArrayList<>();
        for (JsonNode row : rows) {
            int[] values = new int[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i).asInt();
            }
            ids.add(values);
        }
        return ids;
    }
}
