package dev.scriptorium.translator.part;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.proto.translator.v1.PlannedSegment;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.proto.translator.v1.UnitState;
import dev.scriptorium.translator.route.Directions;
import dev.scriptorium.translator.text.Languages;
import dev.scriptorium.translator.text.SourceText;
import dev.scriptorium.translator.text.Words;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides what of a part goes to which models: every distinct text once, and nothing that has no words, is code, or is in the
 * target language already.
 */
final class Planner {

    /** Of fewer words no detector knows the language for sure: they are taken to be in the language of the part. */
    private static final int WORDS_TO_TELL_A_LANGUAGE = 4;

    private record Unit(String language, String text) {}

    private final TextPart part;
    private final String partLanguage;
    private final String target;
    private final Directions directions;
    private final PartState.Builder plan;
    private final Map<Unit, Integer> units = new HashMap<>();

    private Planner(TextPart part, Directions directions) {
        this.part = part;
        this.partLanguage = Languages.primary(part.language());
        this.target = Languages.primary(part.targetLanguage());
        this.directions = directions;
        this.plan = PartState.newBuilder()
                .setPartIndex(part.index())
                .setLanguage(part.language())
                .setTargetLanguage(target);
    }

    static PartState.Builder plan(TextPart part, Directions directions) {
        var planner = new Planner(part, directions);
        part.segments().forEach(planner::add);
        return planner.plan;
    }

    private void add(Segment segment) {
        var text = SourceText.of(segment.getText(), segment.getProtectedSpansList());
        var planned = PlannedSegment.newBuilder()
                .setSegmentId(new SegmentId(part.index(), segment.getIndex()).toString())
                .setSeparator(segment.getSeparator());
        String language = language(segment, text);
        if (segment.getBlockKind() == BlockKind.BLOCK_KIND_CODE || !text.hasWords()) {
            planned.setText(segment.getText()).addFlags(TranslationFlag.TRANSLATION_FLAG_COPIED);
        } else if (language.equals(target)) {
            planned.setText(segment.getText()).addFlags(TranslationFlag.TRANSLATION_FLAG_SAME_LANGUAGE);
        } else {
            planned.setPrefix(text.prefix()).setSuffix(text.suffix()).setUnit(unit(text, language) + 1);
            if (segment.getCut()) {
                planned.addFlags(TranslationFlag.TRANSLATION_FLAG_CUT);
            }
        }
        plan.addSegments(planned);
    }

    private String language(Segment segment, SourceText text) {
        if (!part.sourceLanguage().isEmpty()) {
            return Languages.primary(part.sourceLanguage());
        }
        String detected = Languages.primary(segment.getLanguage());
        boolean doubtful = detected.isEmpty() || Words.of(text.core()).size() < WORDS_TO_TELL_A_LANGUAGE;
        return doubtful && !partLanguage.isEmpty() ? partLanguage : detected;
    }

    private int unit(SourceText text, String language) {
        return units.computeIfAbsent(new Unit(language, text.core()), unit -> {
            UnitState.Builder state =
                    UnitState.newBuilder().setSource(text.core()).addAllProtectedSpans(text.spans());
            directions
                    .find(language, target)
                    .ifPresentOrElse(
                            route -> state.addAllPath(route.path()).addAllModels(route.models()),
                            () -> state.setFailure(unavailable(language)));
            plan.addUnits(state);
            return plan.getUnitsCount() - 1;
        });
    }

    private InferenceFailure unavailable(String language) {
        var failure = directions.unavailable(language, target);
        return InferenceFailure.newBuilder()
                .setCode(failure.code().name())
                .setReason(failure.reason())
                .setRetryable(failure.code().retryable())
                .build();
    }
}
