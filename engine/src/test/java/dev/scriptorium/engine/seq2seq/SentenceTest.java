package dev.scriptorium.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentenceTest {

    private static final int BEAMS = 5;

    /** Rows hold what was appended to them and what was copied, and nothing before the place where a copy begins. */
    @Test
    void everyBeamHasWhatItsParentHadWhereOnlyWhatDiffersIsCopied() {
        Random random = new Random(3);
        Sentence sentence = new Sentence(0, 1, BEAMS, new BitSet());
        int[][] rows = new int[BEAMS][60];
        List<List<Integer>> beams = new ArrayList<>();
        IntStream.range(0, BEAMS).forEach(beam -> beams.add(List.of()));
        int copied = 0;
        int written = 0;
        for (int token = 0; token < 60; token++) {
            int[] parents = random.ints(BEAMS, 0, BEAMS).toArray();
            List<int[]> copies = new ArrayList<>();
            sentence.follow(parents, (from, to, begin) -> copies.add(new int[] {from, to, begin}));
            for (int[] copy : copies) {
                System.arraycopy(rows[copy[0]], copy[2], rows[copy[1]], copy[2], token - copy[2]);
                copied += token - copy[2];
                written += token;
            }
            List<List<Integer>> before = List.copyOf(beams);
            for (int beam = 0; beam < BEAMS; beam++) {
                int appended = token * BEAMS + beam;
                rows[sentence.row(beam)][token] = appended;
                beams.set(beam, with(before.get(parents[beam]), appended));
            }
            sentence.advance();

            for (int beam = 0; beam < BEAMS; beam++) {
                assertThat(rows[sentence.row(beam)])
                        .as("beam %s, token %s", beam, token)
                        .startsWith(beams.get(beam).stream()
                                .mapToInt(Integer::intValue)
                                .toArray());
            }
        }
        assertThat(copied).isLessThan(written / 2);
    }

    private static List<Integer> with(List<Integer> row, int token) {
        List<Integer> longer = new ArrayList<>(row);
        longer.add(token);
        return longer;
    }
}
