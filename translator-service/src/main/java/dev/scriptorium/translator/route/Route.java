package dev.scriptorium.translator.route;

import java.util.List;
import java.util.stream.Stream;

/** A way from one language to another: one leg, or two through a pivot language. */
public record Route(List<Leg> legs) {

    public Route {
        legs = List.copyOf(legs);
        if (legs.isEmpty() || legs.size() > 2) {
            throw new IllegalArgumentException("a route has one leg or two: " + legs);
        }
        if (legs.size() == 2 && !legs.getFirst().target().equals(legs.getLast().source())) {
            throw new IllegalArgumentException("a leg begins where the one before it ends: " + legs);
        }
    }

    /** The languages gone through, the first and the last included. */
    public List<String> path() {
        return Stream.concat(Stream.of(legs.getFirst().source()), legs.stream().map(Leg::target))
                .toList();
    }

    /** One for each leg; 0: none. */
    public List<Float> scoreThresholds() {
        return legs.stream().map(Leg::scoreThreshold).toList();
    }

    public List<String> models() {
        return legs.stream().map(Leg::model).toList();
    }

    /** One for each model. */
    public List<String> modelDigests() {
        return legs.stream().map(Leg::digest).toList();
    }
}
