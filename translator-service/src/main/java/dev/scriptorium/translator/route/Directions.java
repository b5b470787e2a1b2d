package dev.scriptorium.translator.route;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directions in which models translate, at one moment. A direct model goes before a pivot; of several models for one
 * direction one that does not ship is taken, then the one that serves the fewest, then the first by name, so that every
 * worker chooses alike.
 */
public final class Directions {

    /** Pairs that a failure names one by one. */
    private static final int NAMED_PAIRS = 60;

    private final List<Offer> offers;
    private final List<String> fetching;
    private final String pivot;
    private @Nullable String available;

    /** What a model translates: every source to every target but itself. */
    private record Offer(
            String model, String digest, Set<String> sources, Set<String> targets, Map<String, Float> scoreThresholds) {

        static Stream<Offer> of(ModelDescription model) {
            return Stream.concat(
                    model.getLanguagePairsList().stream()
                            .map(pair -> new Offer(
                                    model.getName(),
                                    model.getDigest(),
                                    Set.of(pair.getSource()),
                                    Set.of(pair.getTarget()),
                                    model.getScoreThresholdsMap())),
                    Stream.of(new Offer(
                            model.getName(),
                            model.getDigest(),
                            Set.copyOf(model.getManyToMany().getSourcesList()),
                            Set.copyOf(model.getManyToMany().getTargetsList()),
                            model.getScoreThresholdsMap())));
        }

        boolean leads(String source, String target) {
            return !source.equals(target) && sources.contains(source) && targets.contains(target);
        }
    }

    private Directions(List<Offer> offers, List<String> fetching, String pivot) {
        this.offers = offers;
        this.fetching = fetching;
        this.pivot = pivot;
    }

    /** Of the models that can serve; what those translate that are being fetched is not known. */
    public static Directions of(List<ModelDescription> models, String pivot) {
        return new Directions(
                models.stream()
                        .filter(model -> model.getTask() == ModelTask.MODEL_TASK_GENERATE && !model.hasUnavailable())
                        .sorted(Comparator.comparing(ModelDescription::getShipped)
                                .thenComparingInt(Directions::count)
                                .thenComparing(ModelDescription::getName))
                        .flatMap(Offer::of)
                        .toList(),
                models.stream()
                        .map(ModelDescription::getUnavailable)
                        .filter(failure -> FailureCode.named(failure.getCode()) == FailureCode.MODEL_FETCHING)
                        .map(InferenceFailure::getReason)
                        .toList(),
                pivot);
    }

    private static int count(ModelDescription model) {
        return model.getLanguagePairsCount()
                + model.getManyToMany().getSourcesCount()
                        * model.getManyToMany().getTargetsCount();
    }

    private Optional<Leg> leg(String source, String target) {
        return offers.stream()
                .filter(offer -> offer.leads(source, target))
                .findFirst()
                .map(offer -> new Leg(
                        offer.model(),
                        offer.digest(),
                        source,
                        target,
                        offer.scoreThresholds().getOrDefault(source + "-" + target, 0f)));
    }

    private Set<String> pairs() {
        Set<String> pairs = new TreeSet<>();
        for (Offer offer : offers) {
            for (String source : offer.sources()) {
                for (String target : offer.targets()) {
                    if (!source.equals(target)) {
                        pairs.add(source + ">" + target);
                    }
                }
            }
        }
        return pairs;
    }

    /** The way between two languages, empty where there is none. */
    public Optional<Route> find(String source, String target) {
        Optional<Leg> direct = leg(source, target);
        if (direct.isPresent() || source.equals(target)) {
            return direct.map(leg -> new Route(List.of(leg)));
        }
        return leg(source, pivot).flatMap(first -> leg(pivot, target).map(second -> new Route(List.of(first, second))));
    }

    /** All ways, direct ones first, each kind in alphabetical order. */
    public List<Route> all() {
        TreeSet<String> sources = new TreeSet<>();
        TreeSet<String> targets = new TreeSet<>();
        offers.forEach(offer -> {
            sources.addAll(offer.sources());
            targets.addAll(offer.targets());
        });
        return sources.stream()
                .flatMap(source -> targets.stream()
                        .filter(target -> !target.equals(source))
                        .map(target -> find(source, target)))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(route -> route.legs().size()))
                .toList();
    }

    /**
     * Why there is no way: names the pair and what there is; {@code MODEL_FETCHING} where there may be one later. A source
     * that is empty was not recognised.
     */
    public FailureException unavailable(String source, String target) {
        String wanted = source.isEmpty()
                ? "The language of the text was not recognised, so that nothing translates it to " + target
                : "No model translates from " + source + " to " + target + ", and none through " + pivot;
        return source.isEmpty() || fetching.isEmpty()
                ? new FailureException(FailureCode.LANGUAGE_PAIR_UNAVAILABLE, wanted + "; " + available() + ".")
                : new FailureException(FailureCode.MODEL_FETCHING, wanted + " yet. " + String.join(" ", fetching));
    }

    /** Put together once: a model of 200 languages has 39,800 pairs, and each text may ask. */
    private synchronized String available() {
        if (available == null) {
            Set<String> pairs = pairs();
            available = pairs.isEmpty()
                    ? "no model translates at all"
                    : pairs.size() > NAMED_PAIRS
                            ? pairs.size() + " pairs are available"
                            : "available: " + String.join(", ", pairs);
        }
        return available;
    }
}
