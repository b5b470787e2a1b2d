package dev.scriptorium.testing.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.testing.documents.MixedDocuments.Mixed;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixedDocumentsTest {

    @Test
    void givesTheSameDocumentsForTheSameSeed() {
        List<Mixed> first = MixedDocuments.of(30, 7);
        List<Mixed> second = MixedDocuments.of(30, 7);

        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).usingRecursiveComparison().isEqualTo(first.get(i));
        }
    }

    @Test
    void givesOtherDocumentsForAnotherSeed() {
        assertThat(MixedDocuments.good(1, 1).getFirst().bytes())
                .isNotEqualTo(MixedDocuments.good(1, 2).getFirst().bytes());
    }

    @Test
    void namesEachDocumentDifferently() {
        assertThat(MixedDocuments.of(200, 1).stream().map(Mixed::fileName)).doesNotHaveDuplicates();
    }

    @Test
    void makesOneInTenBad() {
        assertThat(MixedDocuments.of(200, 1))
                .filteredOn(document -> document.failureCode().isPresent())
                .hasSize(20);
    }
}
