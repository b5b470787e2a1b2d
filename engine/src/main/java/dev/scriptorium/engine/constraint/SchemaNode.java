package dev.scriptorium.engine.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A part of a JSON schema, checked as it is read.
 *
 * @param place its JSON pointer with a {@code #} before it
 */
record SchemaNode(JsonNode json, String place) {

    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions");

    FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, "The JSON schema at " + place + ": " + reason);
    }

    boolean has(String key) {
        return json.has(key);
    }

    /** Fails at a keyword that would change what is meant and is not among these. */
    void allow(String what, Set<String> keywords) {
        for (String key : (Iterable<String>) json::fieldNames) {
            if (!keywords.contains(key) && !ANNOTATIONS.contains(key)) {
                throw bad("`" + key + "` is not supported " + what);
            }
        }
    }

    SchemaNode child(String key) {
        return new SchemaNode(json.path(key), place + "/" + escaped(key));
    }

    /** Schemas by number. */
    List<SchemaNode> children(String key) {
        JsonNode list = json.path(key);
        if (!list.isArray() || list.isEmpty()) {
            throw bad("`" + key + "` must be a list of at least one");
        }
        List<SchemaNode> children = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            children.add(new SchemaNode(list.get(i), place + "/" + key + "/" + i));
        }
        return children;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** A count, such as that of {@code maxItems}. */
    int count(String key, int otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.path(key);
        if (!value.isNumber() || value.decimalValue().stripTrailingZeros().scale() > 0 || value.doubleValue() < 0) {
            throw bad("`" + key + "` must be a whole number from 0 on");
        }
        return (int) Math.min(Integer.MAX_VALUE - 1, value.doubleValue());
    }

    /** A bound of whole numbers, rounded into the range. */
    long bound(String key, RoundingMode rounding, long otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.path(key);
        if (!value.isNumber()) {
            throw bad("`" + key + "` must be a number");
        }
        BigDecimal rounded = value.decimalValue().setScale(0, rounding);
        if (rounded.precision() > JsonRules.DIGITS) {
            throw bad("`" + key + "` must have at most " + JsonRules.DIGITS + " digits");
        }
        return rounded.longValue();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (has(key) && !json.path(key).isArray()) {
            throw bad("`" + key + "` must be a list of texts");
        }
        for (JsonNode text : json.path(key)) {
            if (!text.isTextual()) {
                throw bad("`" + key + "` must be a list of texts");
            }
            texts.add(text.asText());
        }
        return texts;
    }
}
