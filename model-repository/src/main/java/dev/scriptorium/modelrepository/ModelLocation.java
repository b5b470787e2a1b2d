package dev.scriptorium.modelrepository;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scriptorium.modelrepository.hub.HubModel;
import dev.scriptorium.modelrepository.s3.S3Model;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one model is, as {@code scriptorium.models.locations} writes it: {@code [name=]place[#sha256=digest]}.
 *
 * @param name under which the model is served
 * @param digest what SHA-256 over the model's files has to be, in hexadecimal; empty where any will do
 */
public record ModelLocation(String name, Place place, Optional<String> digest) {

    private static final Pattern FORM =
            Pattern.compile("(?:(?<name>[\\w.-]+)=)?(?<place>[^#]+)(?:#sha256=(?<digest>[0-9a-fA-F]{64}))?");

    /** {@code openai+https://host/v1#model}; what is behind the {@code #} is the server's name of the model. */
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:(?<name>[\\w.-]+)=)?openai\\+(?<address>https?:[^#]*)(?:#(?<model>.*))?");

    /** Where the files of a model are, or who else serves it. */
    public sealed interface Place {

        /** A folder of this machine. */
        record Folder(Path path) implements Place {}

        /** A folder in a jar. */
        record Archive(Path jar, String root) implements Place {}

        /** A repository of a hub. */
        record Hub(HubModel model) implements Place {}

        /** A bucket of an object store, under a prefix. */
        record S3(S3Model model) implements Place {}

        /**
         * A server with OpenAI's API.
         *
         * @param address that the paths of the API are put behind, without a slash at its end
         * @param model as the server names it
         */
        record Endpoint(URI address, String model) implements Place {

            /** SHA-256 over address and model, in hexadecimal. */
            String digest() {
                try {
                    byte[] place = (address + "#" + model).getBytes(UTF_8);
                    return HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(place));
                } catch (NoSuchAlgorithmException e) {
                    throw new IllegalStateException("every Java platform has SHA-256", e);
                }
            }
        }
    }

    /** @throws IllegalArgumentException where the text has another form */
    public static ModelLocation parse(String text) {
        Matcher endpoint = ENDPOINT.matcher(text.strip());
        if (endpoint.matches()) {
            return endpoint(text, endpoint);
        }
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
            case Place.Endpoint other -> "";
        };
        return new ModelLocation(
                name(form.group("name"), lastPart, place),
                parsed,
                Optional.ofNullable(form.group("digest")).map(String::toLowerCase));
    }

    private static String name(@Nullable String written, String lastPart, String place) {
        String name = written == null ? lastPart : written;
        if (!name.matches("[\\w.-]+")) {
            throw new IllegalArgumentException("write a name before the location of a model, as in name=" + place);
        }
        return name;
    }

    private static ModelLocation endpoint(String text, Matcher form) {
        String model = form.group("model");
        URI address = URI.create(form.group("address").replaceFirst("/+$", ""));
        if (address.getHost() == null || address.getRawUserInfo() != null || address.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "the address of a remote model has a host, and neither a user nor a query; the key is in "
                            + "scriptorium.inference.remote.keys");
        }
        if (model == null || model.isBlank()) {
            throw new IllegalArgumentException(
                    "a remote model is [name=]openai+https://host/v1#model, with the server's name of the model, not "
                            + text);
        }
        return new ModelLocation(
                name(form.group("name"), model.substring(model.lastIndexOf('/') + 1), text),
                new Place.Endpoint(address, model),
                Optional.empty());
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
