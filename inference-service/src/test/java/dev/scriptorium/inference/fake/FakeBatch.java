package dev.scriptorium.inference.fake;

import dev.scriptorium.engine.Attention;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes inputs in capitals, one letter of each with every step. */
public final class FakeBatch implements DecodingBatch {

    private static final float SCORE = -0.5f;

    private final int capacity;
    private final List<Text> texts = new ArrayList<>();

    private static final class Text implements SequenceHandle {

        private final GenerationInput input;
        private final int[] letters;
        private int written;

        Text(GenerationInput input) {
            this.input = input;
            int[] target = input.target();
            int[] ids = target == null
                    ? FakeTokens.encode(FakeTokens.decode(input.source()).toUpperCase(Locale.ROOT))
                    : target;
            this.letters = Arrays.copyOfRange(ids, target == null ? 1 : 0, ids.length);
        }

        boolean done() {
            return written == Math.min(letters.length, input.settings().maxNewTokens());
        }

        List<Generation> generations() {
            int[] ids = Arrays.copyOf(letters, written);
            float[] scores = new float[written];
            Arrays.fill(scores, SCORE);
            boolean truncated = written < letters.length;
            return Collections.nCopies(
                    input.settings().alternatives(),
                    new Generation(
                            ids,
                            FakeTokens.decode(ids),
                            SCORE,
                            truncated,
                            scores,
                            input.aligned() ? Optional.of(attention(ids)) : Optional.empty()));
        }

        /** Every letter is that of the source in its place; the first id of the source is no letter. */
        private Attention attention(int[] ids) {
            List<float[]> weights = new ArrayList<>();
            for (int i = 0; i < ids.length; i++) {
                float[] row = new float[input.source().length];
                row[Math.min(i + 1, row.length - 1)] = 0.95f;
                row[0] = 0.05f;
                weights.add(row);
            }
            return new Attention(FakeTokens.ends(ids), weights);
        }
    }

    public FakeBatch(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public int free() {
        return capacity - texts.size();
    }

    @Override
    public List<SequenceHandle> admit(List<GenerationInput> inputs) {
        if (inputs.size() > free()) {
            throw new IllegalArgumentException(inputs.size() + " inputs, " + free() + " free");
        }
        FakeTokens.check(inputs.stream().map(GenerationInput::source).toList());
        if (inputs.stream().anyMatch(input -> FakeTokens.decode(input.source()).contains(FakeTranslator.POISON))) {
            throw new IllegalStateException("poison");
        }
        List<Text> joining = inputs.stream().map(Text::new).toList();
        texts.addAll(joining);
        return List.copyOf(joining);
    }

    @Override
    public List<Finished> step() {
        texts.forEach(text -> text.written++);
        List<Finished> finished = texts.stream()
                .filter(Text::done)
                .map(text -> new Finished(text, text.generations()))
                .toList();
        texts.removeIf(Text::done);
        return finished;
    }

    @Override
    public void evict(Collection<SequenceHandle> unwanted) {
        texts.removeAll(unwanted);
    }

    @Override
    public void close() {}
}
