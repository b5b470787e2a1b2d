package dev.scriptorium.translator.part;

import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_COPIED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_CUT;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_FAILED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_SAME_LANGUAGE;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_TOO_LONG;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_UNSPECIFIED;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.Candidate;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.proto.translator.v1.PlannedSegment;
import dev.scriptorium.proto.translator.v1.Remembered;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import dev.scriptorium.proto.translator.v1.SegmentOrigin;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.proto.translator.v1.UnitState;
import dev.scriptorium.translator.text.WordLinks;
import dev.scriptorium.translator.text.WordLinks.Aligned;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of a part, and what it cost. */
public record PartResult(Translation translation, Provenance provenance) {

    /** Flags that say no more than how a segment was translated. */
    private static final Set<TranslationFlag> FOR_INFORMATION = Set.of(
            TRANSLATION_FLAG_UNSPECIFIED,
            TRANSLATION_FLAG_COPIED,
            TRANSLATION_FLAG_SAME_LANGUAGE,
            TRANSLATION_FLAG_CUT,
            TranslationFlag.UNRECOGNIZED);

    static final Set<TranslationFlag> CALLS_FOR_REVIEW = EnumSet.complementOf(EnumSet.copyOf(FOR_INFORMATION));

    static PartResult of(PartState state, double failedShare) {
        List<UnitState> failed = state.getSegmentsList().stream()
                .filter(segment -> segment.getUnit() > 0 && !segment.hasRemembered())
                .map(segment -> state.getUnits(segment.getUnit() - 1))
                .filter(unit -> failed(unit) && !unit.getTooLong())
                .toList();
        long translated = state.getSegmentsList().stream()
                .filter(segment -> segment.getUnit() > 0)
                .count();
        if (failed.size() > failedShare * translated) {
            throw exception(failed.getFirst().getFailure());
        }
        var translation = Translation.newBuilder().setTargetLanguage(state.getTargetLanguage());
        Set<Integer> seen = new HashSet<>();
        for (PlannedSegment segment : state.getSegmentsList()) {
            boolean first = segment.hasRemembered() || seen.add(segment.getUnit());
            translation.addSegments(segment(state, segment, first));
        }
        int toReview = (int) translation.getSegmentsList().stream()
                .filter(segment -> segment.getFlagsList().stream().anyMatch(CALLS_FOR_REVIEW::contains))
                .count();
        return new PartResult(
                translation
                        .addAllPath(path(state))
                        .setSegmentsToReview(toReview)
                        .build(),
                inOrderOfUse(state));
    }

    /** @param first whether no earlier segment of the part has its translation by the same unit */
    private static TranslatedSegment segment(PartState state, PlannedSegment planned, boolean first) {
        var segment = TranslatedSegment.newBuilder()
                .setSegmentId(planned.getSegmentId())
                .setSeparator(planned.getSeparator())
                .addAllFlags(planned.getFlagsList());
        if (planned.getUnit() == 0) {
            return segment.setSource(planned.getText())
                    .setTarget(planned.getText())
                    .build();
        }
        UnitState unit = state.getUnits(planned.getUnit() - 1);
        segment.setSource(planned.getPrefix() + unit.getSource() + planned.getSuffix());
        if (planned.hasRemembered()) {
            Remembered remembered = planned.getRemembered();
            return segment.setTarget(planned.getPrefix() + remembered.getText() + planned.getSuffix())
                    .addAllFlags(remembered.getFlagsList())
                    .setScore(remembered.getScore())
                    .setMatch(remembered.getMatch())
                    .setOrigin(remembered.getOrigin())
                    .build();
        }
        if (failed(unit) && unit.getTooLong()) {
            return segment.setTarget(segment.getSource())
                    .addFlags(TRANSLATION_FLAG_TOO_LONG)
                    .build();
        }
        if (failed(unit)) {
            return segment.addFlags(TRANSLATION_FLAG_FAILED).build();
        }
        Candidate best = unit.getBest();
        return segment.setTarget(planned.getPrefix() + best.getText() + planned.getSuffix())
                .addAllFlags(best.getFlagsList())
                .setScore(best.getScore())
                .setMatch(first ? SegmentMatch.SEGMENT_MATCH_NEW : SegmentMatch.SEGMENT_MATCH_REPEATED)
                .setOrigin(SegmentOrigin.SEGMENT_ORIGIN_MACHINE)
                .setAlignment(alignment(planned, unit))
                .build();
    }

    private static String alignment(PlannedSegment planned, UnitState unit) {
        if (unit.getBest().getAlignment().isEmpty()) {
            return "";
        }
        Aligned translated = new Aligned(
                unit.getSource(),
                unit.getBest().getText(),
                WordAlignment.parse(unit.getBest().getAlignment()));
        return WordLinks.joined(
                        List.of(Aligned.same(planned.getPrefix()), translated, Aligned.same(planned.getSuffix())))
                .alignment()
                .toString();
    }

    private static boolean failed(UnitState unit) {
        return !unit.hasBest() || unit.getBest().getFlagsList().contains(TRANSLATION_FLAG_FAILED);
    }

    private static FailureException exception(InferenceFailure failure) {
        if (failure.getCode().isEmpty()) {
            return new FailureException(FailureCode.INTERNAL, "The model gave no text for too many segments.");
        }
        return new FailureException(FailureCode.named(failure.getCode()), failure.getReason());
    }

    /** The path of most of the text, by characters; only the target language where nothing was translated. */
    private static List<String> path(PartState state) {
        Map<List<String>, Integer> characters = new LinkedHashMap<>();
        for (PlannedSegment segment : state.getSegmentsList()) {
            boolean copied = segment.getUnit() == 0;
            UnitState unit = copied ? UnitState.getDefaultInstance() : state.getUnits(segment.getUnit() - 1);
            boolean code = copied && segment.getFlagsList().contains(TRANSLATION_FLAG_COPIED);
            if (!code && (copied || unit.getPathCount() > 0)) {
                characters.merge(
                        copied ? List.of(state.getTargetLanguage()) : List.copyOf(unit.getPathList()),
                        copied ? segment.getText().length() : unit.getSource().length(),
                        Integer::sum);
            }
        }
        return characters.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(List.of(state.getTargetLanguage()));
    }

    /** The models in the order of the units, whatever the order in which they answered. */
    private static Provenance inOrderOfUse(PartState state) {
        Provenance cost = state.getProvenance();
        List<String> models = state.getUnitsList().stream()
                .flatMap(unit -> unit.getModelsList().stream())
                .distinct()
                .filter(cost.getModelsList()::contains)
                .toList();
        return cost.toBuilder()
                .clearModels()
                .clearModelDigests()
                .addAllModels(models)
                .addAllModelDigests(models.stream()
                        .map(model -> cost.getModelDigests(cost.getModelsList().indexOf(model)))
                        .toList())
                .build();
    }
}
