package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.tokenizer.language.Guess;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The language of each block: its own where it has enough text to tell, else that of most of the document.
 *
 * @param ofBlocks one code for each block, empty where no served language was recognised
 * @param ofMost of most of the text; empty where none was recognised
 */
record BlockLanguages(List<String> ofBlocks, String ofMost) {

    /** Characters of the blocks that say too little alone, put together to say something. */
    private static final int PROBE_CHARACTERS = 1_000;

    /** Characters of one such block, so that many blocks are heard. */
    private static final int PROBE_CHARACTERS_OF_A_BLOCK = 200;

    /** Every block is in the language that the client declared. */
    static BlockLanguages declared(List<TextBlock> blocks, String language) {
        return new BlockLanguages(Collections.nCopies(blocks.size(), language), language);
    }

    /** The language that each block says, and most of them. */
    static BlockLanguages detect(List<TextBlock> blocks, LanguageDetector detector) {
        List<Guess> guesses = new ArrayList<>(blocks.size());
        Map<String, Integer> weights = new HashMap<>();
        StringBuilder unsure = new StringBuilder();
        int unsureCharacters = 0;
        for (TextBlock block : blocks) {
            String text = block.text();
            Guess guess = block.kind() == BlockKind.BLOCK_KIND_CODE ? Guess.NO_IDEA : detector.detect(text);
            guesses.add(guess);
            switch (guess) {
                case Guess.Served(String language) -> weights.merge(language, text.length(), Integer::sum);
                case Guess.NotServed() -> weights.merge("", text.length(), Integer::sum);
                case Guess.Unsure _ -> {
                    if (block.kind() != BlockKind.BLOCK_KIND_CODE) {
                        unsureCharacters += text.length();
                        if (unsure.length() < PROBE_CHARACTERS) {
                            unsure.append(text, 0, Math.min(PROBE_CHARACTERS_OF_A_BLOCK, text.length()))
                                    .append('\n');
                        }
                    }
                }
            }
        }
        String ofMost = ofMost(weights, unsure.toString(), unsureCharacters, detector);
        List<String> ofBlocks = new ArrayList<>(blocks.size());
        for (Guess guess : guesses) {
            ofBlocks.add(
                    switch (guess) {
                        case Guess.Served(String language) -> language;
                        case Guess.NotServed() -> "";
                        case Guess.Unsure _ -> ofMost;
                    });
        }
        return new BlockLanguages(ofBlocks, ofMost);
    }

    /** Blocks that say too little count together, by what they say together. */
    private static String ofMost(
            Map<String, Integer> weights, String unsure, int unsureCharacters, LanguageDetector detector) {
        int sure = weights.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (unsureCharacters > sure) {
            String likeliest = detector.likeliest(unsure);
            if (weights.isEmpty() || !likeliest.isEmpty()) {
                weights.merge(likeliest, unsureCharacters, Integer::sum);
            }
        }
        return weights.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
