package dev.scriptorium.ingest.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job whose documents are files. Describes what {@link MultipartJob} reads part by part. */
@Schema(
        name = "SubmitFiles",
        requiredProperties = {"files", "tasks"})
public record SubmitFiles(
        TasksBody tasks,

        @Schema(description = "One part for each document, each with a file name")
        List<FilePart> files) {

    /** The bytes of a document. */
    @Schema(name = "FilePart", type = SchemaType.STRING, format = "binary")
    public record FilePart() {}
}
