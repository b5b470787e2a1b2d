package dev.scriptorium.ingest.extraction.parse;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the bullets and numbers of typed lists from dates, clause numbers and sums that begin a line. A number is a mark
 * only where the next or the previous line counts on and the list begins with 1; a hyphen before a digit only beside
 * another one. Everything else is text and stays.
 */
final class ListMarks {

    private static final Pattern BULLET = Pattern.compile("\\s{0,12}+([•‣▪▫◦●○■□✓✔➢➤\uF0B7\uF0A7*+·–-])\\s++(?=\\S)");
    private static final Pattern NUMBER = Pattern.compile("\\s{0,12}+(\\d{1,3}+)([.)])\\s++(?=\\S)");
    private static final String HYPHENS = "*+–-";

    private static final Pattern MONTH = Pattern.compile(
            "(?:jan|feb|m[aä]r|a[pv]r|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])" + "\\p{L}*+\\.?(?:\\s.*)?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

    private ListMarks() {}

    /** Whether a text behind "1." makes it a date, in English, German and their neighbours. */
    static boolean beginsWithMonth(String text) {
        return MONTH.matcher(text).matches();
    }

    /**
     * How many characters of each line are its mark.
     *
     * @param lines a document's, or a paragraph's, in order
     * @return for each line, 0 where it has no mark
     */
    static int[] lengths(List<String> lines) {
        List<Mark> marks = lines.stream().map(Mark::of).toList();
        int[] lengths = new int[marks.size()];
        for (int i = 0; i < lengths.length; i++) {
            Mark mark = marks.get(i);
            if (mark.number() == 1) {
                keepCount(i, marks, lengths);
            } else if (mark.number() < 0 && (!mark.mayBeMinus() || hasNeighbour(i, marks))) {
                lengths[i] = mark.length();
            }
        }
        return lengths;
    }

    /** The length of the bullet that a line or paragraph begins with, 0 where there is none or it may be a minus. */
    static int bulletLength(String line) {
        Mark mark = Mark.of(line);
        return mark.number() < 0 && !mark.mayBeMinus() ? mark.length() : 0;
    }

    private static boolean hasNeighbour(int i, List<Mark> marks) {
        return i > 0 && marks.get(i - 1).sign().equals(marks.get(i).sign())
                || i + 1 < marks.size()
                        && marks.get(i + 1).sign().equals(marks.get(i).sign());
    }

    /** Takes the numbers that count on from line i, where there are two or more; other numbers end the count. */
    private static void keepCount(int i, List<Mark> marks, int[] lengths) {
        int expected = 2;
        for (int k = i + 1; k < marks.size(); k++) {
            Mark mark = marks.get(k);
            if (mark.number() == expected && mark.sign().equals(marks.get(i).sign())) {
                lengths[i] = marks.get(i).length();
                lengths[k] = mark.length();
                expected++;
            } else if (mark.number() >= 0) {
                return;
            }
        }
    }

    /**
     * What a line may begin with.
     *
     * @param sign the bullet, or what stands behind the number
     * @param number -1 for a bullet and where there is no mark
     * @param length of the mark with the spaces around it
     */
    private record Mark(String sign, int number, int length, boolean mayBeMinus) {

        static Mark of(String line) {
            Matcher bullet = BULLET.matcher(line);
            if (bullet.lookingAt()) {
                boolean minus = HYPHENS.contains(bullet.group(1)) && Character.isDigit(line.charAt(bullet.end()));
                return new Mark(bullet.group(1), -1, bullet.end(), minus);
            }
            Matcher number = NUMBER.matcher(line);
            return number.lookingAt()
                    ? new Mark(number.group(2), Integer.parseInt(number.group(1)), number.end(), false)
                    : new Mark("", -1, 0, false);
        }
    }
}
