package dev.scriptorium.file;

import java.util.List;
import java.util.Map;

/**
 * What a comparison of a translated file with its original found.
 *
 * @param units text units of the original
 * @param unitsAfter text units of the result
 * @param codesLost codes of units of the original that the result's units lack
 * @param codesAdded codes of units of the result that the original's units lack
 * @param translated what was translated
 * @param structure what is in both, for example tables, with the numbers before and after
 * @param differences what a translation must not change and yet differs, one sentence each; none where the file is faithful
 */
public record Fidelity(
        int units,
        int unitsAfter,
        int codesLost,
        int codesAdded,
        UnitTranslation.Translated translated,
        Map<String, Count> structure,
        List<String> differences) {

    public Fidelity {
        structure = Map.copyOf(structure);
        differences = List.copyOf(differences);
    }

    /** How often something is in the original and in the result. */
    public record Count(int before, int after) {}

    public boolean isFaithful() {
        return differences.isEmpty();
    }

    /** From 0 to 1, by characters. */
    public double untranslatedShare() {
        return translated.characters() == 0
                ? 0
                : (double) translated.untranslatedCharacters() / translated.characters();
    }
}
