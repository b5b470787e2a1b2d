package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Joins the lines of a PDF to paragraphs, list items, headings and tables. What decides is the distance of lines compared
 * with the usual one of that font size, the font, the indentation, and whether the next word would have fitted.
 */
final class PdfLayout {

    /** More than the usual distance by this factor is a border. */
    private static final float APART = 1.25f;

    /** Lines of one paragraph are never further apart than this, in font sizes: double spacing is 2.4. */
    private static final float WIDEST_SPACING = 2.7f;

    private static final float OTHER_SIZE = 1.12f;
    private static final float HEADING_SIZE = 1.15f;
    private static final int LONGEST_HEADING = 150;
    private static final int MOST_HEADING_LINES = 3;
    private static final int LONGEST_CELL = 60;
    private static final float LONG_LINE = 0.6f;

    private static final Pattern BULLET = Pattern.compile("[•‣▪▫◦●○■□✓✔➢➤\uF0B7\uF0A7·*–-]");
    private static final Pattern NUMBERED = Pattern.compile("\\(?(?:\\d{1,3}|[a-z])[.)]\\s+\\S.*");
    private static final Pattern SECTION = Pattern.compile("\\d{1,2}(?:\\.\\d{1,2}){1,3}\\.?\\s+\\p{Lu}.*[^.;,:]");

    /** The dots of a table of contents. */
    private static final Pattern LEADER = Pattern.compile("\\s*(?:\\. ?|…){4,}\\s*");

    private static final String SENTENCE_ENDS = ".!?…。！？";

    private final List<PdfLine> lines;
    private final Map<Float, Float> spacings;
    private final float bodySize;
    private final boolean bodyBold;
    private final Map<Integer, List<PdfLine>> pages = new HashMap<>();
    private final Hyphenation hyphenation;
    private final List<Unit> units = new ArrayList<>();

    /**
     * A block of the document.
     *
     * @param path of a table cell, else empty
     */
    record Unit(BlockKind kind, int page, String path, String text, boolean boilerplate) {}

