package dev.scriptorium.engine;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model that continues a text, such as Llama. */
public non-sealed interface CausalModel extends InferenceModel {

    /** What the model's own files ask for. */
    CausalSettings defaults();

    /**
     * The ids of a conversation up to where the answer begins, as the model's chat template writes it. Special tokens are those
     * of the template: what looks like one in a message or a variable is text.
     *
     * @param messages with {@code role}, {@code content} and what else the template reads: null, booleans, longs, doubles, texts,
     *     lists and maps
     * @param variables that the template reads beside them, such as {@code enable_thinking}
     * @throws FailureException {@code BAD_REQUEST} where the model has no chat template, or it refuses the conversation
     */
    int[] encodeChat(List<Map<String, @Nullable Object>> messages, Map<String, @Nullable Object> variables);

    /**
     * Compiles the form of an answer for {@link CausalSettings#withConstraint}. The answer is in that form where it has the tokens
     * for it; the length limit is taken into account from its first token on.
     *
     * @param mostStates the limit of the form's size
     * @throws FailureException {@code BAD_REQUEST} for a schema that uses what is not known, or admits nothing;
     *     {@code LIMIT_EXCEEDED} for one that is too large
     */
    Supplier<TokenConstraint> constraint(AnswerFormat format, int mostStates);

    /** Tokens in the vocabulary. */
    int vocabularySize();

    /** A token by itself; a special one as it is named. */
    String token(int id);

    /** The text of ids; special tokens are left out. */
    String decode(int[] ids);

    /** The most tokens of a prompt and its answer together. */
    @Override
    int maxInputTokens();

    /** A new, empty batch; each thread has its own, with its own keys and values. */
    CausalBatch open(CausalBatch.Limits limits);

    /**
     * Continues one prompt, alone.
     *
     * @param outputs receives each token as it is generated
     * @throws CancellationException at the next token after {@code cancellation} asks for it
     */
    default void generate(CausalRequest request, Consumer<CausalOutput> outputs, Cancellation cancellation) {
        try (CausalBatch batch = open(new CausalBatch.Limits(request.longest(maxInputTokens()), 1, 512))) {
            batch.admit(request)
                    .orElseThrow(() -> new FailureException(
                            FailureCode.INTERNAL, "an empty batch has no capacity for its only sequence"));
            while (batch.size() > 0) {
                if (cancellation.requested()) {
                    throw new CancellationException("generation was cancelled");
                }
                batch.step().forEach(outputs);
            }
        }
    }
}
