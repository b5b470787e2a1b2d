package dev.scriptorium.standalone.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a stage has done since its process started, and what it has before it. */
public record StageProgress(String stage, long waiting, long inFlight, long done, long failed) {
    private static final Pattern SAMPLE = Pattern.compile(
            "scriptorium_stage_(waiting|in_flight|latency_seconds_count|failed_total)\\{([^}]*)} (\\S+)");
    private static final Pattern STAGE = Pattern.compile("stage=\"([^\"]*)\"");

    /** All stages in a Prometheus text, by name. */
    static List<StageProgress> parse(String metrics) {
        Map<String, Map<String, Double>> byStage = new TreeMap<>();
        for (String line : metrics.split("\n")) {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                Matcher stage = STAGE.matcher(sample.group(2));
                if (stage.find()) {
                    byStage.computeIfAbsent(stage.group(1), name -> new TreeMap<>())
                            .merge(sample.group(1), Double.parseDouble(sample.group(3)), Double::sum);
                }
            }
        }
        List<StageProgress> stages = new ArrayList<>();
        byStage.forEach((stage, values) -> stages.add(new StageProgress(
                stage,
                value(values, "waiting"),
                value(values, "in_flight"),
                value(values, "latency_seconds_count"),
                value(values, "failed_total"))));
        return stages;
    }

    private static long value(Map<String, Double> values, String name) {
        return Math.round(values.getOrDefault(name, 0.0));
    }
}
