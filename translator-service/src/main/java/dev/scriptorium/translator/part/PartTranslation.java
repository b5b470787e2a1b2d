package dev.scriptorium.translator.part;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.GenerationOptions;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.Usage;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.proto.translator.v1.Round;
import dev.scriptorium.proto.translator.v1.UnitRequest;
import dev.scriptorium.proto.translator.v1.UnitState;
import dev.scriptorium.translator.glossary.Terms;
import dev.scriptorium.translator.route.Directions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part on its way through the steps: translated, through the pivot where there is one, checked; what a check found fault
 * with once more with other settings, and the best of all kept; what still lacks a protected span is cut at these, so that
 * no model sees them, and translated piece by piece. The same part gives the same requests every time, and
 * the same answers give the same result in whatever order they come. Not for several threads.
 */
public final class PartTranslation {

    private record Call(String model, String sourceLanguage, String targetLanguage, GenerationOptions options) {}

    /** @param piece of the unit, in the phase of pieces */
    private record UnitInput(int unit, int piece) {}

    private final PartState.Builder state;
    private final TranslationSettings settings;

    private PartTranslation(PartState.Builder state, TranslationSettings settings) {
        this.state = state;
        this.settings = settings;
    }

    /** A part that no model has seen, without a translation memory and a glossary. */
    public static PartTranslation begin(TextPart part, Directions directions, TranslationSettings settings) {
        return begin(part, directions, settings, PartMemory.NONE, Terms.NONE);
    }

    /** A part that no model has seen; none is asked what the memory knows. */
    public static PartTranslation begin(
            TextPart part, Directions directions, TranslationSettings settings, PartMemory memory, Terms terms) {
        PartState.Builder plan = Planner.plan(part, directions, terms);
        memory.recall(plan);
        var translation = new PartTranslation(plan, settings);
        translation.advance();
        return translation;
    }

    /** A part as it was when {@link #state} was taken. */
    public static PartTranslation resume(PartState state, TranslationSettings settings) {
        return new PartTranslation(state.toBuilder(), settings);
    }

    public PartState state() {
        return state.build();
    }

    public boolean done() {
        return state.getRound() == Round.ROUND_DONE;
    }

    /** Requests that wait for an answer. */
    public List<ModelRequest> open() {
        List<ModelRequest> open = new ArrayList<>();
        for (int i = 0; i < state.getRequestsCount(); i++) {
            UnitRequest request = state.getRequests(i);
            if (!request.getAnswered()) {
                open.add(new ModelRequest(step().purpose(), i, generateRequest(request)));
            }
        }
        return open;
    }

    public boolean waitsFor(String name) {
        int number = number(name);
        return number >= 0 && !state.getRequests(number).getAnswered();
    }

    /**
     * Takes the answer to a request and opens the next step when it was the last one.
     *
     * @return false where no request waits for it: it is answered already, or its step is over
     */
    public boolean answer(String name, GenerateResponse response) {
        if (!waitsFor(name)) {
            return false;
        }
        int number = number(name);
        UnitRequest request = state.getRequests(number);
        if (response.getOutputsCount() != request.getUnitsCount()) {
            throw new FailureException(
                    FailureCode.INTERNAL,
                    "A model answered %d texts with %d".formatted(request.getUnitsCount(), response.getOutputsCount()));
        }
        state.getRequestsBuilder(number).setAnswered(true);
        addCost(request.getModel(), response.getUsage());
        for (int i = 0; i < request.getUnitsCount(); i++) {
            unit(request.getUnits(i)).take(step(), piece(request, i), response.getOutputs(i));
        }
        if (state.getRequestsList().stream().allMatch(UnitRequest::getAnswered)) {
            advance();
        }
        return true;
    }

    /** Has the memory keep what models wrote for a part that is done. Of two that were made at the same time, one is taken. */
    public void keepIn(PartMemory memory) {
        memory.keep(state);
    }

