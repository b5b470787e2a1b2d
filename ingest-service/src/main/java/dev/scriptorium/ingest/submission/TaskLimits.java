package dev.scriptorium.ingest.submission;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.job.TaskSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks what a client asks for: its form, the limits, and whether a model can do it. Thread-safe. */
public final class TaskLimits {

    private static final String DETECT = "auto";

    /** A language, perhaps a script, and what does not matter here: region and variants. */
    private static final Pattern LANGUAGE =
            Pattern.compile("([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_][A-Za-z0-9]{2,8}){0,4}");

    private static final Pattern LABEL_SET = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private final IngestConfig.Limits limits;
    private final ServedTasks served;

    public TaskLimits(IngestConfig.Limits limits, ServedTasks served) {
        this.limits = limits;
        this.served = served;
    }

    /** The same without what models can do, but for the model that writes a summary, which is a part of the task. */
    public TaskLimits ofForm() {
        return new TaskLimits(limits, new ServedTasks() {
            @Override
            public void require(RequestedTasks tasks) {}

            @Override
            public String summaryModel(String name) {
                return served.summaryModel(name);
            }
        });
    }

    /**
     * The tasks of a job; {@code summarySentences} of 0 is no summary. Fails with {@code BAD_REQUEST},
     * {@code LIMIT_EXCEEDED}, or as {@link ServedTasks#require} says.
     */
    public RequestedTasks check(
            int summarySentences, List<String> translateTo, List<String> classify, String sourceLanguage, Lane lane) {
        return check(
                RequestedSummary.extractive(summarySentences), translateTo, List.of(), classify, sourceLanguage, lane);
    }

    /** As above; in the languages of {@code filesTo}, the documents are wanted in their own formats too. */
    public RequestedTasks check(
            RequestedSummary summary,
            List<String> translateTo,
            List<String> filesTo,
            List<String> classify,
            String sourceLanguage,
            Lane lane) {
        List<TaskSpec> tasks = new ArrayList<>();
        if (summary.sentences() != 0) {
            sentences(summary.sentences());
            tasks.add(new TaskSpec.Summarize(
                    summary.sentences(), summary.abstractive() ? summaryModel(summary.model()) : ""));
        }
        atMost(limits.targets(), translateTo.size() + filesTo.size(), "target languages");
        translateTo.forEach(target -> tasks.add(new TaskSpec.Translate(language(target))));
        filesTo.forEach(target -> tasks.add(new TaskSpec.Translate(language(target), true)));
        atMost(limits.labelSets(), classify.size(), "label sets");
        classify.forEach(set -> tasks.add(new TaskSpec.Classify(labelSet(set))));
        if (tasks.isEmpty()) {
            throw bad("tasks must have at least one of summarize, translate and classify.");
        }
        HashSet<String> distinct = new HashSet<>();
        tasks.stream().filter(task -> !distinct.add(task.label())).findFirst().ifPresent(twice -> {
            throw bad("Task requested twice: " + twice.label() + ".");
        });
        RequestedTasks requested = new RequestedTasks(tasks, sourceLanguage(sourceLanguage), lane);
        served.require(requested);
        return requested;
    }

    public int sentences(int sentences) {
        if (sentences < 1) {
            throw bad("sentences must be at least 1, not " + sentences + ".");
        }
        atMost(limits.sentences(), sentences, "sentences in a summary");
        return sentences;
    }

    /** Fails as {@link ServedTasks#summaryModel} does, and with {@code LIMIT_EXCEEDED} for a name that is too long. */
    public String summaryModel(String name) {
        atMost(limits.name(), name.length(), "characters in summarize.model");
        return served.summaryModel(name);
    }

    /** The code as models know it: {@code DE} and {@code de-AT} are {@code de}, {@code zh-hant-TW} is {@code zh-Hant}. */
    public String language(String code) {
        Matcher matcher = LANGUAGE.matcher(code);
        if (!matcher.matches()) {
            throw bad("A language must be an ISO 639-1 code such as en, or a tag such as en-US.");
        }
        String language = matcher.group(1).toLowerCase(Locale.ROOT);
        String script = matcher.group(2);
        return script == null
                ? language
                : language + "-" + script.substring(0, 1).toUpperCase(Locale.ROOT)
                        + script.substring(1).toLowerCase(Locale.ROOT);
    }

    /** Empty where the language is to be detected, which {@code auto} and an empty code ask for. */
    public String sourceLanguage(String code) {
        return code.isEmpty() || code.equalsIgnoreCase(DETECT) ? "" : language(code);
    }

    public String labelSet(String name) {
        if (!LABEL_SET.matcher(name).matches()) {
            throw bad("A label set's name must have lower-case letters, digits and hyphens only, such as sentiment.");
        }
        return name;
    }

    /** Fails with {@code LIMIT_EXCEEDED} above the limit. */
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
