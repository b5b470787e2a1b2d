package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs documents of a folder through the parser and compares what comes out with the rules of
 * {@code document-cases.tsv}: {@code is} (all blocks), {@code has} (a part of them), {@code not} (no part of them) and
 * {@code fails} (a failure code). Blocks are lines as in {@link ParsedDocument#lines()}, joined by {@code " / "}.
 */
final class DocumentCases {

    /** Names the folder of the documents; a system property, or else an environment variable. */
    static final String FOLDER_PROPERTY = "scriptorium.document-cases";

    static final String FOLDER_VARIABLE = "SCRIPTORIUM_DOCUMENT_CASES";

    private DocumentCases() {}

    /** One rule about one file. */
    record Case(String file, String faultClass, String rule, String value) {

        boolean isKept(String found) {
            return switch (rule) {
                case "is", "fails" -> found.equals(value);
                case "has" -> found.contains(value);
                case "not" -> !found.contains(value);
                default -> throw new IllegalArgumentException("no such rule: " + rule);
            };
        }
    }

    /** What a run found: a line for each broken rule, and the counts per class. */
    record Outcome(List<String> broken, Map<String, int[]> counts) {

        String table() {
            StringBuilder table = new StringBuilder();
            int passed = 0;
            int all = 0;
            for (Map.Entry<String, int[]> count : counts.entrySet()) {
                int[] both = count.getValue();
                passed += both[0];
                all += both[1];
                table.append("%3d of %3d  %s%n".formatted(both[0], both[1], count.getKey()));
            }
            return table.append("%3d of %3d  all classes%n".formatted(passed, all))
                    .toString();
        }
    }

    static List<Case> all() throws IOException {
        try (InputStream table = DocumentCases.class.getResourceAsStream("/document-cases.tsv")) {
            if (table == null) {
                throw new IOException("document-cases.tsv is not on the class path");
            }
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", 4))
                    .map(columns -> new Case(columns[0], columns[1], columns[2], columns[3]))
                    .toList();
        }
    }

    static Outcome run(Path folder) throws IOException {
        List<String> broken = new ArrayList<>();
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (Case rule : all()) {
            String found = found(folder.resolve(rule.file()));
            boolean kept = rule.isKept(found);
            int[] count = counts.computeIfAbsent(rule.faultClass(), name -> new int[2]);
            count[0] += kept ? 1 : 0;
            count[1]++;
            if (!kept) {
                broken.add(rule.file() + " " + rule.rule() + " " + rule.value() + "\n    found: " + found);
            }
        }
        return new Outcome(broken, counts);
    }

    private static String found(Path file) {
        List<ExtractedPart> parts = new ArrayList<>();
        try {
            SourceFile source = new SourceFile(file, file.getFileName().toString(), "");
            ParseResult result = new DocumentParser().parse(source, ParsedDocument.LIMITS, false, parts::add);
            return String.join(" / ", new ParsedDocument(result.format(), parts).lines());
        } catch (FailureException e) {
            return e.code().name();
        }
    }

    /** Prints the broken rules and the counts. */
    public static void main(String[] arguments) throws IOException {
        Outcome outcome = run(Files.createDirectories(Path.of(arguments[0])));
        outcome.broken().forEach(System.out::println);
        System.out.print(outcome.table());
    }
}
