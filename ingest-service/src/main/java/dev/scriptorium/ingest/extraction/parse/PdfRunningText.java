package dev.scriptorium.ingest.extraction.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the headers, footers and page numbers that pages repeat at the same height. */
final class PdfRunningText {

    private static final int LINES_AT_AN_EDGE = 3;
    private static final float SAME_HEIGHT = 4;
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern PAGE_NUMBER =
            Pattern.compile("(?iu)[-–—|\\s]*(?:page|seite|página|pagina|p\\.|s\\.)?\\s*(?:\\d{1,4}|[ivxl]{1,6})"
                    + "(?:\\s*(?:/|of|von|de|sur)\\s*\\d{1,4})?[-–—|\\s]*");

    private static final Pattern FIRST_OR_LAST_NUMBER = Pattern.compile("^(\\d{1,4})\\b.*|.*\\b(\\d{1,4})$");

    /** What stands closer to the text than this, in font sizes, is part of it. */
    private static final float APART = 1.5f;

    private final Set<PdfLine> running = new HashSet<>();
    private final Set<PdfLine> pageNumbers = new HashSet<>();

    PdfRunningText(List<PdfLine> lines) {
        Map<Integer, List<PdfLine>> pages = new TreeMap<>();
        lines.stream()
                .filter(line -> line.angle() == 0)
                .forEach(line -> pages.computeIfAbsent(line.page(), page -> new ArrayList<>())
                        .add(line));
        pages.values().forEach(page -> page.sort(Comparator.comparing(PdfLine::baseline)));
        Map<String, List<PdfLine>> byText = new HashMap<>();
        Map<Integer, List<PdfLine>> byOffset = new HashMap<>();
        for (List<PdfLine> page : pages.values()) {
            for (PdfLine line : edges(page)) {
                byText.computeIfAbsent(key(line), key -> new ArrayList<>()).add(line);
                Matcher number = FIRST_OR_LAST_NUMBER.matcher(line.text().strip());
                if (number.matches()) {
                    String digits = number.group(1) == null ? number.group(2) : number.group(1);
                    byOffset.computeIfAbsent(Integer.parseInt(digits) - line.page(), key -> new ArrayList<>())
                            .add(line);
                }
            }
        }
        Set<PdfLine> repeated = new HashSet<>();
        byText.values().forEach(same -> addRepeated(same, pages.size(), repeated));
        byOffset.values().forEach(same -> addRepeated(same, pages.size(), repeated));
        pages.values().forEach(page -> {
            markFrom(page, repeated);
            markFrom(page.reversed(), repeated);
            markPageNumber(page);
        });
    }

    /** Whether the line is a header or footer, or a page number. */
    boolean isRunning(PdfLine line) {
        return running.contains(line) || pageNumbers.contains(line);
    }

    /** Whether the line only numbers the page: its place says that already. */
    boolean isPageNumber(PdfLine line) {
        return pageNumbers.contains(line);
    }

    private static String key(PdfLine line) {
        return DIGITS.matcher(line.text().strip()).replaceAll("#");
    }

    /** @param page sorted by height */
    private static Set<PdfLine> edges(List<PdfLine> page) {
        Set<PdfLine> edges = new HashSet<>();
        for (int i = 0; i < Math.min(LINES_AT_AN_EDGE, page.size()); i++) {
            edges.add(page.get(i));
            edges.add(page.get(page.size() - 1 - i));
        }
        return edges;
    }

    /**
     * Adds what stands at the same height on two pages of a short document, on a third or five of a longer one.
     *
     * @param same lines with the same words, or whose numbers count the pages
     */
    private static void addRepeated(List<PdfLine> same, int pages, Set<PdfLine> repeated) {
        for (PdfLine line : same) {
            Set<Integer> onPages = new TreeSet<>();
            for (PdfLine other : same) {
                if (Math.abs(other.baseline() - line.baseline()) < SAME_HEIGHT) {
                    onPages.add(other.page());
                }
            }
            if (onPages.size() >= Math.max(2, Math.min(pages / 3, 5))) {
                repeated.add(line);
            }
        }
    }

    /** Marks the repeated lines from an edge of a page on, as far as a gap divides them from the text. */
    private void markFrom(List<PdfLine> fromEdge, Set<PdfLine> repeated) {
        for (int count = Math.min(LINES_AT_AN_EDGE, fromEdge.size()); count > 0; count--) {
            List<PdfLine> outer = fromEdge.subList(0, count);
            boolean apart = count == fromEdge.size()
                    || Math.abs(fromEdge.get(count).baseline() - outer.getLast().baseline())
                            > APART * outer.getLast().size();
            if (apart && repeated.containsAll(outer)) {
                running.addAll(outer);
                outer.stream()
                        .filter(line -> PAGE_NUMBER.matcher(line.text()).matches())
                        .forEach(pageNumbers::add);
                return;
            }
        }
    }

    /** A number alone, above or below everything else and apart from it. */
    private void markPageNumber(List<PdfLine> page) {
        PdfLine first =
                page.stream().min(Comparator.comparing(PdfLine::baseline)).orElseThrow();
        PdfLine last =
                page.stream().max(Comparator.comparing(PdfLine::baseline)).orElseThrow();
        for (PdfLine edge : List.of(first, last)) {
            boolean apart = page.stream()
                    .filter(line -> line != edge)
                    .allMatch(line -> Math.abs(line.baseline() - edge.baseline()) > 1.8f * edge.size());
            if (page.size() > 1 && apart && PAGE_NUMBER.matcher(edge.text()).matches()) {
                pageNumbers.add(edge);
            }
        }
    }
}
