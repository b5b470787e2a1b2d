package dev.scriptorium.ingest.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The body of a message: ids, the state and links. The same bytes for every attempt. */
final class WebhookPayload {

    private static final ObjectMapper JSON = new ObjectMapper();

    private WebhookPayload() {}

    /** @param base what paths of links begin with; may be empty */
    static byte[] of(WebhookMessage message, String base) {
        Map<String, Object> data = new LinkedHashMap<>();
        Map<String, String> links = new LinkedHashMap<>();
        String job = base + "/v1/jobs/" + message.job();
        data.put("jobId", message.job().toString());
        links.put("job", job);
        message.document()
                .ifPresentOrElse(
                        document -> {
                            data.put("documentId", document.toString());
                            if (!message.customId().isEmpty()) {
                                data.put("customId", message.customId());
                            }
                            links.put("document", base + "/v1/documents/" + document);
                        },
                        () -> {
                            links.put("documents", job + "/documents");
                            links.put("results", job + "/results");
                        });
        data.put("state", message.state().name());
        data.put("links", links);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", message.event().type());
        body.put("timestamp", message.createdAt().toString());
        body.put("data", data);
        try {
            return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts cannot be written as JSON", e);
        }
    }
}
