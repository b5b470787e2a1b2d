package dev.scriptorium.translator.part;

import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_FAILED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_GLOSSARY_TERM_FORBIDDEN;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_GLOSSARY_TERM_MISSING;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_LOW_SCORE;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_NUMBERS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_PLACEHOLDERS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_SYMBOLS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_TOO_LONG;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_TRUNCATED;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.translator.v1.Candidate;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.proto.translator.v1.UnitState;
import dev.scriptorium.translator.check.Attempt;
import dev.scriptorium.translator.check.Checks;
import dev.scriptorium.translator.check.GlossaryTerms;
import dev.scriptorium.translator.text.Capitals;
import dev.scriptorium.translator.text.Masked;
import dev.scriptorium.translator.text.NumberMending;
import dev.scriptorium.translator.text.Pieces;
import dev.scriptorium.translator.text.SourceText;
import dev.scriptorium.translator.text.WordLinks;
import dev.scriptorium.translator.text.WordLinks.Aligned;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A distinct text of a part on its way through the models: what they are given, and the best of what they gave. It changes
 * the state that it stands on. Not for several threads.
 */
final class Unit {

    /** Characters of a piece of a text that is too long for a model as a whole. */
    private static final int PIECE = 300;

    /** Flags that say that something is missing which a translation without models could keep. */
    private static final Set<TranslationFlag> LOST = Set.of(
            TRANSLATION_FLAG_PLACEHOLDERS,
            TRANSLATION_FLAG_NUMBERS,
            TRANSLATION_FLAG_SYMBOLS,
            TRANSLATION_FLAG_GLOSSARY_TERM_MISSING);

    private final UnitState.Builder state;

    Unit(UnitState.Builder state) {
        this.state = state;
    }

    boolean takesPartIn(Step step) {
        if (state.getPathCount() == 0 || state.getSettled()) {
            return false;
        }
        return switch (step.phase()) {
            case FIRST -> step.leg() == 0 || state.hasPivoted();
            case RETRY ->
                step.leg() == 0
                        ? !state.getTooLong() && faults(state.getBest()) > 0 && !failedForGood()
                        : state.hasPivoted();
            case PIECES ->
                step.leg() == 0
                        ? state.getTooLong() || lost(state.getBest()) > 0
                        : state.getModelsCount() > 1
                                && state.getPiecesCount() > 0
                                && state.getPiecesList().stream().noneMatch(Unit::failed);
        };
    }

    /** How many texts a model is given in this step; opens the pieces before the first leg. */
    int open(Step step) {
        if (!step.isPieces()) {
            return 1;
        }
        if (step.leg() == 0) {
            pieces().texts()
                    .forEach(text -> state.addPieces(Candidate.newBuilder().setText(cased(text))));
        }
        return state.getPiecesCount();
    }

    /** @param piece of the unit, in the phase of pieces */
    String input(Step step, int piece) {
        if (step.isPieces()) {
            return state.getPieces(piece).getText();
        }
        return step.leg() == 0 ? cased(masked(step).line()) : state.getPivoted().getText();
    }

    void take(Step step, int piece, Generated generated) {
        if (step.isPieces()) {
            takePiece(step, state.getPiecesBuilder(piece), generated);
        } else if (generated.hasText()) {
            takeText(step, generated.getText());
        } else {
            state.clearPivoted().setFailure(generated.getFailure()).setTooLong(isTooLong(generated));
            keepBetter(Candidate.newBuilder().addFlags(TRANSLATION_FLAG_FAILED).build());
        }
    }

    private void takeText(Step step, GeneratedText text) {
        String input = input(step, 0);
        Candidate written = written(text, step.leg(), input);
        if (step.leg() == 0 && state.getModelsCount() > 1 && !written.getText().isEmpty()) {
            state.setPivoted(written);
            return;
        }
        Masked masked = masked(step);
        String line = cased(masked.line());
        List<Candidate> texts = new ArrayList<>(List.of(written));
        text.getAlternativesList().forEach(next -> texts.add(written(next, step.leg(), input)));
        for (Candidate next : texts) {
            String target =
                    masked.restore(state.getAllCapitals() ? Capitals.upper(next.getText(), target()) : next.getText());
            keepBetter(checked(target, next, new Aligned(line, next.getText(), alignment(state.getPivoted(), next))));
        }
        state.clearPivoted();
    }

