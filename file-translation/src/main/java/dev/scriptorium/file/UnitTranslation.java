package dev.scriptorium.file;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.file.TranslatedSegments.Placed;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Replaces the texts of units by the translations of their segments, and counts. For one thread. */
public final class UnitTranslation implements UnaryOperator<TextUnit> {

    private final TranslatedSegments segments;
    private final Function<String, Optional<String>> alone;
    private int units;
    private int translatedSegments;
    private int codes;
    private int unplacedCodes;
    private long characters;
    private long untranslatedCharacters;

    /** @param alone the translation of a stretch of a segment by itself, if it is known */
    UnitTranslation(TranslatedSegments segments, Function<String, Optional<String>> alone) {
        this.segments = segments;
        this.alone = alone;
    }

    @Override
    public TextUnit apply(TextUnit unit) {
        if (!unit.wanted()) {
            return unit;
        }
        units++;
        codes += unit.text().codes().size();
        CodedText.Builder translated = new CodedText.Builder();
        for (UnitPieces.Piece piece : UnitPieces.of(unit).pieces()) {
            translated.add(piece.isText() ? piece(piece.content()) : piece.content());
        }
        CodedText result = translated.build();
        if (!indexes(result).equals(indexes(unit.text()))) {
            throw new FailureException(FailureCode.INTERNAL, "Inline codes were lost.");
        }
        return new TextUnit(unit.kind(), result, true, unit.hardLines());
    }

    private static List<Integer> indexes(CodedText text) {
        return text.codes().stream()
                .map(code -> code.content() == null ? code.index() : -1)
                .sorted()
                .toList();
    }

    private CodedText piece(CodedText piece) {
        PlainText plain = PlainText.of(piece.text());
        CodedText.Builder out = new CodedText.Builder();
        int position = 0;
        int code = 0;
        List<InlineCode> codes = piece.codes();
        List<Placed> placed = segments.of(plain.text());
        for (int i = 0; i < placed.size(); i++) {
            Placed segment = placed.get(i);
            int start = plain.origin(segment.start());
            int end = plain.origin(segment.end() - 1) + 1;
            // Codes in front of the white space before a segment are done; those within it stay where they are.
            while (code < codes.size() && codes.get(code).offset() < start) {
                out.text(piece.text().substring(position, codes.get(code).offset()));
                position = codes.get(code).offset();
                out.code(codes.get(code++));
            }
            out.text(piece.text().substring(position, start));
            CodedText.Builder content = new CodedText.Builder();
            position = start;
            boolean last = i == placed.size() - 1;
            while (code < codes.size() && belongs(codes.get(code), end, last)) {
                content.text(piece.text().substring(position, codes.get(code).offset()));
                position = codes.get(code).offset();
                content.code(codes.get(code++));
            }
            content.text(piece.text().substring(position, end));
            position = end;
            out.add(segment(content.build(), segment.segment()));
        }
        while (code < codes.size()) {
            out.text(piece.text().substring(position, codes.get(code).offset()));
            position = codes.get(code).offset();
            out.code(codes.get(code++));
        }
        return out.text(piece.text().substring(position)).build();
    }

    /** An opening code right behind a segment is one of the next segment. */
    private static boolean belongs(InlineCode code, int end, boolean last) {
        return code.offset() < end || code.offset() == end && (last || code.kind() != InlineCode.Kind.OPENING);
    }

    private CodedText segment(CodedText source, SegmentTranslation segment) {
        translatedSegments++;
        characters += segment.source().length();
        if (segment.untranslated()) {
            untranslatedCharacters += segment.source().length();
        }
        for (InlineCode code : source.codes()) {
            if (code.offset() + code.shown().length() > source.text().length()) {
                throw new FailureException(FailureCode.INTERNAL, "A segment ends within an inline code.");
            }
        }
        String target = segment.target().isBlank()
                ? segment.source()
                : PlainText.of(segment.target()).text();
        CodePlacement.Result placed = CodePlacement.place(source, target, segment.alignment(), alone);
        unplacedCodes += placed.unplaced();
        return placed.text();
    }

    Translated counted() {
        return new Translated(units, translatedSegments, codes, unplacedCodes, characters, untranslatedCharacters);
    }

    /** What was translated of a file. Characters are those of the source. */
    public record Translated(
            int units, int segments, int codes, int unplacedCodes, long characters, long untranslatedCharacters) {}
}
