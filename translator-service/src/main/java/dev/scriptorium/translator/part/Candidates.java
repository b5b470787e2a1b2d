package dev.scriptorium.translator.part;

import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_FAILED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_NUMBERS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_PLACEHOLDERS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_TRUNCATED;

import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.translator.v1.Candidate;
import dev.scriptorium.proto.translator.v1.UnitState;
import dev.scriptorium.translator.check.Attempt;
import dev.scriptorium.translator.check.Checks;
import dev.scriptorium.translator.text.NumberForm;
import dev.scriptorium.translator.text.Pieces;
import dev.scriptorium.translator.text.SourceText;
import java.util.List;
import java.util.function.UnaryOperator;

/** What models gave for a text: read, checked and compared, so that the best of it is kept. */
final class Candidates {

    private Candidates() {}

    static Candidate written(GeneratedText generated) {
        return Candidate.newBuilder()
                .setText(generated.getText().strip())
                .setScore(generated.getScore())
                .addAllFlags(generated.getTruncated() ? List.of(TRANSLATION_FLAG_TRUNCATED) : List.of())
                .build();
    }

    static Candidate checked(UnitState.Builder unit, String target, float score, boolean truncated) {
        var attempt = new Attempt(
                source(unit.build()), target, unit.getPath(0), unit.getPath(unit.getPathCount() - 1), truncated);
        return Candidate.newBuilder()
                .setText(target)
                .setScore(score)
                .addAllFlags(Checks.flags(attempt))
                .build();
    }

    static SourceText source(UnitState unit) {
        return new SourceText("", unit.getSource(), "", unit.getProtectedSpansList());
    }

    static Pieces pieces(UnitState unit) {
        return Pieces.of(source(unit), numbers(unit));
    }

    /** From a number of the source to the one that stands in the translation where no model sees it. */
    static UnaryOperator<String> numbers(UnitState unit) {
        return number -> NumberForm.rewritten(number, unit.getPath(0), unit.getPath(unit.getPathCount() - 1));
    }

    /** How many sorts of protected spans are missing or changed. */
    static long lost(Candidate candidate) {
        return candidate.getFlagsList().stream()
                .filter(flag -> flag == TRANSLATION_FLAG_PLACEHOLDERS || flag == TRANSLATION_FLAG_NUMBERS)
                .count();
    }

    static boolean failed(Candidate candidate) {
        return candidate.getFlagsList().contains(TRANSLATION_FLAG_FAILED);
    }

    static void takePiece(Candidate.Builder piece, Generated generated) {
        if (!generated.hasText() || generated.getText().getText().isBlank()) {
            piece.addFlags(TRANSLATION_FLAG_FAILED);
            return;
        }
        Candidate written = written(generated.getText());
        piece.setText(written.getText())
                .setScore(Math.min(piece.getScore(), written.getScore()))
                .addAllFlags(written.getFlagsList());
    }

    /** Puts the pieces together: what they keep of spans goes before what else the checks may find. */
    static void join(UnitState.Builder unit) {
        List<Candidate> pieces = unit.getPiecesList();
        if (!pieces.isEmpty() && pieces.stream().noneMatch(Candidates::failed)) {
            Candidate joined = checked(
                    unit,
                    pieces(unit.build())
                            .join(pieces.stream().map(Candidate::getText).toList()),
                    (float) pieces.stream()
                            .mapToDouble(Candidate::getScore)
                            .min()
                            .orElseThrow(),
                    pieces.stream().anyMatch(piece -> piece.getFlagsCount() > 0));
            if (!failed(joined) && lost(joined) < lost(unit.getBest())) {
                unit.setBest(joined);
            }
        }
        unit.clearPieces();
    }

    static void keepBetter(UnitState.Builder unit, Candidate candidate) {
        if (!unit.hasBest() || better(candidate, unit.getBest())) {
            unit.setBest(candidate);
        }
    }

    private static boolean better(Candidate candidate, Candidate best) {
        if (failed(candidate) || failed(best)) {
            return !failed(candidate);
        }
        int fewer = best.getFlagsCount() - candidate.getFlagsCount();
        return fewer > 0 || fewer == 0 && candidate.getScore() > best.getScore();
    }
}
