package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.file.FileTranslation;
import dev.scriptorium.file.TextKind;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.IOException;

/** The text units of a file, which can be written again with other texts. */
final class UnitBlocks {

    private UnitBlocks() {}

    static void read(DocumentFormat format, SourceFile source, PartWriter out) throws IOException {
        FileTranslation.of(
                        format.file()
                                .orElseThrow(() -> new FailureException(
                                        FailureCode.FILE_UNSUPPORTED,
                                        "A translated file of the format " + format.title()
                                                + " is not written; ask for the text.")),
                        source.file())
                .read(text -> out.add(kind(text.kind()), Place.getDefaultInstance(), text.text(), text.codeOffsets()));
    }

    private static BlockKind kind(TextKind kind) {
        return switch (kind) {
            case PARAGRAPH -> BlockKind.BLOCK_KIND_PARAGRAPH;
            case HEADING -> BlockKind.BLOCK_KIND_HEADING;
            case LIST_ITEM -> BlockKind.BLOCK_KIND_LIST_ITEM;
            case TABLE_CELL -> BlockKind.BLOCK_KIND_TABLE_CELL;
        };
    }
}
