package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.standalone.client.FakeApi;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.report.ProgressLine;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobWaitTest {
    private final FakeApi api = new FakeApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void waitsForTheMediaTypeAndTheLanguageOfADocumentThatSucceeded() throws InterruptedException {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "RUNNING", 0, 0))
                .answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "SUCCEEDED", 1, 0))
                .answer("GET /v1/jobs/j1/documents", 200, documents(""))
                .answer("GET /v1/jobs/j1/documents", 200, documents("\"mediaType\": \"text/plain\","))
                .answer(
                        "GET /v1/jobs/j1/documents",
                        200,
                        documents("\"mediaType\": \"text/plain\", \"language\": \"en\","));
        AtomicInteger firstResults = new AtomicInteger();

        List<JobDocument> documents =
                waiting().documents("j1", firstResults::incrementAndGet).orElseThrow();

        assertThat(documents).singleElement().satisfies(document -> {
            assertThat(document.mediaType()).isEqualTo("text/plain");
            assertThat(document.language()).isEqualTo("en");
        });
        assertThat(firstResults).hasValue(1);
    }

    private JobWait waiting() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new JobWait(api.client(), new ProgressLine(nowhere, false, Clock.systemUTC()), null);
    }

    private static String documents(String detected) {
        return """
                {"documents": [{"id": "d1", "jobId": "j1", "state": "SUCCEEDED", "fileName": "x.txt", %s
                 "sha256": "00", "tasks": [{"id": "t1", "task": "summarize", "state": "SUCCEEDED"}]}]}""".formatted(detected);
    }
}
