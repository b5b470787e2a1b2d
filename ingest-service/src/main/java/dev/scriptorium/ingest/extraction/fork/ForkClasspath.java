package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.file.FileTranslation;
import dev.scriptorium.ingest.extraction.parse.DocumentParser;
import dev.scriptorium.proto.ingest.v1.ExtractionCommand;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tika.Tika;

/**
 * Finds the jars that a parsing process needs among those of this one, wherever they are: beside each other in a packaged
 * application, or one by one on the class path or in a class loader of Quarkus.
 */
public final class ForkClasspath {

    /** What Tika's parsers for the formats that are read depend on, by the beginning of an artifact's name. */
    private static final Pattern NEEDED = Pattern.compile("(?:.*\\.)?(?:"
            + "tika-|poi-|pdfbox-|fontbox-|xmpbox-|jempbox-|xmlbeans-|jsoup-|apache-mime4j-|juniversalchardet-|"
            + "commonmark-|SparseBitSet-|curvesapi-|bcprov-|bcpkix-|bcutil-|bcjmail-|jackcess-|"
            + "commons-(?:io|codec|lang3|collections4|compress|csv|math3|logging)-|"
            + "okapi-(?:core|filter|lib-xliff2)-?|flexmark-|annotations-|jericho-html-|woodstox-core-|stax2-api-|icu4j-|"
            + "common-(?:io|lang)-|snakeyaml-engine-|"
            + "protobuf-java-\\d|slf4j-api-|log4j-api-|jspecify-|scriptorium-(?:core|proto|ingest-service|file-translation)-"
            + ").*\\.jar");

    private ForkClasspath() {}

    /** @throws IllegalStateException where a class that the process starts with is in no file */
    public static List<Path> find() {
        Set<Path> found = new LinkedHashSet<>();
        for (Class<?> needed :
                List.of(ForkMain.class, FailureCode.class, ExtractionCommand.class, FileTranslation.class)) {
            found.add(location(needed));
        }
        Path tika = location(Tika.class);
        try {
            if (tika.getParent().endsWith(Path.of("lib", "main"))) {
                addNeeded(Files.list(tika.getParent()), found);
            } else {
                addNeeded(onClassPath(), found);
                addNeeded(inClassLoader(), found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The jars of the parsers cannot be listed", e);
        }
        if (!found.contains(tika)) {
            throw new IllegalStateException("The parsers are not among the jars of this application: " + tika);
        }
        return List.copyOf(found);
    }

    private static void addNeeded(Stream<Path> candidates, Set<Path> found) {
        try (candidates) {
            candidates
                    .filter(path ->
                            NEEDED.matcher(path.getFileName().toString()).matches())
                    .sorted()
                    .forEach(found::add);
        }
    }

    private static Stream<Path> onClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toAbsolutePath());
    }

    /** Every jar has a manifest, which every class loader finds. */
    private static Stream<Path> inClassLoader() throws IOException {
        return DocumentParser.class
                .getClassLoader()
                .resources("META-INF/MANIFEST.MF")
                .map(URL::toString)
                .filter(url -> url.startsWith("jar:file:"))
                .map(url -> Path.of(URI.create(url.substring("jar:".length(), url.indexOf("!/")))));
    }

    private static Path location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("It is not known which file " + type.getName() + " comes from");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Not a file: " + source.getLocation(), e);
        }
    }
}
