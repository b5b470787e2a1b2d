package dev.scriptorium.engine.constraint;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.scriptorium.engine.constraint.Grammar.Rule;
import java.util.List;

/** An object with given properties, in their order. */
final class ObjectRule {

    /** A property and what its value must follow. */
    record Property(String name, Rule value, boolean required) {

        String beginning() {
            return new TextNode(name) + ":";
        }
    }

    private final GrammarBuilder builder;
    private final JsonRules json;
    private final Rule object;

    ObjectRule(GrammarBuilder builder, JsonRules json, Rule object) {
        this.builder = builder;
        this.json = json;
        this.object = object;
    }

    void add(List<Property> properties) {
        boolean first = true;
        int before = builder.state();
        for (Property property : properties) {
            int value = builder.state();
            int behind = builder.state();
            if (first) {
                json.spaced(object.start(), "{" + property.beginning(), value);
            }
            json.spaced(before, "," + property.beginning(), value);
            json.spaced(before, ", " + property.beginning(), value);
            builder.call(value, property.value(), behind);
            if (!property.required()) {
                builder.empty(before, behind);
            }
            first &= !property.required();
            before = behind;
        }
        builder.literal(before, "}", object.end());
        if (first) {
            builder.literal(object.start(), "{}", object.end());
        }
    }
}
