package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip with the files of each document, under its path: {@code .json} with all results, {@code .summary.txt}, and
 * {@code .LANGUAGE.txt} for each translation. No path leads out of the folder that it is unpacked to.
 */
final class ZipWriter implements ResultsWriter {

    private final ObjectMapper mapper;
    private final ZipOutputStream zip;
    private final Set<String> used = new HashSet<>();
    private int documents;

    ZipWriter(ObjectMapper mapper, OutputStream out) {
        this.mapper = mapper;
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    }

    @Override
    public void write(DocumentResults results) throws IOException {
        documents++;
        String path = path(results.document().fileName());
        // File systems that do not tell case apart would lose one of two.
        if (!used.add(path.toLowerCase(Locale.ROOT))) {
            path = path + "~" + documents;
            used.add(path.toLowerCase(Locale.ROOT));
        }
        file(path + ".json", mapper.writeValueAsBytes(results));
        if (results.summary() != null) {
            file(path + ".summary.txt", utf8(CsvWriter.summary(results.summary())));
        }
        for (ResultViews.TranslationView translation : results.translations()) {
            file(path + "." + translation.language() + ".txt", utf8(translation.text()));
        }
    }

    /** A client's name for a document is any text; as a path it may have neither odd characters nor steps up. */
    static String path(String fileName) {
        String path = Arrays.stream(fileName.replace('\\', '/').split("/"))
                .map(step -> step.replaceAll("[\\p{Cntrl}<>:\"|?*]", "_").strip())
                .filter(step -> !step.isEmpty() && !step.matches("\\.+"))
                .collect(Collectors.joining("/"));
        return path.isEmpty() ? "document" : path;
    }

    private void file(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void finish() throws IOException {
        zip.finish();
        zip.flush();
    }
}
