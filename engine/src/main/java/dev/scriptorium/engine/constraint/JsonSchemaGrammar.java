package dev.scriptorium.engine.constraint;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.constraint.Grammar.Rule;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JSON schema (2020-12) as a grammar. What the grammar takes, the schema admits; not all that the schema admits is taken:
 * properties stand in the order of the schema, and only those that it names are written.
 */
final class JsonSchemaGrammar {

    private static final Set<String> OBJECT = Set.of("properties", "required", "additionalProperties");
    private static final Set<String> ARRAY = Set.of("items", "minItems", "maxItems");
    private static final Set<String> STRING = Set.of("minLength", "maxLength", "pattern");
    private static final Set<String> INTEGER = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
    private static final List<String> TYPES =
            List.of("object", "array", "string", "integer", "number", "boolean", "null");
    private static final Set<String> BY_TYPE = Stream.of(OBJECT, ARRAY, STRING, INTEGER, Set.of("type"))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private final JsonNode root;
    private final GrammarBuilder builder;
    private final JsonRules json;
    /** By place, also while they are being made, so that a schema may refer to one around it. */
    private final Map<String, Rule> rules = new HashMap<>();
    /** The places that a place stands for without a byte of its own. */
    private final Map<String, List<String>> aliases = new HashMap<>();

    JsonSchemaGrammar(JsonNode root, GrammarBuilder builder) {
        this.root = root;
        this.builder = builder;
        this.json = new JsonRules(builder);
    }

    Grammar grammar() {
        Rule rule = rule(new SchemaNode(root, "#"));
        Set<String> checked = new HashSet<>();
        aliases.keySet().forEach(place -> check(place, new LinkedHashSet<>(), checked));
        return builder.build(rule);
    }

    /** A reference that leads back to itself would never come to a byte. */
    private void check(String place, LinkedHashSet<String> way, Set<String> checked) {
        if (!way.add(place)) {
            throw new SchemaNode(root, place).bad("it refers to itself");
        }
        if (checked.add(place)) {
            aliases.getOrDefault(place, List.of()).forEach(next -> check(next, way, checked));
        }
        way.remove(place);
    }

    private Rule rule(SchemaNode schema) {
        Rule known = rules.get(schema.place());
        if (known == null) {
            known = builder.rule();
            rules.put(schema.place(), known);
            fill(known, schema);
        }
        return known;
    }

    private void fill(Rule rule, SchemaNode schema) {
        if (schema.json().isBoolean() && schema.json().asBoolean()) {
            builder.call(rule.start(), json.value(), rule.end());
            return;
        }
        if (!schema.json().isObject()) {
            throw schema.bad("a schema must be an object, or true");
        }
        if (schema.has("$ref")) {
            schema.allow("beside `$ref`", Set.of("$ref"));
            alias(rule, schema, target(schema));
        } else if (schema.has("anyOf")) {
            schema.allow("beside `anyOf`", Set.of("anyOf"));
            schema.children("anyOf").forEach(option -> alias(rule, schema, option));
        } else if (schema.has("const") || schema.has("enum")) {
            values(rule, schema);
        } else {
            byType(rule, schema);
        }
    }

    private void alias(Rule rule, SchemaNode schema, SchemaNode target) {
        aliases.computeIfAbsent(schema.place(), place -> new ArrayList<>()).add(target.place());
        builder.call(rule.start(), rule(target), rule.end());
    }

    private SchemaNode target(SchemaNode schema) {
        String reference = schema.json().path("$ref").asText();
        if (reference.equals("#")) {
            return new SchemaNode(root, "#");
        }
        JsonNode target = reference.startsWith("#/") ? root.at(JsonPointer.compile(reference.substring(1))) : null;
        if (target == null || target.isMissingNode()) {
            throw schema.bad("`$ref` is `" + reference + "`, which is no place in this schema such as `#/$defs/name`");
        }
        return new SchemaNode(target, reference);
    }

    /** The values that are listed, those of another type left out. */
    private void values(Rule rule, SchemaNode schema) {
        boolean one = schema.has("const");
        schema.allow(one ? "beside `const`" : "beside `enum`", Set.of(one ? "const" : "enum", "type"));
        List<SchemaNode> values = one ? List.of(schema.child("const")) : schema.children("enum");
        List<String> types = types(schema);
        for (SchemaNode value : values) {
            JsonNode content = value.json();
            if (content.isDouble() && !Double.isFinite(content.asDouble())) {
                throw value.bad("the number is too large");
            }
            if (types.isEmpty() || types.stream().anyMatch(type -> isOf(content, type))) {
                builder.literal(rule.start(), content.toString(), rule.end());
            }
        }
    }

    private static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    /** None where the schema does not say. */
    private static List<String> types(SchemaNode schema) {
        if (!schema.has("type")) {
            return List.of();
        }
        List<String> types = schema.json().path("type").isTextual()
                ? List.of(schema.json().path("type").asText())
                : schema.texts("type");
        if (types.isEmpty() || !TYPES.containsAll(types)) {
            throw schema.bad("`type` must be one or some of " + String.join(", ", TYPES));
        }
        return types;
    }

