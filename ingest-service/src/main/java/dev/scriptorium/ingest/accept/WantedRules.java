package dev.scriptorium.ingest.accept;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.Wanted;
import dev.scriptorium.ingest.job.WantedTask;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What a client may ask for. Whether a model can do it is known later, by the task. */
@Singleton
public final class WantedRules {

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final Pattern LABEL_SET = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private final IngestConfig.Limits limits;

    public WantedRules(IngestConfig config) {
        this.limits = config.limits();
    }

    /** A summary of no sentences is none. Fails with {@code BAD_REQUEST} or {@code LIMIT_EXCEEDED}. */
    public Wanted check(
            int summarySentences, List<String> translateTo, List<String> classify, String sourceLanguage, Lane lane) {
        List<WantedTask> tasks = new ArrayList<>();
        if (summarySentences != 0) {
            sentences(summarySentences);
            tasks.add(new WantedTask.Summarize(summarySentences));
        }
        atMost(limits.targets(), translateTo.size(), "target languages");
        translateTo.forEach(target -> tasks.add(new WantedTask.Translate(language(target))));
        atMost(limits.labelSets(), classify.size(), "label sets");
        classify.forEach(set -> tasks.add(new WantedTask.Classify(labelSet(set))));
        if (tasks.isEmpty()) {
            throw bad("A job wants at least one of summarize, translate and classify.");
        }
        HashSet<WantedTask> distinct = new HashSet<>();
        tasks.stream().filter(task -> !distinct.add(task)).findFirst().ifPresent(twice -> {
            throw bad("This is wanted twice: " + twice.label() + ".");
        });
        return new Wanted(tasks, sourceLanguage.isEmpty() ? "" : language(sourceLanguage), lane);
    }

    public int sentences(int sentences) {
        if (sentences < 1) {
            throw bad("A summary has at least one sentence: " + sentences + ".");
        }
        atMost(limits.sentences(), sentences, "sentences of a summary");
        return sentences;
    }

    public String language(String code) {
        if (!LANGUAGE.matcher(code).matches()) {
            throw bad("A language is given as an ISO 639-1 code such as en.");
        }
        return code;
    }

    public String labelSet(String name) {
        if (!LABEL_SET.matcher(name).matches()) {
            throw bad("A label set is named in lower-case letters, digits and hyphens, such as sentiment.");
        }
        return name;
    }

    public static void atMost(long limit, long actual, String what) {
        if (actual > limit) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED, "There may be at most " + limit + " " + what + ", not " + actual + ".");
        }
    }

    private static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }
}
