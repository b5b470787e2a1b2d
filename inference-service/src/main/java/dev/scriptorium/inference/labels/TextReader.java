package dev.scriptorium.inference.labels;

import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import java.util.concurrent.CompletableFuture;

/** Divides texts into sentences, as the pipeline does with documents. */
@FunctionalInterface
public interface TextReader {

    /** Fails with a {@link dev.scriptorium.core.failure.FailureException} where the text cannot be read. */
    CompletableFuture<SegmentResponse> segment(String text);
}
