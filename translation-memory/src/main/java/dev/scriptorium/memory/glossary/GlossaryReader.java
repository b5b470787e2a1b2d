package dev.scriptorium.memory.glossary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.memory.ImportProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a file of terms. A line that cannot be used, and one that contradicts an earlier line, is left out and named. For one
 * file and one thread.
 */
public final class GlossaryReader {

    private static final Set<String> COLUMNS = Set.of(
            GlossaryFormat.SOURCE,
            GlossaryFormat.TARGET,
            GlossaryFormat.KIND,
            GlossaryFormat.CASE,
            GlossaryFormat.NOTE);

    /** Problems that are named one by one; the others are counted. */
    private static final int NAMED_PROBLEMS = 100;

    private final String sourceLanguage;
    private final String targetLanguage;
    private final String editor;
    private final int mostCharacters;
    private final Map<String, Term> terms = new LinkedHashMap<>();
    private final Map<String, Long> lines = new HashMap<>();
    private final List<ImportProblem> problems = new ArrayList<>();
    private long leftOut;

    /** @param mostCharacters of each field */
    public GlossaryReader(String sourceLanguage, String targetLanguage, String editor, int mostCharacters) {
        this.sourceLanguage = sourceLanguage;
        this.targetLanguage = targetLanguage;
        this.editor = editor;
        this.mostCharacters = mostCharacters;
    }

    /**
     * What was read.
     *
     * @param leftOut lines that were left out
     * @param problems the first of these
     */
    public record Summary(List<Term> terms, long leftOut, List<ImportProblem> problems) {

        public Summary {
            terms = List.copyOf(terms);
            problems = List.copyOf(problems);
        }
    }

    /** Reads a file to its end. Throws BAD_REQUEST for one without the columns, or that is not UTF-8. */
    public Summary read(InputStream file, GlossaryFormat format) {
        var decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (CSVParser parser = format.format().parse(new InputStreamReader(file, decoder))) {
            Map<String, Integer> columns = null;
            for (CSVRecord row : parser) {
                if (columns == null) {
                    columns = columns(row);
                } else {
                    add(row, columns, parser.getCurrentLineNumber());
                }
            }
            if (columns == null) {
                throw bad("The file is empty; its first line must name the columns, such as source,target.");
            }
            return new Summary(List.copyOf(terms.values()), leftOut, problems);
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static FailureException unreadable(IOException thrown) {
        return thrown instanceof CharacterCodingException
                ? new FailureException(FailureCode.BAD_REQUEST, "The file must be UTF-8.", thrown)
                : new FailureException(
                        FailureCode.BAD_REQUEST,
                        "The file cannot be read: a quotation mark is open or out of place.",
                        thrown);
    }

    private static Map<String, Integer> columns(CSVRecord header) {
        Map<String, Integer> columns = new TreeMap<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).replace("\ufeff", "").strip().toLowerCase(Locale.ROOT);
            if (!COLUMNS.contains(name)) {
                throw bad("The first line must name the columns source, target, and perhaps kind, case and note; not \""
                        + shown(name) + "\".");
            }
            if (columns.put(name, i) != null) {
                throw bad("The column " + name + " is there twice.");
            }
        }
        if (!columns.containsKey(GlossaryFormat.SOURCE) || !columns.containsKey(GlossaryFormat.TARGET)) {
            throw bad("The columns source and target are needed.");
        }
        return columns;
    }

    private void add(CSVRecord row, Map<String, Integer> columns, long line) {
        try {
            Term term = term(row, columns);
            Term before = terms.putIfAbsent(term.key(), term);
            if (before == null) {
                lines.put(term.key(), line);
            } else if (before.kind() != term.kind() || !before.target().equals(term.target())) {
                throw new IllegalArgumentException("it contradicts line %d: \"%s\" is \"%s\" (%s) there"
                        .formatted(
                                lines.get(term.key()),
                                shown(before.source()),
                                shown(before.target()),
                                before.kind().name().toLowerCase(Locale.ROOT)));
            }
        } catch (IllegalArgumentException e) {
            leftOut++;
            if (problems.size() < NAMED_PROBLEMS) {
                problems.add(new ImportProblem(Math.toIntExact(line), String.valueOf(e.getMessage())));
            }
        }
    }

    private Term term(CSVRecord row, Map<String, Integer> columns) {
        if (row.size() > columns.size()) {
            throw new IllegalArgumentException(
                    "it has %d columns in place of %d".formatted(row.size(), columns.size()));
        }
        TermKind kind = kind(field(row, columns, GlossaryFormat.KIND));
        String source = field(row, columns, GlossaryFormat.SOURCE);
        String target = field(row, columns, GlossaryFormat.TARGET);
        if (source.isEmpty()) {
            throw new IllegalArgumentException("it has no source");
        }
        if (target.isEmpty() && kind != TermKind.KEEP) {
            throw new IllegalArgumentException("it has no target");
        }
        return new Term(
                sourceLanguage,
                targetLanguage,
                source,
                target,
                kind,
                sensitive(field(row, columns, GlossaryFormat.CASE)),
                field(row, columns, GlossaryFormat.NOTE),
                editor);
    }

    private String field(CSVRecord row, Map<String, Integer> columns, String name) {
        Integer column = columns.get(name);
        String value = column == null || column >= row.size()
                ? ""
                : row.get(column).replace('\0', '\ufffd').strip();
        if (value.length() > mostCharacters) {
            throw new IllegalArgumentException(
                    "its %s has %,d characters; at most %,d are taken".formatted(name, value.length(), mostCharacters));
        }
        return value;
    }

    private static TermKind kind(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "term" -> TermKind.TERM;
            case "keep" -> TermKind.KEEP;
            case "forbidden" -> TermKind.FORBIDDEN;
            default ->
                throw new IllegalArgumentException(
                        "its kind must be term, keep or forbidden: \"" + shown(value) + "\"");
        };
    }

    private static boolean sensitive(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "no" -> false;
            case "yes" -> true;
            default -> throw new IllegalArgumentException("its case must be yes or no: \"" + shown(value) + "\"");
        };
    }

    private static String shown(String value) {
        return value.length() > 40 ? value.substring(0, 40) + "…" : value;
    }

    private static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }
}
