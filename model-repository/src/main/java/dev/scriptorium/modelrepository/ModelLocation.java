package dev.scriptorium.modelrepository;

import dev.scriptorium.modelrepository.hub.HubModel;
import dev.scriptorium.modelrepository.s3.S3Model;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one model is, as {@code scriptorium.models.locations} writes it: {@code [name=]place[#sha256=digest]}.
 *
 * @param name under which the model is served
 * @param digest what SHA-256 over the model's files has to be, in hexadecimal; empty where any will do
 */
public record ModelLocation(String name, Place place, Optional<String> digest) {

    private static final Pattern FORM =
            Pattern.compile("(?:(?<name>[\\w.-]+)=)?(?<place>[^#]+)(?:#sha256=(?<digest>[0-9a-fA-F]{64}))?");

    /** Where the files of a model are. */
    public sealed interface Place {

        /** A folder of this machine. */
        record Folder(Path path) implements Place {}

        /** A folder in a jar. */
        record Archive(Path jar, String root) implements Place {}

        /** A repository of a hub. */
        record Hub(HubModel model) implements Place {}

        /** A bucket of an object store, under a prefix. */
        record S3(S3Model model) implements Place {}
    }

    /** @throws IllegalArgumentException where the text has another form */
    public static ModelLocation parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("a model's location is [name=]place[#sha256=digest], not " + text);
        }
        String place = form.group("place");
        Place parsed = place(place);
        String lastPart = switch (parsed) {
            case Place.Folder folder ->
                folder.path().getNameCount() == 0
                        ? ""
                        : folder.path().getFileName().toString();
            case Place.Archive archive ->
                archive.root().substring(archive.root().lastIndexOf('/') + 1);
            case Place.Hub hub -> hub.model().name();
            case Place.S3 s3 -> s3.model().name();
        };
        String name = form.group("name") == null ? lastPart : form.group("name");
        if (!name.matches("[\\w.-]+")) {
            throw new IllegalArgumentException("write a name before the location of a model, as in name=" + place);
        }
        return new ModelLocation(
                name, parsed, Optional.ofNullable(form.group("digest")).map(String::toLowerCase));
    }

    private static Place place(String text) {
        if (text.startsWith("hf://")) {
            return new Place.Hub(HubModel.parse(text.substring("hf://".length())));
        }
        if (text.startsWith("s3://")) {
            return new Place.S3(S3Model.parse(text.substring("s3://".length())));
        }
        if (text.startsWith("jar:")) {
            int root = text.indexOf("!/");
            if (root < 0) {
                throw new IllegalArgumentException("a location in a jar is jar:file:/path.jar!/folder, not " + text);
            }
            String jar = text.substring("jar:".length(), root);
            return new Place.Archive(
                    jar.startsWith("file:") ? Path.of(URI.create(jar)) : Path.of(jar),
                    text.substring(root + 2).replaceFirst("/+$", ""));
        }
        if (text.startsWith("file:")) {
            return new Place.Folder(Path.of(URI.create(text)).normalize());
        }
        if (text.matches("[a-z][a-z0-9+.-]+://.*")) {
            throw new IllegalArgumentException("models are fetched from hf:// and s3:// only, not from " + text);
        }
        return new Place.Folder(Path.of(text).toAbsolutePath().normalize());
    }
}
