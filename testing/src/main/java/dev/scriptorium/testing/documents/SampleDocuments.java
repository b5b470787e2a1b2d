package dev.scriptorium.testing.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The documents in {@code samples/}, written from the texts beside this class: change a text there, then run {@link #main}
 * and commit both.
 */
public final class SampleDocuments {

    private static final List<String> NAMES = List.of(
            "angebot.docx",
            "dankesbrief.txt",
            "installationsanleitung.html",
            "price-list.csv",
            "quartalsbericht.pdf",
            "quarterly-report.pdf",
            "release-notes.md",
            "remote-work.html",
            "reviews-happy.txt",
            "reviews-unhappy.md",
            "service-contract.docx",
            "support-request.eml");

    private SampleDocuments() {}

    /** The bytes of each sample by its file name, in the order of names. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> samples = new TreeMap<>();
        for (String name : NAMES) {
            String extension = name.substring(name.lastIndexOf('.') + 1);
            samples.put(
                    name,
                    DocumentForm.valueOf(extension.toUpperCase(Locale.ROOT)).write(text(name)));
        }
        return samples;
    }

    /** What a sample says. */
    public static SimpleDocument text(String name) {
        try (InputStream text = SampleDocuments.class.getResourceAsStream("samples/" + name + ".md")) {
            if (text == null) {
                throw new IllegalArgumentException("there is no sample of this name: " + name);
            }
            return SimpleDocument.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the samples into the folder that is named. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (var sample : all().entrySet()) {
            Files.write(folder.resolve(sample.getKey()), sample.getValue());
        }
    }
}
