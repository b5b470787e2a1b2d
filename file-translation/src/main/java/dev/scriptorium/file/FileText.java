package dev.scriptorium.file;

import java.util.List;

/**
 * A text of a file that is to be translated.
 *
 * @param codeOffsets where inline codes stand in it, in UTF-16 units, ascending
 */
public record FileText(TextKind kind, String text, List<Integer> codeOffsets) {

    public FileText {
        codeOffsets = List.copyOf(codeOffsets);
    }
}
