package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads problem details (RFC 9457), in which the API describes an error. */
final class Problem {
    private static final int LONGEST = 300;

    private Problem() {}

    /** The detail as a sentence with the code in brackets, such as {@code No label set is called x (LABEL_SET_UNKNOWN).} */
    static String sentence(int status, String body) {
        JsonNode problem;
        try {
            problem = Json.parse(body);
        } catch (ApiException notJson) {
            return "The platform answered with the HTTP status " + status + shortened(body) + ".";
        }
        String detail = problem.path("detail").asText("");
        String text = detail.isBlank() ? problem.path("title").asText("HTTP status " + status) : detail;
        String code = problem.path("code").asText("");
        String plain = text.strip().replaceAll("\\.$", "");
        return plain + (code.isEmpty() ? "" : " (" + code + ")") + ".";
    }

    private static String shortened(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(LONGEST, line.length()));
    }
}