    private void takePiece(Step step, Candidate.Builder piece, Generated generated) {
        if (generated.hasText() && !generated.getText().getText().isBlank()) {
            Candidate written = written(generated.getText(), step.leg(), piece.getText());
            Candidate before = step.leg() == 0 ? Candidate.getDefaultInstance() : piece.build();
            piece.setAlignment(alignment(before, written).toString())
                    .setText(written.getText())
                    .setScore(Math.min(piece.getScore(), written.getScore()))
                    .setLowScore(piece.getLowScore() || written.getLowScore())
                    .addAllFlags(written.getFlagsList());
        } else if (state.getTooLong() && isTooLong(generated)) {
            piece.addFlags(TRANSLATION_FLAG_TOO_LONG);
        } else {
            piece.addFlags(TRANSLATION_FLAG_FAILED);
        }
    }

    /** Joins the pieces, where there are any: what they keep of spans counts more than all else that the checks may find. */
    void join() {
        List<Candidate> pieces = state.getPiecesList();
        boolean allCopied =
                pieces.stream().allMatch(piece -> piece.getFlagsList().contains(TRANSLATION_FLAG_TOO_LONG));
        if (!allCopied && pieces.stream().noneMatch(Unit::failed)) {
            List<String> texts = pieces.stream()
                    .map(piece -> state.getAllCapitals() ? Capitals.upper(piece.getText(), target()) : piece.getText())
                    .toList();
            Candidate all = Candidate.newBuilder()
                    .setScore((float) pieces.stream()
                            .mapToDouble(Candidate::getScore)
                            .min()
                            .orElseThrow())
                    .setLowScore(pieces.stream().anyMatch(Candidate::getLowScore))
                    .addAllFlags(pieces.stream()
                            .flatMap(piece -> piece.getFlagsList().stream())
                            .distinct()
                            .toList())
                    .build();
            Aligned whole =
                    pieces().join(texts, pieces.stream().map(Unit::alignment).toList());
            Candidate joined = checked(whole.target(), all, whole);
            if (!failed(joined) && (state.getTooLong() || lost(joined) < lost(state.getBest()))) {
                state.setBest(joined);
            }
        }
        state.clearPieces();
    }

    /** What a model wrote, before the spans are put back. */
    private Candidate written(GeneratedText generated, int leg, String input) {
        float threshold = leg < state.getScoreThresholdsCount() ? state.getScoreThresholds(leg) : 0;
        return Candidate.newBuilder()
                .setText(generated.getText().strip())
                .setAlignment(
                        generated.hasAlignment()
                                ? WordLinks.of(generated.getAlignment(), input, generated.getText())
                                        .toString()
                                : "")
                .setScore(generated.getScore())
                .setLowScore(threshold != 0 && generated.getScore() < threshold)
                .addAllFlags(generated.getTruncated() ? List.of(TRANSLATION_FLAG_TRUNCATED) : List.of())
                .build();
    }

    private static WordAlignment alignment(Candidate candidate) {
        return WordAlignment.parse(candidate.getAlignment());
    }

    /** From what the first model got, where a pivot was in between. */
    private static WordAlignment alignment(Candidate pivoted, Candidate written) {
        return pivoted.getText().isEmpty()
                ? alignment(written)
                : WordLinks.composed(alignment(pivoted), alignment(written));
    }

