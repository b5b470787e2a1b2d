package dev.scriptorium.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageProgressTest {
    @Test
    void addsUpTheFailuresOfAStageOverAllCodes() {
        String metrics = """
                # TYPE scriptorium_stage_latency_seconds histogram
                scriptorium_stage_latency_seconds_count{stage="extraction"} 7
                scriptorium_stage_latency_seconds_sum{stage="extraction"} 0.2
                scriptorium_stage_failed_total{code="DOC_EMPTY",stage="extraction"} 1.0
                scriptorium_stage_failed_total{code="DOC_CORRUPT",stage="extraction"} 2.0
                scriptorium_stage_waiting{stage="tokenizer"} 4.0
                scriptorium_stage_in_flight{stage="tokenizer"} 2.0
                jvm_threads_live_threads 41.0
                """;

        assertThat(StageProgress.parse(metrics))
                .containsExactly(
                        new StageProgress("extraction", 0, 0, 7, 3), new StageProgress("tokenizer", 4, 2, 0, 0));
    }
}
