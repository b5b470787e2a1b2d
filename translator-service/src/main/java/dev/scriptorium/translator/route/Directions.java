package dev.scriptorium.translator.route;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.inference.v1.LanguagePair;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The directions in which models translate, at one moment. A direct model goes before a pivot; of several models for one
 * direction the one that serves the fewest is taken, then the first by name, so that every worker chooses alike.
 */
public final class Directions {

    private final Map<String, Leg> legs;
    private final String pivot;

    private Directions(Map<String, Leg> legs, String pivot) {
        this.legs = legs;
        this.pivot = pivot;
    }

    /** Of the models that can serve. */
    public static Directions of(List<ModelDescription> models, String pivot) {
        Map<String, Leg> legs = new TreeMap<>();
        models.stream()
                .filter(model -> model.getTask() == ModelTask.MODEL_TASK_GENERATE
                        && model.getUnavailableReason().isEmpty())
                .sorted(Comparator.comparingInt(ModelDescription::getLanguagePairsCount)
                        .thenComparing(ModelDescription::getName))
                .forEach(model -> {
                    for (LanguagePair pair : model.getLanguagePairsList()) {
                        legs.putIfAbsent(
                                pair(pair.getSource(), pair.getTarget()),
                                new Leg(model.getName(), pair.getSource(), pair.getTarget()));
                    }
                });
        return new Directions(legs, pivot);
    }

    /** The way between two languages, empty where there is none. */
    public Optional<Route> find(String source, String target) {
        Leg direct = legs.get(pair(source, target));
        if (direct != null) {
            return Optional.of(new Route(List.of(direct)));
        }
        Leg first = legs.get(pair(source, pivot));
        Leg second = legs.get(pair(pivot, target));
        return first == null || second == null ? Optional.empty() : Optional.of(new Route(List.of(first, second)));
    }

    /** All ways, direct ones first, each kind in alphabetical order. */
    public List<Route> all() {
        TreeSet<String> sources =
                legs.values().stream().map(Leg::source).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> targets =
                legs.values().stream().map(Leg::target).collect(Collectors.toCollection(TreeSet::new));
        return sources.stream()
                .flatMap(source -> targets.stream()
                        .filter(target -> !target.equals(source))
                        .map(target -> find(source, target)))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(route -> route.legs().size()))
                .toList();
    }

    /** Why there is no way: names the pair and what there is. A source that is empty was not recognised. */
    public FailureException unavailable(String source, String target) {
        String wanted = source.isEmpty()
                ? "The language of the text was not recognised, so that nothing translates it to " + target
                : "No model translates from " + source + " to " + target + ", and none through " + pivot;
        String available =
                legs.isEmpty() ? "no model translates at all" : "available: " + String.join(", ", legs.keySet());
        return new FailureException(FailureCode.LANGUAGE_PAIR_UNAVAILABLE, wanted + "; " + available + ".");
    }

    private static String pair(String source, String target) {
        return source + ">" + target;
    }
}
