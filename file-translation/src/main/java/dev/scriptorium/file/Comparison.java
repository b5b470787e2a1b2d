package dev.scriptorium.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.sf.okapi.common.LocaleId;

/** Opens a translated file again and compares it with its original. For one thread. */
final class Comparison {

    /** What readers count, by the names of its elements. */
    private static final Map<String, List<String>> STRUCTURE = structure();

    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z][\\w.-]*(?::[\\w.-]+)?)");

    private final FileFormat format;
    private final LocaleId target;
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Fidelity.Count> structure = new LinkedHashMap<>();
    private int codesLost;
    private int codesAdded;

    Comparison(FileFormat format, LocaleId target) {
        this.format = format;
        this.target = target;
    }

    Fidelity compare(
            Path before,
            Path after,
            TranslatableFile textsAfter,
            TranslatableFile textsBefore,
            UnitTranslation.Translated translated)
            throws IOException {
        List<CodedText> unitsBefore = new ArrayList<>();
        textsBefore.read(unit -> unitsBefore.add(unit.text()));
        List<CodedText> unitsAfter = new ArrayList<>();
        textsAfter.readResult(target, unit -> unitsAfter.add(unit.text()));
        units(unitsBefore, unitsAfter);
        if (!textsBefore.frame().equals(textsAfter.frame())) {
            differences.add("What is between the texts differs.");
        }
        switch (format.kind()) {
            case ARCHIVE -> archives(before, after);
            case MARKUP -> elements(count(text(Files.readAllBytes(before))), count(text(Files.readAllBytes(after))));
            case TEXT -> {}
        }
        return new Fidelity(
                unitsBefore.size(), unitsAfter.size(), codesLost, codesAdded, translated, structure, differences);
    }

    private void units(List<CodedText> before, List<CodedText> after) {
        if (before.size() != after.size()) {
            differences.add("The file has " + after.size() + " texts instead of " + before.size() + ".");
            return;
        }
        if (format.kind() == FileFormat.Kind.ARCHIVE) {
            // Codes that stand beside each other come back as one; their elements are counted instead.
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            Map<String, Integer> codes = codes(before.get(i));
            codes(after.get(i)).forEach((code, count) -> codes.merge(code, -count, Integer::sum));
            codesLost += codes.values().stream()
                    .mapToInt(count -> Math.max(0, count))
                    .sum();
            codesAdded += codes.values().stream()
                    .mapToInt(count -> Math.max(0, -count))
                    .sum();
        }
        if (codesLost > 0) {
            differences.add("The texts lack " + codesLost + " inline codes.");
        }
    }

    private static Map<String, Integer> codes(CodedText text) {
        Map<String, Integer> codes = new HashMap<>();
        add(text, codes);
        return codes;
    }

    private static void add(CodedText text, Map<String, Integer> codes) {
        for (InlineCode code : text.codes()) {
            if (code.content() == null) {
                codes.merge(code.data(), 1, Integer::sum);
            } else {
                add(code.content(), codes);
            }
        }
    }

    private void archives(Path before, Path after) throws IOException {
        try (ZipFile old = new ZipFile(before.toFile());
                ZipFile next = new ZipFile(after.toFile())) {
            TreeSet<String> names = names(old);
            TreeSet<String> namesAfter = names(next);
            names.stream()
                    .filter(name -> !namesAfter.contains(name))
                    .forEach(name -> differences.add("An entry of the archive is missing: " + name + "."));
            names.retainAll(namesAfter);
            Map<String, Integer> elements = new TreeMap<>();
            Map<String, Integer> elementsAfter = new TreeMap<>();
            for (String name : names) {
                byte[] content = content(old, name);
                byte[] contentAfter = content(next, name);
                if (name.endsWith(".xml")) {
                    count(text(content)).forEach((element, count) -> elements.merge(element, count, Integer::sum));
                    count(text(contentAfter))
                            .forEach((element, count) -> elementsAfter.merge(element, count, Integer::sum));
                } else if (!name.endsWith(".rels") && !Arrays.equals(content, contentAfter)) {
                    differences.add("An entry that has no text differs: " + name + ".");
                }
            }
            elements(elements, elementsAfter);
        }
    }

    private static TreeSet<String> names(ZipFile zip) {
        TreeSet<String> names = new TreeSet<>();
        Collections.list(zip.entries()).stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .forEach(names::add);
        return names;
    }

    private static byte[] content(ZipFile zip, String name) throws IOException {
        try (InputStream content = zip.getInputStream(zip.getEntry(name))) {
            return content.readAllBytes();
        }
    }

    private static String text(byte[] bytes) {
        return DecodedText.ofDeclared(bytes).text();
    }

    private static Map<String, Integer> count(String xml) {
        Map<String, Integer> elements = new HashMap<>();
        Matcher element = ELEMENT.matcher(xml);
        while (element.find()) {
            elements.merge(element.group(1), 1, Integer::sum);
        }
        return elements;
    }

    private void elements(Map<String, Integer> before, Map<String, Integer> after) {
        STRUCTURE.forEach((what, elements) -> {
            Fidelity.Count count = new Fidelity.Count(sum(before, elements), sum(after, elements));
            if (count.before() > 0 || count.after() > 0) {
                structure.put(what, count);
            }
            if (count.before() != count.after()) {
                differences.add("The file has " + count.after() + " " + what + " instead of " + count.before() + ".");
            }
        });
    }

    private static int sum(Map<String, Integer> counts, List<String> elements) {
        return elements.stream()
                .mapToInt(element -> counts.getOrDefault(element, 0))
                .sum();
    }

    private static Map<String, List<String>> structure() {
        Map<String, List<String>> structure = new LinkedHashMap<>();
        structure.put(
                "paragraphs", List.of("w:p", "a:p", "text:p", "text:h", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li"));
        structure.put("tables", List.of("w:tbl", "a:tbl", "table:table", "table"));
        structure.put("table rows", List.of("w:tr", "a:tr", "table:table-row", "tr", "row"));
        structure.put("table cells", List.of("w:tc", "a:tc", "table:table-cell", "td", "th", "c"));
        structure.put("links", List.of("w:hyperlink", "a:hlinkClick", "text:a", "a", "hyperlink"));
        structure.put("images", List.of("a:blip", "v:imagedata", "draw:image", "img"));
        structure.put("notes", List.of("w:footnoteReference", "w:endnoteReference", "text:note"));
        structure.put("formulas", List.of("f", "m:oMath"));
        structure.put("fields", List.of("w:fldSimple", "w:instrText", "a:fld", "text:page-number"));
        structure.put("line breaks", List.of("w:br", "w:cr", "a:br", "text:line-break", "br"));
        structure.put("tabulators", List.of("w:tab", "text:tab"));
        structure.put("bookmarks", List.of("w:bookmarkStart", "text:bookmark", "text:bookmark-start"));
        structure.put("comments", List.of("w:commentReference", "office:annotation"));
        structure.put("styles", List.of("w:style", "style:style", "xf"));
        structure.put("scripts", List.of("script", "style"));
        structure.put("translation units", List.of("trans-unit", "unit", "segment"));
        return structure;
    }
}
