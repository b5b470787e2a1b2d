package dev.scriptorium.summarizer.abstractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupportSearchTest {

    private static final byte[] EAST = {127, 0};
    private static final byte[] NORTH = {0, 127};
    private static final byte[] UNKNOWN = {};

    @Test
    void citesASecondSegmentOnlyForWordsThatTheFirstDoesNotHave() {
        SupportSearch search = search("The council approved the budget and closed the library.", EAST, 0.5);
        search.offer(source(0, "The council approved the budget.", EAST));
        search.offer(source(1, "The council approved that budget.", EAST));
        search.offer(source(2, "It also closed the library.", NORTH));

        SummarySentence found = search.found().getFirst();

        assertThat(found.getSegmentIdsList()).containsExactly("0.0", "0.2");
        assertThat(found.getSupport()).isEqualTo(1);
        assertThat(found.getUnsupported()).isFalse();
    }

    @Test
    void goesByWordsAloneWhereTheEmbeddingIsNotKnown() {
        SupportSearch search = search("The council approved the budget.", UNKNOWN, 0.5);
        search.offer(source(0, "The council discussed a budget.", EAST));

        assertThat(search.found().getFirst().getSupport()).isEqualTo(2 / 3f);
    }

    @Test
    void flagsASentenceBelowTheThresholdAndNotOneAtIt() {
        for (double least : new double[] {0.5, 0.501}) {
            SupportSearch search = search("The council approved the budget.", EAST, least);
            search.offer(source(0, "Somebody else did that.", EAST));

            assertThat(search.found().getFirst().getSupport()).isEqualTo(0.5f);
            assertThat(search.found().getFirst().getUnsupported()).isEqualTo(least > 0.5);
        }
    }

    @Test
    void flagsANumberThatIsInNoCitedSegment() {
        SupportSearch search = search("The council approved 900 budgets.", EAST, 0.5);
        search.offer(source(0, "The council approved 700 budgets.", EAST));

        assertThat(search.found().getFirst().getUnsupported()).isTrue();
    }

    @Test
    void citesNothingOfADocumentWithoutSegments() {
        SummarySentence found = search("Anything.", EAST, 0.5).found().getFirst();

        assertThat(found.getSegmentIdsList()).isEmpty();
        assertThat(found.getUnsupported()).isTrue();
    }

    private static SupportSearch search(String sentence, byte[] vector, double least) {
        return new SupportSearch(List.of(new SupportSearch.Sentence(sentence, vector)), least);
    }

    private static SupportSearch.Source source(int index, String text, byte[] vector) {
        return new SupportSearch.Source(new SegmentId(0, index), text, Place.getDefaultInstance(), vector);
    }
}
