package dev.scriptorium.translator.part;

import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_COPIED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_CUT;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_SAME_LANGUAGE;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_SOURCE_LANGUAGE;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_TOO_LONG;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.proto.translator.v1.PlannedSegment;
import dev.scriptorium.proto.translator.v1.Remembered;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import dev.scriptorium.proto.translator.v1.SegmentOrigin;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.proto.translator.v1.UnitState;
import dev.scriptorium.translator.glossary.Terms;
import dev.scriptorium.translator.route.Directions;
import dev.scriptorium.translator.text.Languages;
import dev.scriptorium.translator.text.LittleWords;
import dev.scriptorium.translator.text.Scripts;
import dev.scriptorium.translator.text.SourceText;
import dev.scriptorium.translator.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    private final Terms terms;
    private final PartState.Builder plan;
    private final Map<Unit, Integer> units = new HashMap<>();

    private Planner(TextPart part, Directions directions, Terms terms) {
        this.part = part;
        this.partLanguage = Languages.primary(part.language());
        this.target = Languages.primary(part.targetLanguage());
        this.directions = directions;
        this.terms = terms;
        this.plan = PartState.newBuilder()
                .setPartIndex(part.index())
                .setLanguage(part.language())
                .setTargetLanguage(target);
    }

    static PartState.Builder plan(TextPart part, Directions directions, Terms terms) {
        var planner = new Planner(part, directions, terms);
        part.segments().forEach(planner::add);
        return planner.plan;
    }

    private void add(Segment segment) {
        var plain = SourceText.of(segment.getText(), segment.getProtectedSpansList());
        String language = language(segment, plain);
        SourceText text = plain.between(language, target).and(terms.find(plain.core(), language, target));
        var planned = PlannedSegment.newBuilder()
                .setSegmentId(new SegmentId(part.index(), segment.getIndex()).toString())
                .setSeparator(segment.getSeparator());
        List<TranslationFlag> copied = reasonToCopy(segment, plain, text, language);
        if (!copied.isEmpty()) {
            planned.setText(segment.getText()).addAllFlags(copied);
        } else {
            int unit = unit(text, language);
            if (segment.getInlineCodes()) {
                plan.getUnitsBuilder(unit).setAligned(true);
            }
            planned.setPrefix(text.prefix())
                    .setSuffix(text.suffix())
                    .setUnit(unit + 1)
                    .addAllFlags(knownBefore(segment, text, language));
            text.asTerm()
                    .ifPresent(term -> planned.setRemembered(Remembered.newBuilder()
                            .setText(term)
                            .setMatch(SegmentMatch.SEGMENT_MATCH_GLOSSARY)
                            .setOrigin(SegmentOrigin.SEGMENT_ORIGIN_PERSON)));
        }
        plan.addSegments(planned);
    }

    /** Flags of a segment that no model is asked about; empty for one that is translated. */
    private List<TranslationFlag> reasonToCopy(Segment segment, SourceText plain, SourceText text, String language) {
        if (segment.getBlockKind() == BlockKind.BLOCK_KIND_CODE || !plain.hasWords()) {
            return List.of(TRANSLATION_FLAG_COPIED);
        }
        if (language.equals(target)) {
            return List.of(TRANSLATION_FLAG_SAME_LANGUAGE);
        }
        String words = plain.outside(SourceText::copied);
        if (Scripts.share(words, language) * 2 < 1) {
            return Scripts.share(words, target) * 2 < 1
                    ? List.of(TRANSLATION_FLAG_COPIED, TRANSLATION_FLAG_SOURCE_LANGUAGE)
                    : List.of(TRANSLATION_FLAG_SAME_LANGUAGE);
        }
        return text.hasWords() ? List.of() : List.of(TRANSLATION_FLAG_COPIED);
    }

    private static List<TranslationFlag> knownBefore(Segment segment, SourceText text, String language) {
        List<TranslationFlag> flags = new ArrayList<>();
        if (segment.getCut()) {
            flags.add(TRANSLATION_FLAG_CUT);
        }
        if (text.hasLongRun()) {
            flags.add(TRANSLATION_FLAG_TOO_LONG);
        }
        if (LittleWords.otherThan(language, Words.of(text.outside(SourceText::copied)))
                .isPresent()) {
            flags.add(TRANSLATION_FLAG_SOURCE_LANGUAGE);
        }
        return flags;
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
            UnitState.Builder state = UnitState.newBuilder()
                    .setSource(text.core())
                    .addAllProtectedSpans(text.spans())
                    .addAllForbidden(terms.forbidden(text.core(), language, target))
                    .setSettled(text.asTerm().isPresent())
                    .setAllCapitals(text.isInCapitals());
            directions
                    .find(language, target)
                    .ifPresentOrElse(
                            route -> state.addAllPath(route.path())
                                    .addAllModels(route.models())
                                    .addAllModelDigests(route.modelDigests())
                                    .addAllScoreThresholds(route.scoreThresholds()),
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
