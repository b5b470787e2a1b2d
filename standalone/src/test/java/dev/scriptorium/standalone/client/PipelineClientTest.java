package dev.scriptorium.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineClientTest {
    private final FakeApi api = new FakeApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void readsAJobAndPassesOverMembersThatItDoesNotKnow() {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "PARTIAL", 3, 1));

        Job job = api.client().job("j1");

        assertThat(job.documents().ended()).isEqualTo(4);
        assertThat(job.hasEnded()).isTrue();
    }

    @Test
    void saysWhatTheApiSaysAsOneSentenceWithTheCode() {
        api.answer(
                "GET /v1/jobs/j1",
                422,
                "{\"title\": \"the document has no text\", \"detail\": \"The documents are empty.\", \"code\": \"EMPTY_TEXT\"}");

        assertThatThrownBy(() -> api.client().job("j1")).hasMessage("The documents are empty (EMPTY_TEXT).");
    }

    @Test
    void saysTheStatusWhereTheAnswerIsNoProblem() {
        api.answer("GET /v1/jobs/j1", 502, "<html>\n<b>Bad gateway</b>");

        assertThatThrownBy(() -> api.client().job("j1"))
                .hasMessage("The platform answered with the HTTP status 502: <html> <b>Bad gateway</b>.");
    }

    @Test
    void cannotBeLedToAnotherPathByAnId() {
        api.answer("GET /v1/jobs/..%2Fx", 200, "{}");

        assertThatThrownBy(() -> api.client().job("../label-sets")).isInstanceOf(ApiException.class);
        assertThat(api.requests()).allSatisfy(request -> assertThat(request).startsWith("GET /v1/jobs/"));
    }

    @Test
    void saysThatThePlatformDoesNotAnswer() {
        PipelineClient client = api.client();
        api.close();

        assertThatThrownBy(() -> client.job("j1"))
                .hasMessageContaining("does not answer")
                .extracting(problem -> ((ApiException) problem).isUnreachable())
                .isEqualTo(true);
    }
}
