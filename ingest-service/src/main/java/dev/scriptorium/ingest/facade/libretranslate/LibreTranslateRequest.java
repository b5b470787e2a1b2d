package dev.scriptorium.ingest.facade.libretranslate;

import dev.scriptorium.ingest.api.JsonBody;
import dev.scriptorium.ingest.facade.RequestFields;
import dev.scriptorium.ingest.submission.TaskLimits;
import java.util.List;

/**
 * Texts to translate.
 *
 * @param isList whether they came as a list, so that a list is expected
 * @param source empty where the language is to be detected
 * @param isHtml whether the texts have tags
 * @param alternatives how many other translations are wanted; there are none
 */
record LibreTranslateRequest(
        List<String> texts, boolean isList, String source, String target, boolean isHtml, int alternatives) {

    static LibreTranslateRequest of(RequestFields fields, TaskLimits rules) {
        return new LibreTranslateRequest(
                fields.texts("q"),
                fields.isList("q"),
                rules.sourceLanguage(fields.required("source")),
                rules.language(fields.required("target")),
                fields.oneOf("format", List.of("text", "html")).equals("html"),
                alternatives(fields));
    }

    private static int alternatives(RequestFields fields) {
        if (!fields.has("alternatives")) {
            return 0;
        }
        String number = fields.json().path("alternatives").asText();
        if (!number.matches("[0-9]{1,9}")) {
            throw JsonBody.bad("alternatives must be a whole number.");
        }
        return Integer.parseInt(number);
    }
}
