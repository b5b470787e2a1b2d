package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.file.Fidelity;
import java.util.Map;
import java.util.TreeMap;

/** The report of a translated file as it is stored and given out. All its names are those of this class: nothing is escaped. */
final class FidelityJson {

    private FidelityJson() {}

    static String of(Fidelity fidelity) {
        var translated = fidelity.translated();
        StringBuilder structure = new StringBuilder();
        for (Map.Entry<String, Fidelity.Count> entry : new TreeMap<>(fidelity.structure()).entrySet()) {
            structure
                    .append(structure.isEmpty() ? "" : ", ")
                    .append("\"%s\": {\"before\": %d, \"after\": %d}"
                            .formatted(
                                    entry.getKey(),
                                    entry.getValue().before(),
                                    entry.getValue().after()));
        }
        return """
                {"texts": {"before": %d, "after": %d}, "segments": %d, "codes": %d, "codesLost": %d, "codesAdded": %d, \
                "codesUnplaced": %d, "characters": %d, "untranslatedCharacters": %d, "structure": {%s}}""".formatted(
                        fidelity.units(),
                        fidelity.unitsAfter(),
                        translated.segments(),
                        translated.codes(),
                        fidelity.codesLost(),
                        fidelity.codesAdded(),
                        translated.unplacedCodes(),
                        translated.characters(),
                        translated.untranslatedCharacters(),
                        structure);
    }
}
