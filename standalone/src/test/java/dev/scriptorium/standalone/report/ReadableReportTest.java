package dev.scriptorium.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReadableReportTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void showsTheCitationsTheWayOfTheTranslationAndTheScores() throws JsonProcessingException {
        new ReadableReport(out, 5).print(report("""
                                {"file": "a.txt", "state": "SUCCEEDED", "mediaType": "text/plain", "language": "en",
                                 "summary": {"sentences": [{"text": "All is well.", "segments": ["0.3", "0.4"]}]},
                                 "translations": {"de": {"text": "Alles ist gut.", "path": ["en", "de"], "segments": [{"flags": ["NUMBERS"]}]}},
                                 "classifications": {"sentiment": {"label": "positive", "scores": {"positive": 0.9}}}}"""));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("a.txt  [SUCCEEDED, text/plain, language en]")
                .contains("All is well.  [0.3, 0.4]")
                .contains("de  (en > de, 1 sentence, 1 flagged)")
                .contains("sentiment  positive  (positive 0.90)");
    }

    @Test
    void countsNoFlagOfASentenceThatWasInTheLanguageAlready() throws JsonProcessingException {
        new ReadableReport(out, 5).print(report("""
                {"translations": {"de": {"text": "Gut.", "path": ["de"], "segments": [{"flags": ["SAME_LANGUAGE"]}]},
                                  "fr": {"text": "Bon.", "path": ["en", "fr"],
                                         "segments": [{"flags": ["SAME_LANGUAGE"]}, {"flags": ["NUMBERS"]}, {"flags": []}]}}}"""));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("de  (the document is in this language already)")
                .contains("fr  (en > fr, 3 sentences, 1 flagged)");
    }

    @Test
    void marksWhatItLeavesOutOfALongTranslation() throws JsonProcessingException {
        new ReadableReport(out, 2)
                .print(report("{\"translations\": {\"de\": {\"text\": \"eins\\nzwei\\ndrei\\nvier\"}}}"));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("zwei")
                .contains("...")
                .doesNotContain("drei");
    }

    private static DocumentReport report(String json) throws JsonProcessingException {
        return new DocumentReport((ObjectNode) new ObjectMapper().readTree(json));
    }
}
