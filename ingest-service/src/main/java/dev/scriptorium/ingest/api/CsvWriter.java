package dev.scriptorium.ingest.api;

import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.ingest.api.ResultViews.ClassificationView;
import dev.scriptorium.ingest.api.ResultViews.TranslationView;
import dev.scriptorium.ingest.result.ResultJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** CSV by RFC 4180 in UTF-8: a row for each document, and a column for each task. */
final class CsvWriter implements ResultsWriter {

    private static final List<String> ABOUT =
            List.of("id", "customId", "fileName", "state", "mediaType", "language", "failureCode", "failureReason");
    private static final String SUMMARY = "summarize";
    private static final String TRANSLATION = "translate:";
    private static final String CLASSIFICATION = "classify:";

    private final List<String> tasks;
    private final CSVPrinter csv;

    /** @param tasks such as {@code translate:de}, in the order of their columns */
    CsvWriter(List<String> tasks, OutputStream out) throws IOException {
        this.tasks = List.copyOf(tasks);
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.csv = new CSVPrinter(writer, CSVFormat.RFC4180);
        List<String> header = new ArrayList<>(ABOUT);
        header.addAll(tasks);
        csv.printRecord(header);
    }

    @Override
    public void write(DocumentResults results) throws IOException {
        DocumentView document = results.document();
        Failure failure = document.failure();
        List<Object> row = new ArrayList<>();
        row.add(document.id());
        row.add(document.customId());
        row.add(document.fileName());
        row.add(document.state());
        row.add(document.mediaType());
        row.add(document.language());
        row.add(failure == null ? null : failure.code());
        row.add(failure == null ? null : failure.reason());
        tasks.forEach(task -> row.add(result(task, results)));
        csv.printRecord(row);
    }

    private static String result(String task, DocumentResults results) {
        if (task.equals(SUMMARY)) {
            return results.summary() == null ? "" : summary(results.summary());
        }
        if (task.startsWith(TRANSLATION)) {
            String language = task.substring(TRANSLATION.length());
            return results.translations().stream()
                    .filter(translation -> translation.language().equals(language))
                    .map(TranslationView::text)
                    .findFirst()
                    .orElse("");
        }
        String labelSet = task.substring(CLASSIFICATION.length());
        return results.classifications().stream()
                .filter(classification -> classification.labelSet().equals(labelSet))
                .map(ClassificationView::label)
                .findFirst()
                .orElse("");
    }

    /** Its sentences as one text. */
    static String summary(ResultViews.SummaryView summary) {
        return ResultJson.sentences(summary.sentences()).stream()
                .map(ResultJson.Sentence::text)
                .collect(Collectors.joining(" "));
    }

    @Override
    public void finish() throws IOException {
        csv.flush();
    }
}
