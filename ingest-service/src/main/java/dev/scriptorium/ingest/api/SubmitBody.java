package dev.scriptorium.ingest.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job whose documents are given as text. */
@Schema(name = "Submit")
public record SubmitBody(
        @Nullable List<TextDocument> documents, @Nullable TasksBody tasks) {

    /** A document as text. */
    @Schema(name = "TextDocument")
    public record TextDocument(
            @Schema(description = "A name to know it by") @Nullable
            String name,

            @Nullable String text,

            @Schema(description = "Without it plain text") @Nullable
            String mediaType) {}
}
