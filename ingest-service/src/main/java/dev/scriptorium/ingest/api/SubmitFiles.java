package dev.scriptorium.ingest.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job whose documents are files, files of archives, or lines of JSON. Describes what {@link MultipartJob} reads part by part. */
@Schema(
        name = "SubmitFiles",
        requiredProperties = {"tasks"})
public record SubmitFiles(
        TasksBody tasks,

        @Schema(description = "One part for each document, each with a file name") @Nullable
        List<FilePart> files,

        @Schema(description = "A zip or a tar.gz a part; each file is a document named by its path") @Nullable
        List<FilePart> archives,

        @Schema(
                description =
                        "JSON Lines: an object a line with text, and perhaps customId, name, mediaType and language, as in a submission in JSON")
        @Nullable
        List<FilePart> lines,

        WebhookBodies.@Nullable OfJob webhook) {

    /** The bytes of a document. */
    @Schema(name = "FilePart", type = SchemaType.STRING, format = "binary")
    public record FilePart() {}
}