    /** @param lines without running headers and page numbers, in order */
    PdfLayout(List<PdfLine> lines) {
        this.lines = lines.stream().map(PdfLayout::withBulletInText).toList();
        hyphenation = new Hyphenation(this.lines.stream().map(PdfLine::text).toList());
        Map<Float, Integer> sizes = new HashMap<>();
        int boldCharacters = 0;
        int characters = 0;
        for (PdfLine line : this.lines) {
            int length = line.text().length();
            sizes.merge(line.size(), length, Integer::sum);
            characters += length;
            boldCharacters += line.bold() ? length : 0;
            pages.computeIfAbsent(line.page(), page -> new ArrayList<>()).add(line);
        }
        bodySize = sizes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0f);
        bodyBold = boldCharacters * 2 > characters;
        spacings = spacings(this.lines);
    }

    /** A bullet that stands apart from its item is no cell of a table. */
    private static PdfLine withBulletInText(PdfLine line) {
        List<PdfLine.Cell> cells = line.cells();
        if (cells.size() < 2) {
            return line;
        }
        String first = cells.getFirst().text().strip();
        boolean mark = BULLET.matcher(first).matches()
                || NUMBERED.matcher(first + " x").matches();
        if (!mark) {
            return line;
        }
        List<PdfLine.Cell> joined = new ArrayList<>(cells.subList(1, cells.size()));
        PdfLine.Cell second = joined.getFirst();
        joined.set(
                0,
                new PdfLine.Cell(first + " " + second.text(), cells.getFirst().left(), second.right()));
        return new PdfLine(line.page(), line.angle(), joined, line.top(), line.baseline(), line.size(), line.bold());
    }

    /** For each font size the most frequent distance of lines that follow each other. */
    private static Map<Float, Float> spacings(List<PdfLine> lines) {
        Map<Float, Map<Float, Integer>> counts = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            PdfLine before = lines.get(i - 1);
            PdfLine line = lines.get(i);
            float distance = line.baseline() - before.baseline();
            if (isBelow(before, line) && before.size() == line.size() && distance <= WIDEST_SPACING * line.size()) {
                counts.computeIfAbsent(line.size(), size -> new HashMap<>())
                        .merge((float) Math.round(distance * 2) / 2, 1, Integer::sum);
            }
        }
        Map<Float, Float> spacings = new HashMap<>();
        counts.forEach((size, distances) -> {
            int most =
                    distances.values().stream().mapToInt(count -> count).max().orElse(0);
            // Of distances that are nearly as frequent the smaller one is that within paragraphs.
            spacings.put(
                    size,
                    distances.entrySet().stream()
                            .filter(distance -> distance.getValue() * 2 >= most)
                            .map(Map.Entry::getKey)
                            .min(Float::compare)
                            .orElseThrow());
        });
        return spacings;
    }

    private static boolean isBelow(PdfLine before, PdfLine line) {
        return before.page() == line.page()
                && before.angle() == line.angle()
                && line.baseline() > before.baseline() + 0.5f * line.size()
                && line.left() < before.right()
                && line.right() > before.left();
    }

    List<Unit> units() {
        List<PdfLine> paragraph = new ArrayList<>();
        int table = 0;
        for (int i = 0; i < lines.size(); ) {
            int rows = tableRows(i);
            if (rows > 0) {
                flush(paragraph);
                addTable(lines.subList(i, i + rows), ++table);
                i += rows;
                continue;
            }
            PdfLine line = lines.get(i++);
            if (!paragraph.isEmpty() && isBorder(paragraph, line)) {
                flush(paragraph);
            }
            paragraph.add(line);
        }
        flush(paragraph);
        return withoutNumbersOfLists();
    }

    /** How many lines from here on are rows of a table: two or more with cells that stand below each other. */
    private int tableRows(int from) {
        int end = from;
        while (end < lines.size()
                && isRow(lines.get(end))
                && (end == from || isSameTable(lines.get(end - 1), lines.get(end)))) {
            end++;
        }
        return end - from > 1 ? end - from : 0;
    }

    private static boolean isRow(PdfLine line) {
        return line.cells().size() > 1
                && line.cells().stream().allMatch(cell -> cell.text().length() <= LONGEST_CELL);
    }

    private static boolean isSameTable(PdfLine before, PdfLine line) {
        return before.page() == line.page()
                && before.angle() == line.angle()
                && line.baseline() > before.baseline()
                && line.baseline() - before.baseline() < 4 * line.size();
    }

    private void addTable(List<PdfLine> rows, int number) {
        List<PdfLine.Cell> columns = rows.stream()
                .map(PdfLine::cells)
                .max(java.util.Comparator.comparing(List::size))
                .orElseThrow();
        for (int row = 0; row < rows.size(); row++) {
            PdfLine line = rows.get(row);
            int column = 0;
            for (PdfLine.Cell cell : line.cells()) {
                column = Math.max(column + 1, columnOf(cell, columns));
                String path = "table " + number + ", row " + (row + 1) + ", column " + column;
                units.add(new Unit(BlockKind.BLOCK_KIND_TABLE_CELL, line.page(), path, cell.text(), isSlanted(line)));
            }
        }
    }

    /** The column, from 1, whose cell is nearest. */
    private static int columnOf(PdfLine.Cell cell, List<PdfLine.Cell> columns) {
        int nearest = 0;
        float least = Float.MAX_VALUE;
        for (int i = 0; i < columns.size(); i++) {
            float distance = Math.min(
                    Math.abs(cell.left() - columns.get(i).left()),
                    Math.abs(cell.right() - columns.get(i).right()));
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest + 1;
    }

    private boolean isBorder(List<PdfLine> paragraph, PdfLine line) {
        PdfLine before = paragraph.getLast();
        String text = before.text().stripTrailing();
        String next = line.text().strip();
        if (before.angle() != line.angle() || BULLET.matcher(firstWord(next)).matches()) {
            return true;
        }
        if (LEADER.matcher(text).find() || LEADER.matcher(next).find()) {
            return true;
        }
        boolean ends = SENTENCE_ENDS.indexOf(text.charAt(text.length() - 1)) >= 0 || text.endsWith(":");
        boolean lower = Character.isLowerCase(next.codePointAt(0));
        if (differs(before, line)) {
            return true;
        }
        if (before.page() != line.page() || line.baseline() < before.baseline() - before.size()) {
            boolean goesOn = lower ? covers(before) : fills(before, next) && !isHeading(paragraph);
            return ends || !goesOn;
        }
        if (Math.abs(line.baseline() - before.baseline()) <= 0.5f * line.size()) {
            return false;
        }
        float distance = line.baseline() - before.baseline();
        float usual = spacings.getOrDefault(line.size(), 1.2f * line.size());
        if (distance > usual * APART + 1 || distance > WIDEST_SPACING * line.size()) {
            return !(lower && !ends && distance <= 2 * usual && fills(before, next));
        }
        if (NUMBERED.matcher(next).matches() && (ends || !fills(before, next))) {
            return true;
        }
        boolean indented = line.left() - before.left() > 0.8f * line.size()
                && line.left() - before.left() < 4 * line.size()
                && !isItem(paragraph);
        boolean set = !fills(before, next);
        boolean wide = distance > 1.7f * line.size();
        return ends && (indented || set) || set && !lower && (wide || isShort(text) && isShort(next));
    }

    private static boolean isShort(String text) {
        return text.length() <= 45 && !text.endsWith(",");
    }

    /** Whether the first word of the next line had no room in this one; lines that are not justified vary by an eighth. */
    private boolean fills(PdfLine line, String next) {
        float word = (firstWord(next).length() + 1) * line.characterWidth();
        float margin = columnMargin(line);
        return line.right() + Math.max(word, (margin - line.left()) / 8) > margin;
    }

    /** Whether the line is as long as the last one of a column may be where words are not divided. */
    private boolean covers(PdfLine line) {
        return line.right() - line.left() > LONG_LINE * (columnMargin(line) - line.left());
    }

    /** The right margin of the lines that stand above each other with this one: a column is narrower than the page. */
    private float columnMargin(PdfLine line) {
        float margin = line.right();
        for (PdfLine other : pages.getOrDefault(line.page(), List.of())) {
            if (other.angle() == line.angle()
                    && other.size() == line.size()
                    && Math.abs(other.left() - line.left()) < 4 * line.size()) {
                margin = Math.max(margin, other.right());
            }
        }
        return margin;
    }

    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static boolean differs(PdfLine before, PdfLine line) {
        float larger = Math.max(before.size(), line.size());
        float smaller = Math.min(before.size(), line.size());
        return larger > smaller * OTHER_SIZE || before.bold() != line.bold();
    }

    private static boolean isItem(List<PdfLine> paragraph) {
        String start = paragraph.getFirst().text().strip();
        return BULLET.matcher(firstWord(start)).matches()
                || NUMBERED.matcher(start).matches();
    }

    private boolean isHeading(List<PdfLine> paragraph) {
        if (paragraph.size() > MOST_HEADING_LINES) {
            return false;
        }
        int length = 0;
        boolean larger = true;
        boolean bold = true;
        for (PdfLine line : paragraph) {
            length += line.text().length();
            larger &= line.size() >= bodySize * HEADING_SIZE;
            bold &= line.bold() && line.size() >= bodySize * 0.95f;
        }
        String text = paragraph.getLast().text().strip();
        boolean ends = ".;,".indexOf(text.charAt(text.length() - 1)) >= 0 && !larger;
        boolean words =
                paragraph.stream().anyMatch(line -> line.text().codePoints().anyMatch(Character::isLetter));
        if (paragraph.size() == 1
                && length <= LONGEST_HEADING / 2
                && SECTION.matcher(text).matches()) {
            return true;
        }
        return length <= LONGEST_HEADING && words && !ends && (larger || bold && !bodyBold);
    }

    private void flush(List<PdfLine> paragraph) {
        if (paragraph.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        paragraph.forEach(line -> hyphenation.join(text, line.text().strip()));
        PdfLine first = paragraph.getFirst();
        int bullet = BULLET.matcher(firstWord(text.toString())).matches() ? ListMarks.bulletLength(text.toString()) : 0;
        BlockKind kind = bullet > 0
                ? BlockKind.BLOCK_KIND_LIST_ITEM
                : isHeading(paragraph) ? BlockKind.BLOCK_KIND_HEADING : BlockKind.BLOCK_KIND_PARAGRAPH;
        String plain = LEADER.matcher(text.substring(bullet)).replaceAll(" … ");
        boolean contents = plain.length() < text.length() - bullet;
        units.add(new Unit(kind, first.page(), "", plain, contents || isSlanted(first)));
        paragraph.clear();
    }

    /** A watermark lies across the page. */
    private static boolean isSlanted(PdfLine line) {
        return line.angle() % 90 != 0;
    }

    private List<Unit> withoutNumbersOfLists() {
        List<String> texts = units.stream()
                .map(unit -> unit.kind() == BlockKind.BLOCK_KIND_PARAGRAPH ? unit.text() : "")
                .toList();
        int[] marks = ListMarks.lengths(texts);
        List<Unit> kept = new ArrayList<>(units.size());
        for (int i = 0; i < marks.length; i++) {
            Unit unit = units.get(i);
            kept.add(
                    marks[i] == 0
                            ? unit
                            : new Unit(
                                    BlockKind.BLOCK_KIND_LIST_ITEM,
                                    unit.page(),
                                    unit.path(),
                                    unit.text().substring(marks[i]),
                                    unit.boilerplate()));
        }
        return kept;
    }
}
