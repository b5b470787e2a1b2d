package dev.scriptorium.ingest.submission;

import dev.scriptorium.ingest.job.RequestedTasks;

/** Knows what the models can do at present. Thread-safe. */
public interface ServedTasks {

    /**
     * Fails with {@code LANGUAGE_PAIR_UNAVAILABLE} or {@code LABEL_SET_UNKNOWN} where it is certain that a task cannot be
     * done. What cannot be found out, because a service does not answer or a model is still being fetched, passes: the task
     * then fails later, or succeeds.
     */
    void require(RequestedTasks tasks);

    /**
     * The model that writes an abstractive summary. Fails with {@code SUMMARY_MODEL_UNAVAILABLE}, or as the call of the
     * service that knows it.
     *
     * @param name as the client gave it; empty: the only one that can
     */
    String summaryModel(String name);
}
