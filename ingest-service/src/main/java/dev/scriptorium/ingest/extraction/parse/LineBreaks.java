package dev.scriptorium.ingest.extraction.parse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells the line breaks that somebody set from those that a program set because a line was full. A break is somebody's
 * where the next word would have fitted into the line.
 */
final class LineBreaks {

    private static final int USUAL_WIDTH = 60;
    private static final int SHORT = 45;
    private static final String ENDS = ".!?:;…。！？";

    /** What divides the cells of a table that is drawn with spaces. */
    private static final Pattern COLUMNS = Pattern.compile("\\S(?: {3,}+|\\t)\\S");

    private final int width;

    /** @param lines all of the document, for its width */
    LineBreaks(Collection<String> lines) {
        int longest = 0;
        for (String line : lines) {
            longest = Math.max(longest, line.stripTrailing().length());
        }
        int full = 0;
        for (String line : lines) {
            full += line.stripTrailing().length() >= longest - 10 ? 1 : 0;
        }
        width = full >= 4 ? longest : Math.max(longest, USUAL_WIDTH);
    }

    /**
     * Joins the lines of a paragraph to units: an address has one in each line, running text one for all.
     *
     * @param lines without empty ones
     */
    List<String> units(List<String> lines) {
        List<String> units = new ArrayList<>();
        StringBuilder unit = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0 && isBorder(lines.get(i - 1).strip(), lines.get(i).strip())) {
                units.add(unit.toString());
                unit.setLength(0);
            }
            unit.append(lines.get(i)).append('\n');
        }
        if (!unit.isEmpty()) {
            units.add(unit.toString());
        }
        return units;
    }

    boolean isBorder(String line, String next) {
        if (line.isEmpty() || next.isEmpty()) {
            return true;
        }
        if (COLUMNS.matcher(line).find() && COLUMNS.matcher(next).find()) {
            return true;
        }
        int space = next.indexOf(' ');
        int firstWord = space < 0 ? next.length() : space;
        boolean set = line.length() + 1 + firstWord <= width;
        boolean ends = ENDS.indexOf(line.charAt(line.length() - 1)) >= 0;
        boolean bothShort = line.length() <= SHORT
                && next.length() <= SHORT
                && !Character.isLowerCase(next.codePointAt(0))
                && line.charAt(line.length() - 1) != ',';
        return set && (ends || bothShort);
    }
}
