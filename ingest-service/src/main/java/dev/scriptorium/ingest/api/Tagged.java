package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.document.Sha256;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** Answers with an ETag of the content, and with 304 where the client has that content already. Thread-safe. */
@Singleton
class Tagged {

    private static final int TAG_LENGTH = 32;

    private final ObjectMapper mapper;

    Tagged(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Response.ResponseBuilder ok(Request request, Object view) {
        return ok(request, write(view), MediaType.APPLICATION_JSON_TYPE);
    }

    Response.ResponseBuilder ok(Request request, String content, MediaType type) {
        // Weak: the same content may come compressed.
        EntityTag tag = new EntityTag(
                Sha256.of(content.getBytes(StandardCharsets.UTF_8)).hex().substring(0, TAG_LENGTH), true);
        Response.ResponseBuilder notModified = request.evaluatePreconditions(tag);
        return notModified != null
                ? notModified.tag(tag)
                : Response.ok(content, type).tag(tag);
    }

    private String write(Object view) {
        try {
            return mapper.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view cannot be written as JSON: " + view.getClass(), e);
        }
    }
}
