package dev.scriptorium.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The languages that a model's tokenizer can be told, by the model's own codes, read without loading it.
 *
 * @param sources source languages; empty where the model has no source language tokens
 * @param targets target languages; empty where the model has no target language tokens
 */
public record ModelLanguages(Set<String> sources, Set<String> targets) {

    public ModelLanguages {
        sources = Set.copyOf(sources);
        targets = Set.copyOf(targets);
    }

    public static ModelLanguages read(ModelFiles files) {
        return switch (TokenizerKind.of(files)) {
            case MARIAN ->
                new ModelLanguages(
                        Set.of(),
                        MarianTokenizer.languages(
                                PieceVocabulary.read(files, "vocab.json").ids().keySet()));
            case M2M100 -> all(M2M100Tokenizer.languages(TokenizerSettings.read(files)));
            case NLLB, MBART_50 -> all(JsonTokenizer.languages(TokenizerFile.read(files)));
            case MBART -> ofOneTarget(files);
            case T5 -> all(T5Tokenizer.languages(files));
            case PLAIN -> all(List.of());
        };
    }

    private static ModelLanguages all(Collection<String> codes) {
        return new ModelLanguages(Set.copyOf(codes), Set.copyOf(codes));
    }

    /** Its decoder starts with the language that it writes. */
    private static ModelLanguages ofOneTarget(ModelFiles files) {
        TokenizerFile file = TokenizerFile.read(files);
        JsonNode start = files.json("config.json").path("decoder_start_token_id");
        List<String> languages = JsonTokenizer.languages(file);
        String target = file.tokens().getOrDefault(start.asInt(-1), "");
        if (!languages.contains(target)) {
            return all(List.of());
        }
        String source = TokenizerSettings.read(files).languages().source();
        Set<String> others = new HashSet<>(languages);
        others.remove(target);
        return new ModelLanguages(others.contains(source) ? Set.of(source) : others, Set.of(target));
    }
}
