package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes blocks in reading order, normalises and numbers them, and hands them on in parts that are short enough for one
 * record. A block that is longer than a part is cut into several. For one thread.
 */
public final class PartWriter {

    /** In UTF-16 units: at most 144 KiB in UTF-8, which leaves room for what the later stages add. */
    public static final int PART_CHARACTERS = 48 * 1024;

    /** Spreadsheets have blocks of a few characters whose places weigh more than their text. */
    public static final int PART_BLOCKS = 2_000;

    private static final int MAX_UNREAD = 20;
    private static final int MAX_UNREAD_CHARACTERS = 200;

    private final Limits limits;
    private final Set<String> unread = new LinkedHashSet<>();
    private final Consumer<ExtractedPart> parts;
    private ExtractedPart.Builder part = ExtractedPart.newBuilder();
    private int partCharacters;
    private long characters;
    private int blocks;
    private @Nullable FailureException refusal;

    public PartWriter(Limits limits, Consumer<ExtractedPart> parts) {
        this.limits = limits;
        this.parts = parts;
    }

    /**
     * Adds a block, unless it has no text.
     *
     * @throws FailureException DOC_TOO_LARGE at the first block that is too much
     */
    void add(BlockKind kind, Place place, CharSequence raw) {
        add(kind, place, raw, false);
    }

    /** Adds a block, unless it has no text; boilerplate never gets into a summary. */
    void add(BlockKind kind, Place place, CharSequence raw, boolean boilerplate) {
        add(
                kind,
                place,
                kind == BlockKind.BLOCK_KIND_CODE ? BlockText.code(raw) : BlockText.prose(raw),
                boilerplate,
                List.of());
    }

    /**
     * Adds a block, unless it has no text.
     *
     * @param plain as {@link dev.scriptorium.file.PlainText} gives it
     * @param codeOffsets where inline codes stand in it, ascending
     */
    void add(BlockKind kind, Place place, String plain, List<Integer> codeOffsets) {
        add(kind, place, plain, false, codeOffsets);
    }

    private void add(BlockKind kind, Place place, String text, boolean boilerplate, List<Integer> codeOffsets) {
        if (text.isEmpty()) {
            return;
        }
        characters += text.length();
        if (characters > limits.maxCharacters()) {
            throw refuse("The document has more than " + limits.maxCharacters() + " characters of text.");
        }
        for (int from = 0; from < text.length(); ) {
            int end = BlockText.cut(text, from, PART_CHARACTERS);
            int start = from;
            append(Block.newBuilder()
                    .setKind(kind)
                    .setPlace(place)
                    .setText(text.substring(from, end).stripTrailing())
                    .setBoilerplate(boilerplate)
                    .addAllCodeOffsets(codeOffsets.stream()
                            .filter(offset -> offset >= start && offset <= end)
                            .map(offset -> offset - start)
                            .toList()));
            from = end;
        }
    }

    /** A page begins. */
    void page(int number) {
        if (number > limits.maxPages()) {
            throw refuse("The document has more than " + limits.maxPages() + " pages.");
        }
    }

    /**
     * Notes that something of the document is not read.
     *
     * @param what for example {@code "attachment offer.pdf"}
     */
    void unread(String what) {
        String text = BlockText.prose(what);
        if (unread.size() < MAX_UNREAD && !text.isEmpty()) {
            unread.add(text.substring(0, BlockText.cut(text, 0, MAX_UNREAD_CHARACTERS))
                    .strip());
        }
    }

    /** What was not read, in the order in which it was found, each once. */
    public List<String> unread() {
        return List.copyOf(unread);
    }

    /** Blocks that were added so far. */
    int blocks() {
        return blocks;
    }

    /** Hands on the last part. */
    void end() {
        flush();
        if (blocks == 0) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "The document has no text.");
        }
    }

    /** The limit that was exceeded; kept because a parser may swallow the exception. */
    Optional<FailureException> refusal() {
        return Optional.ofNullable(refusal);
    }

    private void append(Block.Builder block) {
        String text = block.getText();
        if (++blocks > limits.maxBlocks()) {
            throw refuse("The document has more than " + limits.maxBlocks() + " paragraphs and table cells.");
        }
        if (partCharacters + text.length() > PART_CHARACTERS || part.getBlocksCount() == PART_BLOCKS) {
            flush();
        }
        partCharacters += text.length();
        part.addBlocks(block.setIndex(blocks - 1));
    }

    private void flush() {
        if (part.getBlocksCount() > 0) {
            parts.accept(part.build());
            part = ExtractedPart.newBuilder();
            partCharacters = 0;
        }
    }

    private FailureException refuse(String reason) {
        refusal = new FailureException(FailureCode.DOC_TOO_LARGE, reason);
        return refusal;
    }
}
