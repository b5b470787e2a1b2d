package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.tokenizers.Languages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Slots in which an input is done after as many steps as its only id says, and is answered with as many tokens. */
final class ScriptedBatch implements DecodingBatch {

    /** An input that breaks the slots at its second step. */
    static final int FAILS_AT_STEP_2 = 1_000_002;

    /** An input that the model does not take. */
    static final int REFUSED = 1_000_003;

    private static final GenerationSettings SETTINGS = new GenerationSettings(1, 100, 1, 1, 0);

    private final Script script;
    private final List<Text> texts = new ArrayList<>();
    private boolean broken;

    private static final class Text implements SequenceHandle {

        private final int length;
        private int generated;

        Text(int length) {
            this.length = length;
        }
    }

    /** What slots do, and what they were asked. Safe for many threads. */
    static final class Script {

        private final int capacity;
        private volatile int memory = Integer.MAX_VALUE;
        private volatile boolean failsToOpen;
        private volatile int opened;
        private volatile int closed;

        Script(int capacity) {
            this.capacity = capacity;
        }

        /** More inputs than that at one time do not fit into memory. */
        void memoryFor(int inputs) {
            memory = inputs;
        }

        void failsToOpen() {
            failsToOpen = true;
        }

        int opened() {
            return opened;
        }

        int open() {
            return opened - closed;
        }

        Call call(String model) {
            return new Call(model, this);
        }
    }

    record Call(String model, Script script) implements SequenceCall {

        @Override
        public Object group() {
            return this;
        }

        @Override
        public DecodingBatch open() {
            script.opened++;
            if (script.failsToOpen) {
                throw new IllegalStateException("of the test");
            }
            return new ScriptedBatch(script);
        }

        @Override
        public GenerationInput input(int[] ids) {
            return new GenerationInput(ids, Languages.UNSAID, SETTINGS);
        }
    }

    private ScriptedBatch(Script script) {
        this.script = script;
    }

    @Override
    public int capacity() {
        return script.capacity;
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public int free() {
        return script.capacity - texts.size();
    }

    @Override
    public List<SequenceHandle> admit(List<GenerationInput> inputs) {
        checkUsable();
        if (inputs.size() > free()) {
            throw new IllegalArgumentException(inputs.size() + " inputs, " + free() + " free");
        }
        if (inputs.stream().anyMatch(input -> input.source()[0] == REFUSED)) {
            throw new FailureException(FailureCode.INPUT_TOO_LONG, "of the test");
        }
        if (texts.size() + inputs.size() > script.memory) {
            broken = true;
            throw new OutOfMemoryError("of the test");
        }
        List<Text> joining =
                inputs.stream().map(input -> new Text(input.source()[0])).toList();
        texts.addAll(joining);
        return List.copyOf(joining);
    }

    @Override
    public List<Finished> step() {
        checkUsable();
        texts.forEach(text -> text.generated++);
        if (texts.stream().anyMatch(text -> text.length == FAILS_AT_STEP_2 && text.generated == 2)) {
            broken = true;
            throw new IllegalStateException("poison");
        }
        List<Finished> finished = texts.stream()
                .filter(text -> text.generated == text.length)
                .map(text -> new Finished(text, List.of(generation(text.length))))
                .toList();
        texts.removeIf(text -> text.generated == text.length);
        return finished;
    }

    private void checkUsable() {
        if (broken) {
            throw new IllegalStateException("these slots are broken and should be closed");
        }
    }

    private static Generation generation(int length) {
        int[] ids = IntStream.range(0, length).toArray();
        return new Generation(ids, "", -1, false, new float[length]);
    }

    @Override
    public void evict(Collection<SequenceHandle> unwanted) {
        texts.removeAll(unwanted);
    }

    @Override
    public void close() {
        script.closed++;
    }
}
