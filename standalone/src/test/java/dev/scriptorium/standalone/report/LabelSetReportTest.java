package dev.scriptorium.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.standalone.client.LabelSet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelSetReportTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final LabelSetReport report = new LabelSetReport(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void showsWhatWasMeasuredAndWhatToLookAt() throws JsonProcessingException {
        report.print(read(LabelSet.class, """
                {"name": "post", "examples": 40, "embeddingModel": "sentence-embedding",
                 "report": {"folds": 5, "accuracy": 0.925, "accuracyLow": 0.8, "accuracyHigh": 0.98, "baseline": 0.5,
                            "macroF1": 0.92, "threshold": {"value": 0.6, "precision": 0.95, "coverage": 0.9},
                            "labels": [{"label": "bill", "examples": 20, "precision": 0.9, "recall": 0.85, "f1": 0.87,
                                        "given": {"bill": 17, "memo": 3}}],
                            "features": "meaning", "warnings": ["look here"]}}"""));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("accuracy 92.5 % on held-out examples (95 % interval: 80.0 % to 98.0 %")
                .contains(
                        "not sure below a score of 0.600: 90.0 % of the texts get a label, and 95.0 % of these labels are right")
                .contains("memo (3)")
                .contains("warning: look here");
    }

    @Test
    void promisesNothingWhereNothingWasMeasured() throws JsonProcessingException {
        report.print(read(LabelSet.class, """
                {"name": "post", "examples": 0, "report": {"folds": 0, "labels": [{"label": "bill", "examples": 0}]}}"""));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .doesNotContain("accuracy", "sure")
                .containsPattern("bill +0 +- +- +-");
    }

    @Test
    void saysThatItIsNotSureAndWhatComesNearest() throws JsonProcessingException {
        report.printAnswer(
                "Hello",
                read(
                        LabelSet.Answer.class,
                        "{\"label\": \"\", \"unsure\": true, \"scores\": {\"bill\": 0.4, \"memo\": 0.6}}"),
                1);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("not sure")
                .contains("0.600  memo")
                .doesNotContain("bill");
    }

    @Test
    void saysWhyALabelSetDoesNotServe() throws JsonProcessingException {
        report.printAll(List.of(new LabelSet.Line("post", List.of("a", "b"), 9, null, "OUTDATED")));

        assertThat(printed.toString(StandardCharsets.UTF_8)).containsPattern("post +2 +9 +-  OUTDATED");
    }

    private static <T> T read(Class<T> type, String text) throws JsonProcessingException {
        return new ObjectMapper()
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .readValue(text, type);
    }
}
