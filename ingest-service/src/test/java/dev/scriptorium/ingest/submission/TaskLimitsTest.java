package dev.scriptorium.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.TestConfig;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.job.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLimitsTest {

    private final List<RequestedTasks> asked = new ArrayList<>();
    private final TaskLimits limits = new TaskLimits(
            TestConfig.with(Map.of("limits.sentences", "3", "limits.targets", "2", "limits.label-sets", "2"))
                    .limits(),
            new ServedTasks() {
                @Override
                public void require(RequestedTasks tasks) {
                    asked.add(tasks);
                }

                @Override
                public String summaryModel(String name) {
                    return name.isEmpty() ? "bart" : name;
                }
            });

    @ParameterizedTest
    @CsvSource({
        "de, de",
        "DE, de",
        "en-US, en",
        "pt_BR, pt",
        "de-CH-1996, de",
        "zh-hant, zh-Hant",
        "zh-HANT-TW, zh-Hant",
        "ckb, ckb"
    })
    void readsALanguageInAnyCaseAndWithoutItsRegion(String given, String language) {
        assertThat(limits.language(given)).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "German", "d", "de-", "de--AT", "../x", "auto"})
    void refusesWhatIsNoLanguage(String given) {
        assertFails(FailureCode.BAD_REQUEST, () -> limits.language(given));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "auto", "AUTO"})
    void detectsTheSourceLanguageWhereItIsNotGiven(String given) {
        assertThat(limits.sourceLanguage(given)).isEmpty();
    }

    @Test
    void looksUpTheModelOfAnAbstractiveSummary() {
        RequestedSummary summary = new RequestedSummary(3, true, "");

        RequestedTasks tasks = limits.check(summary, List.of(), List.of(), List.of(), "", Lane.BULK);

        assertThat(tasks.tasks()).containsExactly(new TaskSpec.Summarize(3, "bart"));
    }

    @Test
    void refusesAModelForAnExtractiveSummaryAndANameThatIsTooLong() {
        assertFails(FailureCode.BAD_REQUEST, () -> new RequestedSummary(3, false, "bart"));
        assertFails(FailureCode.LIMIT_EXCEEDED, () -> limits.summaryModel("b".repeat(1_001)));
    }

    @Test
    void takesAsManyAsMayBeAndNotOneMore() {
        RequestedTasks most = limits.check(3, List.of("de", "fr"), List.of("one", "two"), "en", Lane.BULK);

        assertThat(most.tasks()).hasSize(5);
        assertFails(FailureCode.LIMIT_EXCEEDED, () -> limits.check(4, List.of(), List.of(), "", Lane.BULK));
        assertFails(
                FailureCode.LIMIT_EXCEEDED, () -> limits.check(0, List.of("de", "fr", "es"), List.of(), "", Lane.BULK));
        assertFails(
                FailureCode.LIMIT_EXCEEDED,
                () -> limits.check(
                        0,
                        List.of(),
                        IntStream.range(0, 3).mapToObj(i -> "set" + i).toList(),
                        "",
                        Lane.BULK));
    }

    @Test
    void seesThatTwoTagsAreOneTask() {
        assertFails(FailureCode.BAD_REQUEST, () -> limits.check(0, List.of("de", "de-AT"), List.of(), "", Lane.BULK));
    }

    @Test
    void asksWhetherTheTasksCanBeDone() {
        limits.check(0, List.of("DE"), List.of(), "en-US", Lane.BULK);

        assertThat(asked).singleElement().satisfies(tasks -> {
            assertThat(tasks.sourceLanguage()).isEqualTo("en");
            assertThat(tasks.tasks()).containsExactly(new TaskSpec.Translate("de"));
        });
    }

    private static void assertFails(FailureCode code, Runnable call) {
        assertThatExceptionOfType(FailureException.class).isThrownBy(call::run).returns(code, FailureException::code);
    }
}
