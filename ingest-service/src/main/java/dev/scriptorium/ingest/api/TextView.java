package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.ingest.extraction.DocumentTexts.DocumentText;
import dev.scriptorium.proto.document.v1.Block;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The text of a document with the places where it stands. */
@Schema(name = "DocumentText")
public record TextView(
        @Schema(description = "As detected by the content") String mediaType,

        @Schema(description = "What of the document was not read, such as an attachment or a picture with text")
        List<String> unread,

        @Schema(description = "In reading order") List<BlockView> blocks) {

    private static final String KIND_PREFIX = "BLOCK_KIND_";

    static TextView of(DocumentText text) {
        return new TextView(
                text.mediaType(),
                text.unread(),
                text.blocks().stream().map(BlockView::of).toList());
    }

    /** A piece of text with its place. */
    @Schema(name = "Block")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BlockView(
            @Schema(enumeration = {"HEADING", "PARAGRAPH", "LIST_ITEM", "TABLE_CELL", "CODE", "COMMENT"})
            String kind,

            @Schema(description = "From 1; not there where the format has no pages") @Nullable
            Integer page,

            @Schema(description = "Such as table 2, row 3, column 1; not there where there is none") @Nullable
            String path,

            String text,

            @Schema(description = "Navigation, a page header or footer, a notice or a comment: never in a summary")
            boolean boilerplate) {

        static BlockView of(Block block) {
            int page = block.getPlace().getPage();
            String path = block.getPlace().getPath();
            return new BlockView(
                    block.getKind().name().substring(KIND_PREFIX.length()),
                    page == 0 ? null : page,
                    path.isEmpty() ? null : path,
                    block.getText(),
                    block.getBoilerplate());
        }
    }
}
