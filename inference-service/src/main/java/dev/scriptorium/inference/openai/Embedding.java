package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.Input;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** The request and the answer of {@code /embeddings}. */
record Embedding(EmbedRequest request, boolean base64) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static Embedding read(RequestBody body, int mostInputs) {
        body.refuse("dimensions", true);
        String format = body.has("encoding_format") ? body.text("encoding_format") : "float";
        if (!format.equals("float") && !format.equals("base64")) {
            throw RequestBody.bad("`encoding_format` must be float or base64");
        }
        JsonNode input = body.get("input");
        if (input.isArray() && !input.isEmpty() && input.get(0).isNumber()
                || input.path(0).isArray()) {
            throw RequestBody.bad("`input` must be a text or a list of texts; tokens are not supported");
        }
        List<String> texts = body.texts("input", mostInputs);
        if (texts.isEmpty()) {
            throw RequestBody.bad("`input` must be a text or a list of at least one text");
        }
        EmbedRequest.Builder request =
                EmbedRequest.newBuilder().setModel(body.text("model")).setLane(Lane.LANE_INTERACTIVE);
        texts.forEach(text -> request.addInputs(Input.newBuilder().setText(text)));
        return new Embedding(request.build(), format.equals("base64"));
    }

    ObjectNode answer(ModelServing.Vectors answer) {
        ObjectNode json = JSON.objectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (int i = 0; i < answer.vectors().size(); i++) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", i);
            float[] vector = answer.vectors().get(i);
            if (base64) {
                one.put("embedding", packed(vector));
                continue;
            }
            ArrayNode numbers = one.putArray("embedding");
            for (float component : vector) {
                numbers.add(component);
            }
        }
        json.put("model", request.getModel());
        json.putObject("usage").put("prompt_tokens", answer.tokens()).put("total_tokens", answer.tokens());
        return json;
    }

    private static String packed(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float component : vector) {
            bytes.putFloat(component);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
