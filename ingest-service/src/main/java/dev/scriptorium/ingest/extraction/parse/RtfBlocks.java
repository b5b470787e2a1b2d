package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the paragraphs of an {@link RtfReader} into blocks: headings by style, outline level or font, list items, cells,
 * and notes behind their paragraph.
 */
final class RtfBlocks implements RtfReader.Paragraphs {

    private static final float HEADING_SIZE = 1.15f;
    private static final int LONGEST_HEADING = 150;

    private final PartWriter out;
    private final boolean comments;
    private final List<RtfReader.Paragraph> paragraphs = new ArrayList<>();

    private RtfBlocks(PartWriter out, boolean comments) {
        this.out = out;
        this.comments = comments;
    }

    static void read(byte[] rtf, PartWriter out, boolean comments) {
        RtfBlocks blocks = new RtfBlocks(out, comments);
        RtfReader reader = new RtfReader(rtf, blocks);
        reader.read();
        if (reader.isCutOff()) {
            throw new FailureException(FailureCode.DOC_CORRUPT, "The RTF file is cut off: its end is missing.");
        }
        blocks.write();
    }

    @Override
    public void add(RtfReader.Paragraph paragraph) {
        if (!paragraph.text().isBlank() || !paragraph.cell().isEmpty()) {
            paragraphs.add(paragraph);
        }
    }

    @Override
    public void unread(String what) {
        out.unread(what);
    }

    private void write() {
        Map<Integer, Integer> sizes = new HashMap<>();
        int bold = 0;
        int all = 0;
        for (RtfReader.Paragraph paragraph : paragraphs) {
            sizes.merge(paragraph.size(), paragraph.text().length(), Integer::sum);
            all += paragraph.text().length();
            bold += paragraph.bold() ? paragraph.text().length() : 0;
        }
        int body = sizes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0);
        for (RtfReader.Paragraph paragraph : paragraphs) {
            write(paragraph, body, bold * 2 > all);
        }
    }

    private void write(RtfReader.Paragraph paragraph, int body, boolean mostIsBold) {
        String text = paragraph.text();
        boolean aside = paragraph.kind() == RtfReader.Kind.HEADER;
        Place place = Place.newBuilder().setPath(paragraph.cell()).build();
        if (paragraph.kind() == RtfReader.Kind.COMMENT) {
            if (comments) {
                out.add(BlockKind.BLOCK_KIND_COMMENT, place, text, true);
            }
        } else if (!paragraph.cell().isEmpty()) {
            TextBlocks.readParagraph(
                    text, (kind, unit) -> out.add(BlockKind.BLOCK_KIND_TABLE_CELL, place, unit, aside));
        } else if (paragraph.heading() || isHeading(paragraph, body, mostIsBold)) {
            out.add(BlockKind.BLOCK_KIND_HEADING, place, text, aside);
        } else if (paragraph.item()) {
            out.add(BlockKind.BLOCK_KIND_LIST_ITEM, place, text, aside);
        } else {
            TextBlocks.readParagraph(text, (kind, unit) -> out.add(kind, place, unit, aside));
        }
    }

    private static boolean isHeading(RtfReader.Paragraph paragraph, int body, boolean mostIsBold) {
        String text = paragraph.text().strip();
        boolean larger = paragraph.size() >= body * HEADING_SIZE;
        return paragraph.kind() == RtfReader.Kind.TEXT
                && !paragraph.item()
                && (larger || paragraph.bold() && !mostIsBold)
                && text.length() <= LONGEST_HEADING
                && text.indexOf('\n') < 0
                && (larger || ".;,:".indexOf(text.charAt(text.length() - 1)) < 0)
                && text.codePoints().anyMatch(Character::isLetter);
    }
}
