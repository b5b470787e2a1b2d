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
import java.util.regex.Pattern;

/** Finds the headers, footers and page numbers that pages repeat at the same height. */
final class PdfRunningText {

    private static final int LINES_AT_AN_EDGE = 3;
    private static final float SAME_HEIGHT = 4;
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern PAGE_NUMBER =
            Pattern.compile("(?iu)[-–—|\\s]*(?:page|seite|página|pagina|p\\.|s\\.)?\\s*(?:\\d{1,4}|[ivxl]{1,6})"
                    + "(?:\\s*(?:/|of|von|de|sur)\\s*\\d{1,4})?[-–—|\\s]*");

    private final Set<PdfLine> running = new HashSet<>();
    private final Set<PdfLine> pageNumbers = new HashSet<>();

    PdfRunningText(List<PdfLine> lines) {
        Map<Integer, List<PdfLine>> pages = new TreeMap<>();
        lines.stream()
                .filter(line -> line.angle() == 0)
                .forEach(line -> pages.computeIfAbsent(line.page(), page -> new ArrayList<>())
                        .add(line));
        if (pages.size() > 1) {
            Map<String, List<PdfLine>> atEdges = new HashMap<>();
            pages.values()
                    .forEach(page -> edges(page)
                            .forEach(line -> atEdges.computeIfAbsent(key(line), key -> new ArrayList<>())
                                    .add(line)));
            atEdges.values().forEach(same -> mark(same, pages.size()));
        }
        pages.values().forEach(this::markPageNumber);
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

    private static Set<PdfLine> edges(List<PdfLine> page) {
        List<PdfLine> sorted =
                page.stream().sorted(Comparator.comparing(PdfLine::baseline)).toList();
        Set<PdfLine> edges = new HashSet<>();
        for (int i = 0; i < Math.min(LINES_AT_AN_EDGE, sorted.size()); i++) {
            edges.add(sorted.get(i));
            edges.add(sorted.get(sorted.size() - 1 - i));
        }
        return edges;
    }

    /** The same words at the same height on two pages of a short document, on a third of them in a longer one. */
    private void mark(List<PdfLine> same, int pages) {
        for (PdfLine line : same) {
            Set<Integer> onPages = new TreeSet<>();
            for (PdfLine other : same) {
                if (Math.abs(other.baseline() - line.baseline()) < SAME_HEIGHT) {
                    onPages.add(other.page());
                }
            }
            if (onPages.size() >= Math.max(2, Math.min(pages / 3, 5))) {
                running.add(line);
                if (PAGE_NUMBER.matcher(line.text()).matches()) {
                    pageNumbers.add(line);
                }
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