    private void byType(Rule rule, SchemaNode schema) {
        schema.allow("here", BY_TYPE);
        List<String> types = types(schema);
        if (types.isEmpty()) {
            types = Stream.of(
                            schema.json().properties().stream().anyMatch(key -> OBJECT.contains(key.getKey()))
                                    ? "object"
                                    : "",
                            schema.json().properties().stream().anyMatch(key -> ARRAY.contains(key.getKey()))
                                    ? "array"
                                    : "",
                            schema.json().properties().stream().anyMatch(key -> STRING.contains(key.getKey()))
                                    ? "string"
                                    : "",
                            schema.json().properties().stream().anyMatch(key -> INTEGER.contains(key.getKey()))
                                    ? "integer"
                                    : "")
                    .filter(type -> !type.isEmpty())
                    .toList();
        }
        if (types.isEmpty()) {
            builder.call(rule.start(), json.value(), rule.end());
        }
        for (String type : types) {
            switch (type) {
                case "object" -> object(rule, schema);
                case "array" -> array(rule, schema);
                case "string" -> string(rule, schema);
                case "integer" -> integer(rule, schema);
                case "number" -> number(rule, schema);
                case "boolean" -> json.literals(rule, "true", "false");
                default -> json.literals(rule, "null");
            }
        }
    }

    private void array(Rule rule, SchemaNode schema) {
        int least = schema.count("minItems", 0);
        int most = schema.count("maxItems", Integer.MAX_VALUE);
        if (least > most) {
            throw schema.bad("`minItems` is " + least + " and `maxItems` " + most);
        }
        json.list(rule, schema.has("items") ? rule(schema.child("items")) : json.value(), least, most);
    }

    private void string(Rule rule, SchemaNode schema) {
        if (schema.has("pattern")) {
            pattern(rule, schema);
            return;
        }
        int least = schema.count("minLength", 0);
        int most = schema.count("maxLength", Integer.MAX_VALUE);
        if (least > most) {
            throw schema.bad("`minLength` is " + least + " and `maxLength` " + most);
        }
        json.text(rule, least, most);
    }

    private void pattern(Rule rule, SchemaNode schema) {
        if (schema.has("minLength") || schema.has("maxLength")) {
            throw schema.bad("`minLength` and `maxLength` are not supported beside `pattern`; write counts into it");
        }
        if (!schema.json().path("pattern").isTextual()) {
            throw schema.bad("`pattern` must be a text");
        }
        try {
            new PatternRule(builder).add(rule, schema.json().path("pattern").asText());
        } catch (IllegalArgumentException e) {
            throw schema.bad("`pattern`: " + e.getMessage());
        }
    }

    private void integer(Rule rule, SchemaNode schema) {
        long limit = Long.parseLong("9".repeat(JsonRules.DIGITS));
        long least = Math.max(
                schema.bound("minimum", RoundingMode.CEILING, -limit),
                schema.bound("exclusiveMinimum", RoundingMode.FLOOR, -limit - 1) + 1);
        long most = Math.min(
                schema.bound("maximum", RoundingMode.FLOOR, limit),
                schema.bound("exclusiveMaximum", RoundingMode.CEILING, limit + 1) - 1);
        if (least > most) {
            throw schema.bad("no whole number is from " + least + " to " + most);
        }
        if (least == -limit && most == limit) {
            builder.call(rule.start(), json.integer(), rule.end());
        } else {
            new WholeNumbers(builder, rule).add(least, most);
        }
    }

    private void number(Rule rule, SchemaNode schema) {
        for (String bound : INTEGER) {
            if (schema.has(bound)) {
                throw schema.bad("`" + bound + "` is not supported for the type number, only for integer");
            }
        }
        builder.call(rule.start(), json.number(), rule.end());
    }

    private void object(Rule rule, SchemaNode schema) {
        if (schema.has("properties") && !schema.json().path("properties").isObject()) {
            throw schema.bad("`properties` must be an object");
        }
        List<String> required = schema.texts("required");
        LinkedHashSet<String> names = new LinkedHashSet<>();
        schema.json().path("properties").fieldNames().forEachRemaining(names::add);
        names.addAll(required);
        SchemaNode other = schema.child("additionalProperties");
        boolean closed = other.json().isBoolean() && !other.json().asBoolean();
        if (names.isEmpty() && !closed) {
            json.map(rule, other.json().isMissingNode() ? json.value() : rule(other));
            return;
        }
        List<ObjectRule.Property> properties = new ArrayList<>();
        for (String name : names) {
            SchemaNode property = schema.child("properties").child(name);
            if (property.json().isMissingNode() && closed) {
                throw schema.bad("`required` has `" + name + "`, which `properties` lacks");
            }
            Rule value = !property.json().isMissingNode()
                    ? rule(property)
                    : other.json().isMissingNode() ? json.value() : rule(other);
            properties.add(new ObjectRule.Property(name, value, required.contains(name)));
        }
        new ObjectRule(builder, json, rule).add(properties);
    }
}