    /** @param aligned what the first model got, and what the last one wrote */
    private Candidate checked(String restored, Candidate written, Aligned aligned) {
        Candidate pivoted = state.getPivoted();
        String target = NumberMending.mend(source(), restored, language(), target());
        boolean truncated = written.getFlagsList().contains(TRANSLATION_FLAG_TRUNCATED)
                || pivoted.getFlagsList().contains(TRANSLATION_FLAG_TRUNCATED);
        List<TranslationFlag> flags =
                new ArrayList<>(Checks.flags(new Attempt(source(), target, language(), target(), truncated)));
        if ((written.getLowScore() || pivoted.getLowScore()) && !flags.contains(TRANSLATION_FLAG_FAILED)) {
            flags.add(TRANSLATION_FLAG_LOW_SCORE);
        }
        if (GlossaryTerms.hasForbidden(state.getForbiddenList(), target)) {
            flags.add(TRANSLATION_FLAG_GLOSSARY_TERM_FORBIDDEN);
        }
        if (written.getFlagsList().contains(TRANSLATION_FLAG_TOO_LONG)) {
            flags.add(TRANSLATION_FLAG_TOO_LONG);
        }
        return Candidate.newBuilder()
                .setText(target)
                .setScore(state.hasPivoted() ? Math.min(written.getScore(), pivoted.getScore()) : written.getScore())
                .addAllFlags(flags)
                .setAlignment(
                        state.getAligned()
                                ? aligned.in(state.getSource(), target)
                                        .alignment()
                                        .toString()
                                : "")
                .build();
    }

    /**
     * At first the text as it is, since models keep most spans; after a fault, what they did not keep is hidden. Runs that are
     * too long and terms are hidden always, and all spans of a text in capitals, which would lose their case.
     */
    private Masked masked(Step step) {
        List<TranslationFlag> faults = step.isRetry() ? state.getBest().getFlagsList() : List.of();
        boolean spans = state.getAllCapitals() || faults.contains(TRANSLATION_FLAG_PLACEHOLDERS);
        boolean numbers = faults.contains(TRANSLATION_FLAG_NUMBERS);
        boolean symbols = state.getAllCapitals() || faults.contains(TRANSLATION_FLAG_SYMBOLS);
        return Masked.of(
                source(),
                span -> SourceText.isLong(span)
                        || switch (span.getKind()) {
                            case KIND_NUMBER -> numbers;
                            case KIND_AMOUNT -> numbers || state.getAllCapitals();
                            case KIND_SYMBOL -> symbols;
                            case KIND_TERM -> true;
                            case KIND_UNSPECIFIED, KIND_PLACEHOLDER, KIND_URL, KIND_EMAIL, KIND_CODE, UNRECOGNIZED ->
                                spans;
                        },
                language(),
                target());
    }

    private Pieces pieces() {
        return Pieces.of(source(), language(), target(), state.getTooLong() ? PIECE : Integer.MAX_VALUE);
    }

    private String cased(String text) {
        return state.getAllCapitals() ? Capitals.lower(text, language()) : text;
    }

    private SourceText source() {
        return new SourceText("", state.getSource(), "", state.getProtectedSpansList());
    }

    private String language() {
        return state.getPath(0);
    }

    private String target() {
        return state.getPath(state.getPathCount() - 1);
    }

    private void keepBetter(Candidate candidate) {
        if (!state.hasBest() || better(candidate, state.getBest())) {
            state.setBest(candidate);
        }
    }

    private static boolean isTooLong(Generated generated) {
        return generated.getFailure().getCode().equals(FailureCode.INPUT_TOO_LONG.name());
    }

    private boolean failedForGood() {
        return failed(state.getBest())
                && state.hasFailure()
                && !state.getFailure().getRetryable();
    }

    private static boolean better(Candidate candidate, Candidate best) {
        if (failed(candidate) || failed(best)) {
            return !failed(candidate);
        }
        long fewer = faults(best) - faults(candidate);
        return fewer > 0 || fewer == 0 && candidate.getScore() > best.getScore();
    }

    /** A low score alone is no fault that another try could mend. */
    private static long faults(Candidate candidate) {
        return candidate.getFlagsList().stream()
                .filter(flag -> flag != TRANSLATION_FLAG_LOW_SCORE)
                .count();
    }

    /** How many sorts of protected spans are missing or changed. */
    private static long lost(Candidate candidate) {
        return candidate.getFlagsList().stream().filter(LOST::contains).count();
    }

    private static boolean failed(Candidate candidate) {
        return candidate.getFlagsList().contains(TRANSLATION_FLAG_FAILED);
    }
}
