package dev.scriptorium.engine.constraint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Schemas of all keywords that are known, drawn by a seed. */
final class RandomSchemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES =
            List.of("name", "age", "größe", "a b", "quote\"", "tab\t", "日本", "😀", "x", "longer name of a property");

    private static final List<String> PATTERNS =
            List.of("^[A-Z]{2}-\\d{1,4}$", "^(?:ja|nein|vielleicht)$", "b+[^x]?", "^.{2,8}$", "^größe", "€$");

    private final Random random;

    RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode next() {
        ObjectNode root = schema(3);
        ObjectNode definitions = root.putObject("$defs");
        definitions.set("leaf", schema(0));
        ObjectNode tree = definitions.putObject("tree").put("type", "object").put("additionalProperties", false);
        ObjectNode properties = tree.putObject("properties");
        properties.putObject("value").put("type", "integer");
        properties.putObject("below").put("type", "array").putObject("items").put("$ref", "#/$defs/tree");
        tree.putArray("required").add("value");
        return root;
    }

    private ObjectNode schema(int depth) {
        ObjectNode schema = JSON.objectNode();
        switch (random.nextInt(depth == 0 ? 8 : 13)) {
            case 0 -> text(schema.put("type", "string"));
            case 1 -> {
                int least = random.nextInt(2000) - 1000;
                schema.put("type", "integer").put("minimum", least).put("maximum", least + random.nextInt(500));
            }
            case 2 -> schema.put("type", "number");
            case 3 -> schema.put("type", "boolean");
            case 4 -> {
                ArrayNode values = schema.putArray("enum");
                NAMES.subList(0, 1 + random.nextInt(NAMES.size())).forEach(values::add);
            }
            case 5 -> {
                schema.putArray("type").add("string").add("null");
                text(schema);
            }
            case 6 -> schema.put("const", NAMES.get(random.nextInt(NAMES.size())));
            case 7 -> schema.put("type", "integer");
            case 8 -> {
                int least = random.nextInt(3);
                schema.put("type", "array").put("minItems", least).put("maxItems", least + random.nextInt(3));
                schema.set("items", schema(depth - 1));
            }
            case 9 -> {
                ArrayNode options = schema.putArray("anyOf");
                for (int i = random.nextInt(3); i >= 0; i--) {
                    options.add(schema(depth - 1));
                }
            }
            case 10 -> schema.put("$ref", random.nextBoolean() ? "#/$defs/leaf" : "#/$defs/tree");
            default -> object(schema, depth);
        }
        return schema;
    }

    private void text(ObjectNode schema) {
        if (random.nextInt(4) == 0) {
            schema.put("pattern", PATTERNS.get(random.nextInt(PATTERNS.size())));
            return;
        }
        int least = random.nextInt(4);
        if (random.nextBoolean()) {
            schema.put("minLength", least);
        }
        if (random.nextBoolean()) {
            schema.put("maxLength", least + random.nextInt(20));
        }
    }

    private void object(ObjectNode schema, int depth) {
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            if (!properties.has(name)) {
                properties.set(name, schema(depth - 1));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
    }
}
