package dev.scriptorium.engine.causal;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.tokenizers.PromptTokenizer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sequences in a paged KV cache; each step is one run of the graph for all of them. */
final class ContinuousBatch implements CausalBatch {

    /** Rows of a scored prompt in one step: each has logits for the whole vocabulary. */
    private static final int SCORED_ROWS = 32;

    private final PagedDecoder decoder;
    private final KvPages pages;
    private final PromptTokenizer tokenizer;
    private final CausalConfig config;
    private final Set<Integer> endTokens;
    private final Limits limits;
    private final List<CausalSequence> sequences = new ArrayList<>();

    ContinuousBatch(
            PagedDecoder decoder,
            KvPages pages,
            PromptTokenizer tokenizer,
            CausalConfig config,
            Set<Integer> endTokens,
            Limits limits) {
        this.decoder = decoder;
        this.pages = pages;
        this.tokenizer = tokenizer;
        this.config = config;
        this.endTokens = endTokens;
        this.limits = limits;
    }

    @Override
    public int size() {
        return sequences.size();
    }

    @Override
    public int totalTokens() {
        return pages.total() * KvPages.PAGE;
    }

    @Override
    public int freeTokens() {
        return pages.available() * KvPages.PAGE;
    }

    @Override
    public Optional<SequenceHandle> admit(CausalRequest request) {
        int[] prompt = request.prompt();
        check(prompt);
        int most = request.longest(config.maxPositions());
        if (KvPages.pages(most) > pages.total()) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "The prompt has " + prompt.length + " tokens and the answer may have " + (most - prompt.length)
                            + "; the KV cache holds " + totalTokens() + " tokens");
        }
        if (sequences.size() == limits.sequences()) {
            return Optional.empty();
        }
        KvPages.Table table = pages.take(request.scorePrompt() ? new int[0] : prompt, most);
        if (table == null) {
            return Optional.empty();
        }
        try {
            CausalSequence sequence = new CausalSequence(request, table, tokenizer, endTokens, most);
            sequences.add(sequence);
            return Optional.of(sequence);
        } catch (Throwable thrown) { // of the request's constraint, or an out of memory
            table.release();
            throw thrown;
        }
    }

    private void check(int[] prompt) {
        if (prompt.length == 0) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The prompt has no tokens");
        }
        if (prompt.length >= config.maxPositions()) {
            throw new FailureException(
                    FailureCode.INPUT_TOO_LONG,
                    "The prompt has " + prompt.length + " tokens; the model takes " + config.maxPositions()
                            + " with the answer, which has at least 1");
        }
        for (int token : prompt) {
            if (token < 0 || token >= config.vocabulary()) {
                throw new FailureException(
                        FailureCode.BAD_REQUEST,
                        "Token " + token + " is not in the model's vocabulary of " + config.vocabulary());
            }
        }
    }

    @Override
    public List<CausalOutput> step() {
        List<CausalSequence> computed = new ArrayList<>();
        List<PagedDecoder.Part> parts = new ArrayList<>();
        int budget = limits.stepTokens();
        for (CausalSequence sequence : sequences) {
            int pending = sequence.pending();
            int count = sequence.prefilling() ? Math.min(pending, budget) : pending;
            if (sequence.scoresPrompt()) {
                count = Math.min(count, SCORED_ROWS);
            }
            if (count > 0) {
                budget -= sequence.prefilling() ? count : 0;
                computed.add(sequence);
                parts.add(sequence.part(count));
            }
        }
        List<CausalOutput> outputs = new ArrayList<>();
        if (parts.isEmpty()) {
            return outputs;
        }
        MemorySegment scores = decoder.run(parts);
        int row = 0;
        for (int i = 0; i < computed.size(); i++) {
            CausalSequence sequence = computed.get(i);
            PagedDecoder.Part part = parts.get(i);
            float[][] rows = new float[part.scored()][];
            for (int j = 0; j < rows.length; j++) {
                rows[j] = row(scores, row++);
            }
            sequence.advance(part.count(), rows).ifPresent(outputs::add);
        }
        sequences.removeIf(sequence -> {
            if (sequence.finished()) {
                sequence.release();
            }
            return sequence.finished();
        });
        return outputs;
    }

    private float[] row(MemorySegment scores, int row) {
        long bytes = (long) config.vocabulary() * Float.BYTES;
        return scores.asSlice(row * bytes, bytes).toArray(ValueLayout.JAVA_FLOAT);
    }

    @Override
    public void cancel(SequenceHandle handle) {
        sequences.removeIf(sequence -> {
            if (sequence == handle) {
                sequence.release();
            }
            return sequence == handle;
        });
    }

    @Override
    public void close() {
        sequences.clear();
        decoder.close();
    }
}
