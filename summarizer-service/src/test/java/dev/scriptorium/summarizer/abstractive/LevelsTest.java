package dev.scriptorium.summarizer.abstractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.summarizer.v1.DraftText;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelsTest {

    @Test
    void joinsAsManyNeighboursAsFit() {
        assertThat(Levels.groups(texts(40, 40, 20, 1), 100))
                .extracting(List::size)
                .containsExactly(3, 1);
    }

    @Test
    void joinsTwoEvenIfTheyAreOverTheLimitSoThatThereIsAnEnd() {
        assertThat(Levels.groups(texts(90, 90, 90, 90, 90), 100))
                .extracting(List::size)
                .containsExactly(2, 2, 1);
    }

    @Test
    void makesNoGroupOfNoText() {
        assertThat(Levels.groups(List.of(), 100)).isEmpty();
    }

    private static List<DraftText> texts(int... tokens) {
        return Arrays.stream(tokens)
                .mapToObj(count ->
                        DraftText.newBuilder().setText("text").setTokens(count).build())
                .toList();
    }
}
