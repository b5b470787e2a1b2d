package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.tokenizer.language.Guess;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The language of each block: its own where it has enough text to tell, else that of most of the text around it, else
 * the one that the client named.
 *
 * @param ofBlocks one code for each block, empty where no served language was recognised
 * @param ofMost of most of the text
 */
record BlockLanguages(List<String> ofBlocks, String ofMost) {

    /** Characters of blocks that say too little alone, put together to say something. */
    private static final int TOGETHER = 400;

    static BlockLanguages detect(List<TextBlock> blocks, String hint, LanguageDetector detector) {
        List<Guess> guesses = new ArrayList<>(blocks.size());
        Map<String, Integer> weights = new HashMap<>();
        StringBuilder unsure = new StringBuilder();
        for (TextBlock block : blocks) {
            Guess guess = block.kind() == BlockKind.BLOCK_KIND_CODE ? Guess.NO_IDEA : detector.detect(block.text());
            guesses.add(guess);
            switch (guess) {
                case Guess.Served(String language) ->
                    weights.merge(language, block.text().length(), Integer::sum);
                case Guess.NotServed() -> weights.merge("", block.text().length(), Integer::sum);
                case Guess.Unsure _ -> {
                    if (block.kind() != BlockKind.BLOCK_KIND_CODE && unsure.length() < TOGETHER) {
                        unsure.append(
                                        block.text(),
                                        0,
                                        Math.min(TOGETHER, block.text().length()))
                                .append('\n');
                    }
                }
            }
        }
        String ofMost = weights.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElseGet(() -> hint.isEmpty() ? detector.likeliest(unsure.toString()) : hint);
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
}
