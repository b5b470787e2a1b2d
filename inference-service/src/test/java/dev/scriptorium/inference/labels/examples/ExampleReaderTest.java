package dev.scriptorium.inference.labels.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleReaderTest {

    private static final ExampleLimits LIMITS = new ExampleLimits(4, 3, 40);

    @Test
    void readsCsvWithQuotesLineBreaksAndColumnsInAnyOrder() {
        assertThat(csv("\uFEFFid,Label, text\r\n1,bill,\"Rechnung, \"\"fällig\"\"\nbis Mai\"\r\n\r\n2, memo ,Καλημέρα"))
                .containsExactly(
                        new Example(2, "Rechnung, \"fällig\"\nbis Mai", "bill"), new Example(5, "Καλημέρα", "memo"));
    }

    @Test
    void readsJsonLines() {
        assertThat(
                        json(
                                "{\"text\":\"Due in May.\",\"label\":\"bill\",\"id\":7}\n\n{\"label\":\"memo\",\"text\":\"Hello\"}\n"))
                .containsExactly(new Example(1, "Due in May.", "bill"), new Example(3, "Hello", "memo"));
    }

    @Test
    void namesTheLinesOfBadRows() {
        assertFails(
                () -> csv("text,label\nGood,bill\nno label,\n12,bill\nonly text\nAlso good,memo"),
                FailureCode.BAD_REQUEST,
                "line 3 has no label",
                "line 4 has a text without letters",
                "line 5 has 1 columns instead of 2");
        assertFails(
                () -> json("{\"text\":\"Good\",\"label\":\"bill\"}\n{\"text\":\"x\"\n{\"text\":\"x\",\"label\":3}"),
                FailureCode.BAD_REQUEST,
                "line 2 is not JSON",
                "line 3 is no object with the strings text and label");
    }

    @Test
    void namesTheFirstTenOfManyBadRows() {
        assertFails(() -> csv("text,label\n" + "1,a\n".repeat(30)), FailureCode.BAD_REQUEST, "line 11 ", "and 20 more");
    }

    @Test
    void refusesWhatItCannotRead() {
        assertFails(() -> csv("content,label\nGood,bill"), FailureCode.BAD_REQUEST, "text and label");
        assertFails(() -> csv("text,label\n\"Good,bill\nand,on"), FailureCode.BAD_REQUEST, "line 2 opens a quote");
        assertFails(() -> csv("text,label\n\"Go\"od,bill"), FailureCode.BAD_REQUEST, "line 2 ");
        assertFails(
                () -> ExampleReader.CSV.read("text,label\nfällig,bill".getBytes(StandardCharsets.ISO_8859_1), LIMITS),
                FailureCode.BAD_REQUEST,
                "UTF-8");
    }

    @Test
    void takesAsMuchAsTheLimitsSayAndNoMore() {
        String row = "{\"text\":\"" + "a".repeat(40) + "\",\"label\":\"" + "b".repeat(100) + "\"}\n";

        assertThat(json(row.repeat(4))).hasSize(4);
        assertFails(() -> json(row.repeat(5)), FailureCode.LIMIT_EXCEEDED, "at most 4 examples, not 5");
        assertFails(
                () -> json(row.replace("aa", "aaa")), FailureCode.BAD_REQUEST, "line 1 has a text of 60 characters");
        assertFails(() -> json(row.replace("bbbb", "bbbbb")), FailureCode.BAD_REQUEST, "line 1 has a label of 125");
    }

    @Test
    void findsTextsThatAreNearlyTheSameAndThoseThatContradict() {
        List<Example> examples = List.of(
                new Example(2, "Invoice no. 12, due in May", "bill"),
                new Example(3, "INVOICE No. 977 due in May!", "bill"),
                new Example(4, "Invoice due in June", "bill"),
                new Example(5, "invoice due in june", "memo"));

        SimilarTexts similar = SimilarTexts.of(examples);

        assertThat(similar.groups()).containsExactly(0, 0, 1, 1);
        assertThat(similar.warnings())
                .containsExactly(
                        "1 texts occur with different labels: lines 4 (bill) and 5 (memo)",
                        "4 texts are nearly the same as another one; they were held out together, and teach little");
    }

    private static List<Example> csv(String text) {
        return ExampleReader.CSV.read(text.getBytes(UTF_8), LIMITS);
    }

    private static List<Example> json(String text) {
        return ExampleReader.JSON_LINES.read(text.getBytes(UTF_8), LIMITS);
    }

    private static void assertFails(Runnable reading, FailureCode code, String... said) {
        assertThatThrownBy(reading::run).isInstanceOfSatisfying(FailureException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.reason()).contains(said);
        });
    }
}
