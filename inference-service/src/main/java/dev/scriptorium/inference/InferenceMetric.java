package dev.scriptorium.inference;

import java.util.List;

/** The metrics of this service, each with its unit, its tags and its meaning. docs/metrics.md has a row for each. */
enum InferenceMetric {
    WAITING("waiting", "inputs", List.of("lane"), "gauge: inputs that wait for a model"),
    WAITING_TOKENS(
            "waiting.tokens",
            "tokens",
            List.of("model", "lane"),
            "gauge: tokens of the inputs that wait for a model; scale workers by it"),
    IN_FLIGHT("in.flight", "inputs", List.of(), "gauge: inputs that are in a model"),
    SUBMITTED_TOKENS(
            "submitted.tokens",
            "tokens",
            List.of("model", "lane"),
            "counter: tokens of the inputs that were submitted"),
    DROPPED(
            "dropped",
            "inputs",
            List.of("model", "lane", "cause"),
            "counter: inputs that were given up, waiting or in the model; the cause is deadline, cancelled or stop"),
    QUEUE_TIME("queue.time", "seconds", List.of("model", "lane"), "timer: time that an input waited"),
    TIME_TO_FIRST_TOKEN(
            "time.to.first.token",
            "seconds",
            List.of("model", "lane"),
            "timer: time from an input's submission to its first generated token"),
    GENERATED_TOKENS(
            "generated.tokens",
            "tokens",
            List.of("model", "lane"),
            "counter: tokens of finished sequences; its rate is tokens per second"),
    DECODE_STEP(
            "decode.step", "seconds", List.of("model"), "timer: one decode step: one token of every active sequence"),
    DECODE_FILL(
            "decode.fill",
            "",
            List.of("model"),
            "summary: the share of a worker's sequences that a decode step used, from 0 to 1"),
    SEQUENCES_CAPACITY(
            "sequences.capacity",
            "sequences",
            List.of("model"),
            "gauge: sequences for which workers hold a KV cache in memory"),
    PREFILL("prefill", "seconds", List.of("model"), "timer: prefill of the inputs that are admitted together"),
    PREFILL_PADDING("prefill.padding", "", List.of("model"), "summary: the share of padding in a prefill, from 0 to 1"),
    BATCH_INPUTS("batch.inputs", "inputs", List.of("model", "lane"), "summary: inputs of a batch"),
    BATCH_TOKENS("batch.tokens", "tokens", List.of("model", "lane"), "summary: tokens of a batch, without padding"),
    BATCH_PADDING(
            "batch.padding", "", List.of("model", "lane"), "summary: the share of padding in a batch, from 0 to 1"),
    BATCH_LATENCY("batch.latency", "seconds", List.of("model", "lane"), "timer: a batch in the model"),
    REMOTE_REQUESTS(
            "remote.requests",
            "seconds",
            List.of("model", "code"),
            "timer: a request to a remote model with all its attempts, by failure code; the code is empty where it succeeded"),
    REMOTE_RETRIES(
            "remote.retries", "attempts", List.of("model"), "counter: attempts at a remote model that were made again"),
    REMOTE_TOKENS(
            "remote.tokens",
            "tokens",
            List.of("model", "kind"),
            "counter: tokens that a remote model's server counted; the kind is prompt or completion");

    private final String name;
    private final String unit;
    private final List<String> tags;
    private final String description;

    InferenceMetric(String name, String unit, List<String> tags, String description) {
        this.name = "scriptorium.inference." + name;
        this.unit = unit;
        this.tags = tags;
        this.description = description;
    }

    /** As Micrometer takes it. */
    String metric() {
        return name;
    }

    List<String> tags() {
        return tags;
    }

    String description() {
        return description;
    }

    /** The row of docs/metrics.md. */
    String row() {
        return "| `%s` | %s | %s | %s |".formatted(name, unit, String.join(", ", tags), description);
    }
}
