package dev.scriptorium.ingest.extraction.parse;

import java.util.Optional;

/**
 * Reads plain text and Markdown in UTF-8 without any parser: nothing in it can hang, run or take more memory than a small
 * multiple of its size, so that it needs no process of its own. Safe for use by many threads.
 */
public final class PlainTextParser {

    private PlainTextParser() {}

    /** Whether it is worth to look at the bytes: what is promised is text. */
    public static boolean mayRead(String name, String declaredMediaType) {
        return DocumentFormat.promisedBy(name, declaredMediaType)
                .filter(format -> format == DocumentFormat.TEXT || format == DocumentFormat.MARKDOWN)
                .isPresent();
    }

    /** Reads what was promised to be text; empty where the bytes are something else, and nothing was written. */
    public static Optional<DocumentFormat> read(byte[] bytes, String name, String declaredMediaType, PartWriter out) {
        return DocumentFormat.promisedBy(name, declaredMediaType)
                .flatMap(format -> TextContent.utf8(bytes)
                        .filter(text -> !TextContent.isAnotherFormat(text))
                        .map(text -> {
                            readText(format, text, out);
                            out.end();
                            return format;
                        }));
    }

    static void readText(DocumentFormat format, String text, PartWriter out) {
        switch (format) {
            case MARKDOWN -> MarkdownBlocks.read(text, out);
            case CSV -> CsvBlocks.read(text, out);
            default -> TextBlocks.read(text, out);
        }
    }
}
