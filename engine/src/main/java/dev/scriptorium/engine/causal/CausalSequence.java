package dev.scriptorium.engine.causal;

import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalOutput.Finish;
import dev.scriptorium.engine.CausalOutput.ScoredToken;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.ScoreAdjustments;
import dev.scriptorium.engine.TokenConstraint;
import dev.scriptorium.engine.search.Candidates;
import dev.scriptorium.engine.search.LogSoftmax;
import dev.scriptorium.engine.search.Sampler;
import dev.scriptorium.tokenizers.PromptTokenizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One sequence of a batch: its tokens, how many of them are computed, and how the next one is chosen. */
final class CausalSequence implements CausalBatch.SequenceHandle {

    private final CausalRequest request;
    private final CausalSettings settings;
    private final KvPages.Table table;
    private final Set<Integer> endTokens;
    private final SequenceText text;
    private final @Nullable Sampler sampler;
    private final @Nullable TokenConstraint constraint;
    /** The prompt and the generated tokens, with room for the longest answer. */
    private final int[] tokens;

    private final int promptLength;
    /** Tokens of the prompt and the answer. */
    private final Set<Integer> seen = new HashSet<>();

    /** How often the answer has each of its tokens. */
    private final Map<Integer, Integer> counts = new HashMap<>();

    private int length;
    private int computed;
    private float[] promptScores;
    private boolean finished;

    CausalSequence(
            CausalRequest request, KvPages.Table table, PromptTokenizer tokenizer, Set<Integer> endTokens, int most) {
        this.request = request;
        this.settings = request.settings();
        this.table = table;
        this.endTokens = endTokens;
        this.promptLength = request.prompt().length;
        this.tokens = Arrays.copyOf(request.prompt(), most);
        this.length = promptLength;
        this.computed = table.reused();
        this.text = new SequenceText(tokenizer, request.prompt(), settings.stops());
        Sampling sampling = settings.sampling();
        this.sampler = sampling == null ? null : new Sampler(sampling, 0);
        this.constraint =
                settings.constraint() == null ? null : settings.constraint().get();
        this.promptScores = new float[request.scorePrompt() ? promptLength - 1 : 0];
        for (int token : request.prompt()) {
            seen.add(token);
        }
    }

    /** Tokens that are not in the KV cache yet. */
    int pending() {
        return length - computed;
    }

    /** Whether its prompt is not complete in the KV cache. */
    boolean prefilling() {
        return computed < promptLength;
    }

    boolean scoresPrompt() {
        return request.scorePrompt() && prefilling();
    }

    /** The next {@code count} tokens to compute. */
    PagedDecoder.Part part(int count) {
        boolean last = computed + count == length;
        return new PagedDecoder.Part(table.pages(), tokens, computed, count, scoresPrompt() ? count : last ? 1 : 0);
    }

    /**
     * Advances by computed tokens.
     *
     * @param scores logits of the tokens that were scored
     * @return the generated token, where the last token was computed
     */
    Optional<CausalOutput> advance(int count, float[][] scores) {
        if (scoresPrompt()) {
            for (int i = 0; i < count && computed + i + 1 < promptLength; i++) {
                promptScores[computed + i] = LogSoftmax.of(scores[i])[tokens[computed + i + 1]];
            }
        }
        computed += count;
        table.cacheFull(tokens, computed);
        return computed == length ? Optional.of(append(scores[scores.length - 1])) : Optional.empty();
    }

    private CausalOutput append(float[] scores) {
        boolean first = length == promptLength;
        float[] logProbabilities = settings.logProbabilities() < 0 ? new float[0] : LogSoftmax.of(scores);
        processLogits(scores);
        int token = sampler == null ? argmax(scores) : sampler.draw(scores);
        tokens[length++] = token;
        seen.add(token);
        counts.merge(token, 1, Integer::sum);
        if (constraint != null) {
            constraint.accept(token);
        }
        boolean ended = endTokens.contains(token);
        String shown = ended ? "" : text.append(token);
        Finish finish = finish(ended);
        if (finish != null) {
            finished = true;
            shown += text.rest();
        }
        float[] given = promptScores;
        promptScores = new float[0];
        return new CausalOutput(
                this,
                token,
                shown,
                logProbabilities.length == 0 ? Float.NaN : logProbabilities[token],
                topTokens(logProbabilities, settings.logProbabilities()),
                finish,
                given,
                first ? table.reused() : 0);
    }

    private @Nullable Finish finish(boolean ended) {
        if (ended || text.stopped() || constraint != null && constraint.mustEnd()) {
            return Finish.STOP;
        }
        if (length < tokens.length) {
            return null;
        }
        return constraint != null && constraint.mayEnd() ? Finish.STOP : Finish.LENGTH;
    }

    private void processLogits(float[] scores) {
        ScoreAdjustments adjustments = settings.adjustments();
        float repetition = adjustments.repetitionPenalty();
        if (repetition != 1) {
            seen.forEach(token ->
                    scores[token] = scores[token] < 0 ? scores[token] * repetition : scores[token] / repetition);
        }
        if (adjustments.presencePenalty() != 0 || adjustments.frequencyPenalty() != 0) {
            counts.forEach((token, times) ->
                    scores[token] -= adjustments.presencePenalty() + times * adjustments.frequencyPenalty());
        }
        adjustments.bias().forEach((token, added) -> {
            if (token >= 0 && token < scores.length) {
                scores[token] += added;
            }
        });
        if (adjustments.ignoreEnd()) {
            endTokens.forEach(token -> scores[token] = Float.NEGATIVE_INFINITY);
        }
        if (constraint != null) {
            constraint.restrict(scores, tokens.length - length);
        }
    }

    private static int argmax(float[] scores) {
        int best = 0;
        for (int token = 1; token < scores.length; token++) {
            best = scores[token] > scores[best] ? token : best;
        }
        return best;
    }

    private static List<ScoredToken> topTokens(float[] logProbabilities, int count) {
        if (count < 1) {
            return List.of();
        }
        Candidates best = Candidates.best(logProbabilities, count);
        return IntStream.range(0, best.tokens().length)
                .mapToObj(i -> new ScoredToken(best.tokens()[i], best.scores()[i]))
                .toList();
    }

    boolean finished() {
        return finished;
    }

    void release() {
        table.release();
    }
}
