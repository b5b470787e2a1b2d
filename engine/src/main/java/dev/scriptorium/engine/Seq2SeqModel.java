package dev.scriptorium.engine;

import dev.scriptorium.tokenizers.Languages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** A model that writes a text from a text, such as a translator. */
public non-sealed interface Seq2SeqModel extends InferenceModel {

    /** What the model's own files ask for. */
    GenerationSettings defaults();

    /** As the model's files have it for a task; as without a task where they do not name it. */
    default GenerationTask task(String name) {
        return new GenerationTask("", defaults());
    }

    /**
     * As {@link #encode(String)}, with what the model has to be told about the languages.
     *
     * @throws dev.scriptorium.core.failure.FailureException {@code LANGUAGE_PAIR_UNAVAILABLE}
     */
    int[] encode(String text, Languages languages);

    @Override
    default int[] encode(String text) {
        return encode(text, Languages.UNSAID);
    }

    /** A text's ids as the model would have written it, the end token last. */
    int[] encodeTarget(String text, Languages languages);

    /** For each of a source's ids, where it ends in the text that they are of; one that stands for no text ends where it begins. */
    int[] sourceEnds(String text, int[] source);

    /** Which batches can hold the input. */
    BatchKind kind(GenerationInput input);

    /** A new, empty batch; each worker has its own. */
    DecodingBatch open(BatchKind kind);

    /**
     * The best generation for each input, in order: all of them in one batch, the longest first.
     *
     * @throws CancellationException at the next step after {@code cancellation} asks for it
     */
    default List<Generation> generate(List<int[]> inputs, GenerationSettings settings, Cancellation cancellation) {
        List<GenerationInput> all = inputs.stream()
                .map(ids -> new GenerationInput(ids, Languages.UNSAID, settings))
                .toList();
        return generate(all, cancellation).stream().map(List::getFirst).toList();
    }

    /** The generations of each input, in order; all inputs are of one kind. */
    default List<List<Generation>> generate(List<GenerationInput> inputs, Cancellation cancellation) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        List<List<Generation>> outputs = new ArrayList<>(Collections.nCopies(inputs.size(), List.of()));
        List<Integer> waiting = new ArrayList<>(IntStream.range(0, inputs.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                        (Integer place) -> inputs.get(place).source().length))
                .toList());
        Map<DecodingBatch.SequenceHandle, Integer> places = new IdentityHashMap<>();
        try (DecodingBatch slots = open(kind(inputs.getFirst()))) {
            while (!waiting.isEmpty() || slots.size() > 0) {
                if (cancellation.requested()) {
                    throw new CancellationException("generation was cancelled");
                }
                int joining = Math.min(slots.free(), waiting.size());
                List<Integer> next = waiting.subList(waiting.size() - joining, waiting.size())
                        .reversed();
                List<DecodingBatch.SequenceHandle> joined =
                        slots.admit(next.stream().map(inputs::get).toList());
                for (int i = 0; i < joining; i++) {
                    places.put(joined.get(i), next.get(i));
                }
                waiting.subList(waiting.size() - joining, waiting.size()).clear();
                slots.step().forEach(done -> outputs.set(places.get(done.sequence()), done.generations()));
            }
        }
        return List.copyOf(outputs);
    }
}
