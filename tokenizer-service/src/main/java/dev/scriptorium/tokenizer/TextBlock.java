package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * A block with the text that stands between it and the next one.
 *
 * @param joiner empty behind the last block of a text
 * @param boilerplate navigation, headers, footers and the like: never in a summary
 * @param codeOffsets where inline codes stand in the text
 */
public record TextBlock(
        int index,
        BlockKind kind,
        Place place,
        String text,
        String joiner,
        boolean boilerplate,
        List<Integer> codeOffsets) {

    public TextBlock {
        codeOffsets = List.copyOf(codeOffsets);
    }

    /** A block of the document's own text, without inline codes. */
    public TextBlock(int index, BlockKind kind, Place place, String text, String joiner) {
        this(index, kind, place, text, joiner, false, List.of());
    }

    /**
     * The blocks of one part of a document. The cells of a row are joined by tabs, rows and list items by line breaks,
     * everything else by an empty line.
     *
     * @param moreFollow whether another part follows, so that the last block is joined to it
     */
    public static List<TextBlock> of(List<Block> blocks, boolean moreFollow) {
        List<TextBlock> joined = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            String joiner =
                    i + 1 < blocks.size() ? joiner(block, blocks.get(i + 1)) : moreFollow ? atPartEnd(block) : "";
            joined.add(new TextBlock(
                    block.getIndex(),
                    block.getKind(),
                    block.getPlace(),
                    block.getText(),
                    joiner,
                    block.getBoilerplate(),
                    block.getCodeOffsetsList()));
        }
        return joined;
    }

    /** A plain text as blocks: one for each paragraph, joined by just what stands between them. */
    public static List<TextBlock> ofPlainText(String text) {
        List<TextBlock> blocks = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end;
            while (end >= 0 && (next = skipEmptyLines(text, end)) < 0) {
                end = text.indexOf('\n', end + 1);
            }
            if (end < 0) {
                end = text.length();
                next = end;
            }
            blocks.add(new TextBlock(
                    blocks.size(),
                    BlockKind.BLOCK_KIND_PARAGRAPH,
                    Place.getDefaultInstance(),
                    text.substring(start, end),
                    text.substring(end, next)));
            start = next;
        }
        return blocks;
    }

    /** Where the text goes on behind the empty lines that begin at a line break; -1 where the next line is not empty. */
    private static int skipEmptyLines(String text, int lineBreak) {
        int behind = -1;
        for (int i = lineBreak + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                behind = i + 1;
            } else if (c != ' ' && c != '\t' && c != '\r') {
                break;
            }
        }
        return behind;
    }

    private static String joiner(Block block, Block next) {
        if (block.getKind() != next.getKind()) {
            return "\n\n";
        }
        return switch (block.getKind()) {
            case BLOCK_KIND_LIST_ITEM -> "\n";
            case BLOCK_KIND_TABLE_CELL -> {
                String path = block.getPlace().getPath();
                String nextPath = next.getPlace().getPath();
                if (without(path, 1).equals(without(nextPath, 1))) {
                    yield "\t";
                }
                yield without(path, 2).equals(without(nextPath, 2)) ? "\n" : "\n\n";
            }
            default -> "\n\n";
        };
    }

    private static String atPartEnd(Block block) {
        return switch (block.getKind()) {
            case BLOCK_KIND_LIST_ITEM, BLOCK_KIND_TABLE_CELL -> "\n";
            default -> "\n\n";
        };
    }

    /** "table 2, row 3, column 1" without its last elements: the same for all cells of a row, or of a table. */
    private static String without(String path, int elements) {
        String shorter = path;
        for (int i = 0; i < elements; i++) {
            int comma = shorter.lastIndexOf(", ");
            shorter = comma < 0 ? "" : shorter.substring(0, comma);
        }
        return shorter;
    }
}
