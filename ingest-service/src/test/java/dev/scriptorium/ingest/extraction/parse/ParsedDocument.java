package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** What came out of a document: blocks as short lines, to be compared. */
record ParsedDocument(DocumentFormat format, List<ExtractedPart> parts, List<String> unread) {

    static final Limits LIMITS = new Limits(5_000_000, 200_000, 5_000);

    /** @param folder where the bytes are put, under a name that says nothing */
    static ParsedDocument of(byte[] bytes, String name, String declaredMediaType, Path folder) {
        return of(bytes, name, declaredMediaType, folder, false);
    }

    static ParsedDocument withComments(byte[] bytes, String name, Path folder) {
        return of(bytes, name, "", folder, true);
    }

    private static ParsedDocument of(
            byte[] bytes, String name, String declaredMediaType, Path folder, boolean comments) {
        List<ExtractedPart> parts = new ArrayList<>();
        try {
            Path file = Files.write(Files.createTempFile(folder, "blob", ""), bytes);
            ParseResult result = new DocumentParser()
                    .parse(new SourceFile(file, name, declaredMediaType), LIMITS, comments, parts::add);
            return new ParsedDocument(result.format(), parts, result.unread());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    ParsedDocument(DocumentFormat format, List<ExtractedPart> parts) {
        this(format, parts, List.of());
    }

    static FailureCode refusalOf(byte[] bytes, String name, Path folder) {
        return Assertions.catchThrowableOfType(FailureException.class, () -> of(bytes, name, "", folder))
                .code();
    }

    List<Block> blocks() {
        return parts.stream().flatMap(part -> part.getBlocksList().stream()).toList();
    }

    List<BlockKind> kinds() {
        return blocks().stream().map(Block::getKind).toList();
    }

    /** For example {@code "LIST_ITEM p1 We hire ten people."}; boilerplate begins with {@code ~}. */
    List<String> lines() {
        return blocks().stream()
                .map(block -> (block.getBoilerplate() ? "~" : "")
                        + block.getKind().name().substring("BLOCK_KIND_".length())
                        + (block.getPlace().getPage() > 0
                                ? " p" + block.getPlace().getPage()
                                : "")
                        + (block.getPlace().getPath().isEmpty()
                                ? ""
                                : " [" + block.getPlace().getPath() + "]")
                        + " " + block.getText())
                .toList();
    }
}
