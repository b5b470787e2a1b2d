package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The parts of an office document in a zip container and the relations between them (Open Packaging Conventions). Names
 * are compared without case and need not be UTF-8; namespaces are not looked at, so that strict documents are read too.
 */
final class OoxmlPackage implements Closeable {

    private final ZipFile zip;
    private final Map<String, ZipArchiveEntry> entries = new HashMap<>();

    OoxmlPackage(Path file) throws IOException {
        zip = ZipFile.builder().setPath(file).get();
        zip.getEntries()
                .asIterator()
                .forEachRemaining(entry ->
                        entries.putIfAbsent(entry.getName().replace('\\', '/').toLowerCase(Locale.ROOT), entry));
    }

    /**
     * A relation of a part.
     *
     * @param type the last part of its URI, such as {@code "footnotes"}
     * @param target the name of the other part
     */
    record Relation(String id, String type, String target) {}

    /**
     * The part that the package is about.
     *
     * @throws FailureException TYPE_MISMATCH for a zip archive that is no office document
     */
    String mainPart(String usual) throws IOException {
        if (!has("[Content_Types].xml")) {
            throw new FailureException(
                    FailureCode.TYPE_MISMATCH,
                    "The name or the declared type says an office document, but the content is a zip archive.");
        }
        return relations("").stream()
                .filter(relation -> relation.type().equals("officeDocument"))
                .map(Relation::target)
                .filter(this::has)
                .findFirst()
                .orElse(usual);
    }

    boolean has(String part) {
        return entries.containsKey(part.toLowerCase(Locale.ROOT));
    }

    /** Names of parts, in lower case. */
    List<String> parts() {
        return entries.keySet().stream().sorted().toList();
    }

    /** @throws IOException where there is no such part */
    InputStream open(String part) throws IOException {
        ZipArchiveEntry entry = entries.get(part.toLowerCase(Locale.ROOT));
        if (entry == null) {
            throw new IOException("a part of the document is missing");
        }
        return zip.getInputStream(entry);
    }

    /** A small part as a tree; empty where it is missing. */
    Optional<XmlNode> tree(String part) throws IOException {
        if (!has(part)) {
            return Optional.empty();
        }
        try (InputStream in = open(part)) {
            return Optional.of(XmlNode.parse(in));
        } catch (XMLStreamException e) {
            throw new IOException("a part of the document is no well-formed XML", e);
        }
    }

    /** The relations of a part to others within the package. */
    List<Relation> relations(String part) throws IOException {
        int slash = part.lastIndexOf('/');
        String folder = part.substring(0, slash + 1);
        String name = folder + "_rels/" + part.substring(slash + 1) + ".rels";
        return tree(name).map(tree -> tree.all("Relationship")).orElse(List.of()).stream()
                .filter(node -> !node.attribute("TargetMode").equals("External"))
                .map(node -> new Relation(
                        node.attribute("Id"),
                        node.attribute("Type").substring(node.attribute("Type").lastIndexOf('/') + 1),
                        resolved(folder, node.attribute("Target"))))
                .toList();
    }

    private static String resolved(String folder, String target) {
        if (target.startsWith("/")) {
            return target.substring(1);
        }
        return Path.of("/" + folder).resolve(target).normalize().toString().substring(1);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
