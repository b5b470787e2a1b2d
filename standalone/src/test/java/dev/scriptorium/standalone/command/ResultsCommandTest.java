package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsCommandTest {
    @Test
    void numbersTheNamesThatSeveralDocumentsHave() {
        assertThat(ResultsCommand.distinct(
                        List.of("x.txt", "x.txt", "x~2.txt", "README", "README", "x.txt", ".env", ".env")))
                .containsExactly("x.txt", "x~3.txt", "x~2.txt", "README", "README~2", "x~4.txt", ".env", ".env~2");
    }
}
