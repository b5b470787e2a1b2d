package dev.scriptorium.inference.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.models.ShippedModels;
import dev.scriptorium.runtime.models.ModelFolders;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedModelCardsTest {

    @Test
    void everyShippedModelSaysWhatItIsFor(@TempDir Path cache) {
        ModelFolders folders = new ModelFolders(List.of(), new ShippedModels(cache));

        List<CatalogueEntry> entries = folders.namesFor("inference").stream()
                .map(name -> CatalogueEntry.read(name, folders::folder))
                .toList();

        assertThat(entries).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.state()).isInstanceOf(ModelState.Known.class);
            switch (entry.card().task()) {
                case GENERATE ->
                    assertThat(entry.card().languages().isOneDirection()).isTrue();
                case EMBED -> assertThat(entry.card().tokenizerDigest()).isNotEmpty();
                case CLASSIFY, LABEL_TOKENS -> assertThat(entry.card().labels()).hasSizeGreaterThan(1);
                case UNKNOWN -> assertThat(entry.card()).isNull();
            }
        });
    }
}