    /**
     * The result of a part that is done.
     *
     * @throws FailureException where too many of its segments failed
     */
    public PartResult result() {
        if (!done()) {
            throw new IllegalStateException("the part waits for answers in " + state.getRound());
        }
        return PartResult.of(state.build(), settings.failedShare());
    }

    private void advance() {
        do {
            state.clearRequests().setRound(Step.after(state.getRound()));
            if (done()) {
                state.getUnitsBuilderList().forEach(unit -> new Unit(unit).join());
            } else {
                openRequests(step());
            }
        } while (!done() && state.getRequestsCount() == 0);
    }

    private void openRequests(Step step) {
        Map<Call, List<UnitInput>> calls = new LinkedHashMap<>();
        for (int i = 0; i < state.getUnitsCount(); i++) {
            if (unit(i).takesPartIn(step)) {
                UnitState unit = state.getUnits(i);
                List<UnitInput> inputs = calls.computeIfAbsent(
                        new Call(
                                unit.getModels(step.leg()),
                                unit.getPath(step.leg()),
                                unit.getPath(step.leg() + 1),
                                (step.isRetry() ? settings.retry(unit) : TranslationSettings.AS_THE_MODEL_SAYS)
                                        .toBuilder()
                                                .setAlignment(unit.getAligned())
                                                .build()),
                        call -> new ArrayList<>());
                int texts = unit(i).open(step);
                for (int piece = 0; piece < texts; piece++) {
                    inputs.add(new UnitInput(i, piece));
                }
            }
        }
        calls.forEach((call, inputs) -> {
            int most = settings.textsPerRequest(call.options());
            for (int from = 0; from < inputs.size(); from += most) {
                addRequest(call, inputs.subList(from, Math.min(inputs.size(), from + most)), step);
            }
        });
    }

    private void addRequest(Call call, List<UnitInput> inputs, Step step) {
        state.addRequests(UnitRequest.newBuilder()
                .addAllUnits(inputs.stream().map(UnitInput::unit).toList())
                .addAllPieces(
                        step.isPieces() ? inputs.stream().map(UnitInput::piece).toList() : List.of())
                .setModel(call.model())
                .setSourceLanguage(call.sourceLanguage())
                .setTargetLanguage(call.targetLanguage())
                .setOptions(call.options()));
    }

    private GenerateRequest generateRequest(UnitRequest request) {
        var generate = GenerateRequest.newBuilder()
                .setModel(request.getModel())
                .setSourceLanguage(request.getSourceLanguage())
                .setTargetLanguage(request.getTargetLanguage())
                .setOptions(request.getOptions());
        for (int i = 0; i < request.getUnitsCount(); i++) {
            generate.addInputs(
                    Input.newBuilder().setText(unit(request.getUnits(i)).input(step(), piece(request, i))));
        }
        return generate.build();
    }

    private void addCost(String model, Usage usage) {
        Provenance.Builder cost = state.getProvenanceBuilder();
        if (!cost.getModelsList().contains(model)) {
            cost.addModels(model).addModelDigests(usage.getModelDigest());
        }
        cost.setInputTokens(cost.getInputTokens() + usage.getInputTokens())
                .setOutputTokens(cost.getOutputTokens() + usage.getOutputTokens())
                .setModelMicros(cost.getModelMicros() + usage.getModelMicros());
    }

    private Unit unit(int index) {
        return new Unit(state.getUnitsBuilder(index));
    }

    private Step step() {
        return Step.of(state.getRound());
    }

    /** 0 in the phases in which a unit is one text. */
    private static int piece(UnitRequest request, int input) {
        return request.getPiecesCount() == 0 ? 0 : request.getPieces(input);
    }

    private int number(String name) {
        if (done() || !name.startsWith(step().purpose() + "/")) {
            return -1;
        }
        try {
            int number = Integer.parseInt(name.substring(step().purpose().length() + 1));
            return number < state.getRequestsCount() ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
