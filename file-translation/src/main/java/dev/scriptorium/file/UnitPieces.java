package dev.scriptorium.file;

import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of a text unit: texts that are translated each on its own, and what stands between them, such as a line break.
 *
 * @param pieces in their order; together they are the unit
 */
record UnitPieces(List<Piece> pieces) {

    /** A part of a unit; one that is not text stays as it is. */
    record Piece(CodedText content, boolean isText) {}

    static UnitPieces of(TextUnit unit) {
        List<Piece> pieces = new ArrayList<>();
        String text = unit.text().text();
        CodedText.Builder piece = new CodedText.Builder();
        int next = 0;
        List<InlineCode> codes = unit.text().codes();
        for (int i = 0; i <= text.length(); i++) {
            while (next < codes.size() && codes.get(next).offset() == i) {
                InlineCode code = codes.get(next++);
                if (code.ends()) {
                    add(pieces, piece);
                    pieces.add(new Piece(new CodedText.Builder().code(code).build(), false));
                    piece = new CodedText.Builder();
                } else {
                    piece.code(code);
                }
            }
            if (i < text.length()) {
                char c = text.charAt(i);
                if (c == '\t' || unit.hardLines() && (c == '\n' || c == '\r')) {
                    add(pieces, piece);
                    pieces.add(new Piece(CodedText.of(String.valueOf(c)), false));
                    piece = new CodedText.Builder();
                } else {
                    piece.text(String.valueOf(c));
                }
            }
        }
        add(pieces, piece);
        return new UnitPieces(pieces);
    }

    private static void add(List<Piece> pieces, CodedText.Builder piece) {
        CodedText content = piece.build();
        pieces.add(new Piece(content, content.hasLetters()));
    }

    /** The texts that are to be translated, as models get them. */
    List<FileText> texts(TextKind kind) {
        return pieces.stream()
                .filter(Piece::isText)
                .map(piece -> text(kind, piece.content()))
                .toList();
    }

    private static FileText text(TextKind kind, CodedText content) {
        PlainText plain = PlainText.of(content.text());
        return new FileText(
                kind,
                plain.text(),
                content.codes().stream()
                        .map(code -> plain.before(code.offset()))
                        .distinct()
                        .toList());
    }
}
