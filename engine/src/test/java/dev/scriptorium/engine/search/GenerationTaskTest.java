package dev.scriptorium.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.engine.GenerationTask;
import org.junit.jupiter.api.Test;

class GenerationTaskTest {

    @Test
    void putsTheSettingsAndThePrefixOfATaskOverThoseOfTheModel() throws JsonProcessingException {
        GenerationTask task = config("""
                {"max_length": 20, "num_beams": 1, "no_repeat_ngram_size": 2, "task_specific_params": {
                  "summarization": {"prefix": "summarize: ", "max_length": 200, "min_length": 30, "num_beams": 4}}}""").task("summarization");

        assertThat(task.prefix()).isEqualTo("summarize: ");
        assertThat(task.settings().maxNewTokens()).isEqualTo(199);
        assertThat(task.settings().minNewTokens()).isEqualTo(29);
        assertThat(task.settings().beams()).isEqualTo(4);
        assertThat(task.settings().noRepeatNgramSize()).isEqualTo(2);
    }

    @Test
    void leavesAModelWithoutTheTaskAsItIs() throws JsonProcessingException {
        GenerationConfig config = config("""
                {"max_length": 20, "prefix": " ", "task_specific_params": null}""");

        assertThat(config.task("summarization").prefix()).isEqualTo(" ");
        assertThat(config.task("summarization").settings()).isEqualTo(config.defaults());
    }

    private static GenerationConfig config(String json) throws JsonProcessingException {
        return GenerationConfig.of(new ObjectMapper().readTree(json), 512);
    }
}
