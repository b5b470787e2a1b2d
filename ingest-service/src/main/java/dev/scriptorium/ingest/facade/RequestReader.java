package dev.scriptorium.ingest.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.api.JsonBody;
import dev.scriptorium.ingest.http.MultipartBody;
import dev.scriptorium.ingest.http.RequestBodies;
import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.fileupload.FileItemStream;
import org.jspecify.annotations.Nullable;

/** Reads requests as these clients send them: JSON, a form, or a multipart form with perhaps a file. Thread-safe. */
@Singleton
public class RequestReader {

    /** What reading a multipart body holds beside the headers of one part and the fields. */
    private static final long BUFFERS = 64 << 10;

    private static final int MAX_FIELDS = 1_000;

    private final JsonBody json;
    private final RequestBodies bodies;
    private final DataSize partHeaders;
    private final DataSize fields;

    public RequestReader(JsonBody json, RequestBodies bodies, IngestConfig config) {
        this.json = json;
        this.bodies = bodies;
        this.partHeaders = config.http().partHeaders();
        this.fields = config.http().body();
    }

    /** Takes the file of a form. */
    @FunctionalInterface
    public interface FileReader {

        /**
         * Called once.
         *
         * @param before the fields in front of the file
         */
        void read(RequestFields before, UploadedFile file) throws IOException;
    }

    /** A file, to be read while it arrives; never closed by its reader. */
    public record UploadedFile(String name, String mediaType, InputStream content) {}

    /** The fields of a request without a file. A request without a body has none. */
    public RequestFields fields(InputStream body, HttpHeaders headers, UriInfo uri) {
        String type = type(headers);
        try (RequestBodies.Body open = open(body, headers, uri, fields.toBytes())) {
            if (type.startsWith(MediaType.APPLICATION_JSON)) {
                return json(new PushbackInputStream(open.stream()));
            } else if (type.startsWith(MediaType.APPLICATION_FORM_URLENCODED)) {
                return form(open.stream().readAllBytes());
            } else if (type.startsWith(MediaType.MULTIPART_FORM_DATA)) {
                return multipart(open.stream(), headers, null);
            } else if (type.isEmpty()) {
                return new RequestFields(JsonNodeFactory.instance.objectNode());
            }
        } catch (IOException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The request ended before its body did.", e);
        }
        throw new FailureException(
                FailureCode.CONTENT_TYPE_UNSUPPORTED, "The Content-Type must be JSON, a form or a multipart form.");
    }

    /** The fields of a multipart form; its part {@code file} goes to the reader while it arrives. */
    public RequestFields upload(InputStream body, HttpHeaders headers, UriInfo uri, FileReader reader) {
        if (!type(headers).startsWith(MediaType.MULTIPART_FORM_DATA)) {
            throw new FailureException(
                    FailureCode.CONTENT_TYPE_UNSUPPORTED, "The Content-Type must be multipart/form-data.");
        }
        long held = partHeaders.toBytes() + BUFFERS + fields.toBytes();
        try (RequestBodies.Body open = open(body, headers, uri, held)) {
            return multipart(open.stream(), headers, reader);
        }
    }

    private RequestBodies.Body open(InputStream body, HttpHeaders headers, UriInfo uri, long held) {
        return bodies.open(
                body, uri.getRequestUri().getPath(), headers.getHeaderString(HttpHeaders.CONTENT_LENGTH), held);
    }

    private static String type(HttpHeaders headers) {
        String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }

    /** Some clients name a type and send nothing. */
    private RequestFields json(PushbackInputStream body) throws IOException {
        int first = body.read();
        if (first < 0) {
            return new RequestFields(JsonNodeFactory.instance.objectNode());
        }
        body.unread(first);
        return new RequestFields(json.read(body, JsonNode.class));
    }

    private static RequestFields form(byte[] body) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        try {
            new QueryStringDecoder(new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8, false, MAX_FIELDS)
                    .parameters()
                    .forEach((name, values) -> values.forEach(value -> add(form, name, value)));
        } catch (IllegalArgumentException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The form has a malformed escape.", e);
        }
        return new RequestFields(form);
    }

    private RequestFields multipart(InputStream body, HttpHeaders headers, @Nullable FileReader reader) {
        Multipart multipart = new Multipart(reader);
        new MultipartBody(body, headers.getHeaderString(HttpHeaders.CONTENT_TYPE), partHeaders).each(multipart::part);
        if (reader != null && !multipart.file) {
            throw JsonBody.bad("The part file is missing.");
        }
        return new RequestFields(multipart.form);
    }

    private static void add(ObjectNode form, String name, String value) {
        JsonNode present = form.get(name);
        switch (present) {
            case null -> form.put(name, value);
            case ArrayNode several -> several.add(value);
            default -> form.putArray(name).add(present).add(value);
        }
    }

    /** One form while it is read. */
    private final class Multipart {

        private final @Nullable FileReader reader;
        private final ObjectNode form = JsonNodeFactory.instance.objectNode();
        private long size;
        private int parts;
        private boolean file;

        Multipart(@Nullable FileReader reader) {
            this.reader = reader;
        }

        void part(FileItemStream part, InputStream content) throws IOException {
            if (++parts > MAX_FIELDS) {
                throw JsonBody.bad("The form may have at most " + MAX_FIELDS + " parts.");
            }
            String name = part.getFieldName() == null ? "" : part.getFieldName();
            if (name.equals("file")) {
                file(part, content);
                return;
            }
            byte[] value = content.readNBytes((int) (fields.toBytes() - size) + 1);
            size += value.length;
            if (size > fields.toBytes()) {
                throw new FailureException(
                        FailureCode.REQUEST_TOO_LARGE, "The fields of the form may have at most " + fields + ".");
            }
            add(form, name, new String(value, StandardCharsets.UTF_8));
        }

        private void file(FileItemStream part, InputStream content) throws IOException {
            if (reader == null) {
                throw JsonBody.bad("This form takes no file.");
            }
            if (file) {
                throw JsonBody.bad("There must be one part file, not several.");
            }
            if (part.getName() == null) {
                throw JsonBody.bad("The part file must have a file name.");
            }
            file = true;
            String type = part.getContentType() == null ? "" : part.getContentType();
            reader.read(new RequestFields(form), new UploadedFile(part.getName(), type, content));
        }
    }
}
