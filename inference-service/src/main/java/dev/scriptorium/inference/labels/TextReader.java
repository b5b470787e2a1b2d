package dev.scriptorium.inference.labels;

import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import java.util.List;

/** Divides texts into sentences, as the pipeline does with documents. */
@FunctionalInterface
public interface TextReader {

    /**
     * One answer for each text, in order. Blocks.
     *
     * @throws dev.scriptorium.core.failure.FailureException where one cannot be read
     */
    List<SegmentResponse> segment(List<String> texts);
}
