package dev.scriptorium.translator.part;

import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_FAILED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_NUMBERS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_PLACEHOLDERS;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GenerationOptions;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.Usage;
import dev.scriptorium.proto.translator.v1.Candidate;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.proto.translator.v1.Round;
import dev.scriptorium.proto.translator.v1.UnitRequest;
import dev.scriptorium.proto.translator.v1.UnitState;
import dev.scriptorium.translator.route.Directions;
import dev.scriptorium.translator.text.Masked;
import dev.scriptorium.translator.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part on its way through the rounds: translated, through the pivot where there is one, checked; what a check found fault
 * with once more with other settings, and the best of all kept; what still lacks a protected span is cut at these, so that
 * no model sees them, and translated piece by piece. The same part gives the same requests every time, and
 * the same answers give the same result in whatever order they come. Not for several threads.
 */
public final class PartTranslation {

    private record Call(String model, String sourceLanguage, String targetLanguage, GenerationOptions options) {}

    /** @param piece of the unit, in the rounds for pieces */
    private record Place(int unit, int piece) {}

    private final PartState.Builder state;
    private final TranslationSettings settings;

    private PartTranslation(PartState.Builder state, TranslationSettings settings) {
        this.state = state;
        this.settings = settings;
    }

    /** A part that no model has seen. */
    public static PartTranslation begin(TextPart part, Directions directions, TranslationSettings settings) {
        var translation = new PartTranslation(Planner.plan(part, directions), settings);
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
                open.add(new ModelRequest(purpose() + "/" + i, generateRequest(request)));
            }
        }
        return open;
    }

    public boolean waitsFor(String name) {
        int number = number(name);
        return number >= 0 && !state.getRequests(number).getAnswered();
    }

    /**
     * Takes the answer to a request and opens the next round when it was the last one.
     *
     * @return false where nobody waits for it: answered already, or of a round that is over
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
            if (isPieces(state.getRound())) {
                Candidates.takePiece(
                        state.getUnitsBuilder(request.getUnits(i)).getPiecesBuilder(request.getPieces(i)),
                        response.getOutputs(i));
            } else {
                take(request.getUnits(i), response.getOutputs(i));
            }
        }
        if (state.getRequestsList().stream().allMatch(UnitRequest::getAnswered)) {
            advance();
        }
        return true;
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
            state.clearRequests().setRound(next(state.getRound()));
            if (done()) {
                state.getUnitsBuilderList().forEach(Candidates::join);
            } else {
                open(state.getRound());
            }
        } while (!done() && state.getRequestsCount() == 0);
    }

    private static Round next(Round round) {
        return switch (round) {
            case ROUND_UNSPECIFIED -> Round.ROUND_TRANSLATE;
            case ROUND_TRANSLATE -> Round.ROUND_PIVOT;
            case ROUND_PIVOT -> Round.ROUND_RETRY;
            case ROUND_RETRY -> Round.ROUND_RETRY_PIVOT;
            case ROUND_RETRY_PIVOT -> Round.ROUND_PIECES;
            case ROUND_PIECES -> Round.ROUND_PIECES_PIVOT;
            case ROUND_PIECES_PIVOT -> Round.ROUND_DONE;
            case ROUND_DONE, UNRECOGNIZED -> throw new IllegalStateException("nothing follows " + round);
        };
    }

    private void open(Round round) {
        Map<Call, List<Place>> calls = new LinkedHashMap<>();
        for (int i = 0; i < state.getUnitsCount(); i++) {
            UnitState unit = state.getUnits(i);
            if (takesPart(unit, round)) {
                int leg = isPivot(round) ? 1 : 0;
                List<Place> places = calls.computeIfAbsent(
                        new Call(unit.getModels(leg), unit.getPath(leg), unit.getPath(leg + 1), options(unit)),
                        call -> new ArrayList<>());
                if (round == Round.ROUND_PIECES) {
                    for (String text : Candidates.pieces(unit).texts()) {
                        state.getUnitsBuilder(i)
                                .addPieces(Candidate.newBuilder().setText(text));
                    }
                }
                int pieces = isPieces(round) ? state.getUnits(i).getPiecesCount() : 1;
                for (int piece = 0; piece < pieces; piece++) {
                    places.add(new Place(i, piece));
                }
            }
        }
        calls.forEach((call, places) -> {
            for (int from = 0; from < places.size(); from += settings.textsPerRequest()) {
                List<Place> some = places.subList(from, Math.min(places.size(), from + settings.textsPerRequest()));
                var request = UnitRequest.newBuilder()
                        .setModel(call.model())
                        .setSourceLanguage(call.sourceLanguage())
                        .setTargetLanguage(call.targetLanguage())
                        .setOptions(call.options())
                        .addAllUnits(some.stream().map(Place::unit).toList());
                if (isPieces(round)) {
                    request.addAllPieces(some.stream().map(Place::piece).toList());
                }
                state.addRequests(request);
            }
        });
    }

    private static boolean takesPart(UnitState unit, Round round) {
        if (unit.getModelsCount() == 0) {
            return false;
        }
        return switch (round) {
            case ROUND_TRANSLATE -> true;
            case ROUND_PIVOT, ROUND_RETRY_PIVOT -> unit.hasPivoted();
            case ROUND_RETRY -> unit.getBest().getFlagsCount() > 0 && !failedForGood(unit);
            case ROUND_PIECES -> Candidates.lost(unit.getBest()) > 0;
            case ROUND_PIECES_PIVOT ->
                unit.getModelsCount() > 1
                        && unit.getPiecesCount() > 0
                        && unit.getPiecesList().stream().noneMatch(Candidates::failed);
            case ROUND_DONE, ROUND_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    private static boolean failedForGood(UnitState unit) {
        return Candidates.failed(unit.getBest())
                && unit.hasFailure()
                && !unit.getFailure().getRetryable();
    }

    private GenerationOptions options(UnitState unit) {
        return isRetry(state.getRound()) ? settings.retry(unit) : TranslationSettings.AS_THE_MODEL_SAYS;
    }

    private GenerateRequest generateRequest(UnitRequest request) {
        var generate = GenerateRequest.newBuilder()
                .setModel(request.getModel())
                .setSourceLanguage(request.getSourceLanguage())
                .setTargetLanguage(request.getTargetLanguage())
                .setOptions(request.getOptions());
        for (int i = 0; i < request.getUnitsCount(); i++) {
            UnitState unit = state.getUnits(request.getUnits(i));
            generate.addInputs(Input.newBuilder()
                    .setText(
                            isPieces(state.getRound())
                                    ? unit.getPieces(request.getPieces(i)).getText()
                                    : input(unit)));
        }
        return generate.build();
    }

    private String input(UnitState unit) {
        return isPivot(state.getRound())
                ? unit.getPivoted().getText()
                : masked(unit).line();
    }

    /** At first the text as it is, since models keep most spans; after a fault, what they did not keep is hidden. */
    private Masked masked(UnitState unit) {
        boolean hideSpans =
                isRetry(state.getRound()) && unit.getBest().getFlagsList().contains(TRANSLATION_FLAG_PLACEHOLDERS);
        boolean hideNumbers =
                isRetry(state.getRound()) && unit.getBest().getFlagsList().contains(TRANSLATION_FLAG_NUMBERS);
        return Masked.of(
                Candidates.source(unit),
                span -> SourceText.copied(span) ? hideSpans : hideNumbers,
                Candidates.numbers(unit));
    }

    private void take(int index, Generated generated) {
        UnitState.Builder unit = state.getUnitsBuilder(index);
        if (!generated.hasText()) {
            unit.clearPivoted().setFailure(generated.getFailure());
            Candidates.keepBetter(
                    unit,
                    Candidate.newBuilder().addFlags(TRANSLATION_FLAG_FAILED).build());
            return;
        }
        Candidate written = Candidates.written(generated.getText());
        if (!isPivot(state.getRound())
                && unit.getModelsCount() > 1
                && !written.getText().isEmpty()) {
            unit.setPivoted(written);
            return;
        }
        Masked masked = masked(unit.build());
        Candidate pivoted = unit.getPivoted();
        List<Candidate> texts = new ArrayList<>(List.of(written));
        generated.getText().getAlternativesList().forEach(next -> texts.add(Candidates.written(next)));
        texts.stream()
                .map(text -> Candidates.checked(
                        unit,
                        masked.restore(text.getText()),
                        unit.hasPivoted() ? Math.min(text.getScore(), pivoted.getScore()) : text.getScore(),
                        text.getFlagsCount() + pivoted.getFlagsCount() > 0))
                .toList()
                .forEach(candidate -> Candidates.keepBetter(unit, candidate));
        unit.clearPivoted();
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

    private String purpose() {
        return switch (state.getRound()) {
            case ROUND_TRANSLATE -> "translate";
            case ROUND_PIVOT -> "pivot";
            case ROUND_RETRY -> "retry";
            case ROUND_RETRY_PIVOT -> "retry-pivot";
            case ROUND_PIECES -> "pieces";
            case ROUND_PIECES_PIVOT -> "pieces-pivot";
            case ROUND_DONE, ROUND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException("no requests in " + state.getRound());
        };
    }

    private int number(String name) {
        if (done() || !name.startsWith(purpose() + "/")) {
            return -1;
        }
        try {
            int number = Integer.parseInt(name.substring(purpose().length() + 1));
            return number < state.getRequestsCount() ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean isPivot(Round round) {
        return round == Round.ROUND_PIVOT || round == Round.ROUND_RETRY_PIVOT || round == Round.ROUND_PIECES_PIVOT;
    }

    private static boolean isPieces(Round round) {
        return round == Round.ROUND_PIECES || round == Round.ROUND_PIECES_PIVOT;
    }

    private static boolean isRetry(Round round) {
        return round == Round.ROUND_RETRY || round == Round.ROUND_RETRY_PIVOT;
    }
}
