package dev.scriptorium.inference.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.modelrepository.ModelFolders;
import dev.scriptorium.models.ShippedModels;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedModelCardsTest {

    /** A cell of nothing but figures, such as {@code 96.5 / 97.0}. */
    private static final Pattern FIGURES = Pattern.compile("-?[0-9.]+( [/±] -?[0-9.]+)*");

    @Test
    void everyShippedModelSaysWhatItIsFor(@TempDir Path cache) {
        ModelFolders folders = new ModelFolders(List.of(), new ShippedModels(cache));

        List<CatalogueEntry> entries = folders.namesFor("inference").stream()
                .map(name -> CatalogueEntry.read(name, folders::folder))
                .toList();

        assertThat(entries).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.state()).isInstanceOf(ModelState.Known.class);
            switch (entry.card().task()) {
                case GENERATE -> assertThat(entry.card().languages().pairs()).isNotEmpty();
                case EMBED -> assertThat(entry.card().tokenizerDigest()).isNotEmpty();
                case CLASSIFY, LABEL_TOKENS -> assertThat(entry.card().labels()).hasSizeGreaterThan(1);
                case UNKNOWN -> assertThat(entry.card()).isNull();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyFigureInATableOfACardIsInItsResultsFile(Path folder) throws IOException {
        JsonNode results =
                new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
        Set<BigDecimal> measured = new HashSet<>();
        collect(results, measured);

        List<BigDecimal> shown = Files.readAllLines(folder.resolve("README.md")).stream()
                .filter(line -> line.startsWith("|"))
                .flatMap(line -> Arrays.stream(line.split("\\|")).map(String::strip))
                .filter(cell -> FIGURES.matcher(cell).matches())
                .flatMap(cell -> Arrays.stream(cell.split(" [/±] ")))
                .map(figure -> new BigDecimal(figure).stripTrailingZeros())
                .toList();

        assertThat(shown).hasSizeGreaterThan(5);
        assertThat(measured).containsAll(shown);
    }

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("..", "models"))) {
            return all.filter(folder -> Files.exists(folder.resolve("evaluation.json"))).toList().stream();
        }
    }

    /** All numbers, those that are names of fields too. */
    private static void collect(JsonNode node, Set<BigDecimal> found) {
        if (node.isNumber()) {
            found.add(node.decimalValue().stripTrailingZeros());
        }
        node.fieldNames().forEachRemaining(name -> {
            if (FIGURES.matcher(name).matches()) {
                found.add(new BigDecimal(name).stripTrailingZeros());
            }
        });
        node.forEach(child -> collect(child, found));
    }
}
