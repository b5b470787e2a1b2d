package dev.scriptorium.ingest.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job whose documents are given as text. Describes what {@link JsonJob} reads token by token. */
@Schema(
        name = "Submit",
        requiredProperties = {"documents", "tasks"})
public record SubmitBody(List<TextDocument> documents, TasksBody tasks, WebhookBodies.@Nullable OfJob webhook) {

    /** A document as text. */
    @Schema(
            name = "TextDocument",
            requiredProperties = {"text"})
    public record TextDocument(
            @Schema(description = "Your own name for it, unique in its job") @Nullable
            String customId,

            @Schema(description = "A name to know it by; by default document-1.txt, document-2.txt, ...") @Nullable
            String name,

            String text,

            @Schema(description = "Media type of the text; plain text by default") @Nullable
            String mediaType,

            @Schema(description = "Language of the text, such as en or en-US; by default tasks.sourceLanguage")
            @Nullable
            String language) {}
}
