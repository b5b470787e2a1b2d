package dev.scriptorium.inference.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.tokenizers.LanguageCode;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.ModelLanguages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a folder in Hugging Face layout says about its model.
 *
 * <ul>
 *   <li>Task: the architecture in {@code config.json}.
 *   <li>Labels: {@code id2label} in {@code config.json}.
 *   <li>Languages: those that the tokenizer can be told, by tokens such as {@code >>deu<<}, {@code __de__}, {@code deu_Latn} or
 *       {@code de_DE}.
 *   <li>Else one language pair, the first that is there: {@code source_lang} and {@code target_lang} in {@code tokenizer_config.json}
 *       or {@code config.json}; the end of the folder's name, as in {@code opus-mt-en-de}; {@code language} in the metadata of
 *       {@code README.md}, where it names two.
 *   <li>Licence: {@code license} in that metadata. A classifier whose sentences' scores are not worth keeping says
 *       {@code sentence_scores: false} there.
 *   <li>Thresholds for the scores of a translator: {@code score_thresholds} in {@code quality.json}, as {@code {"en-de": -0.9}}.
 * </ul>
 */
final class ModelCardReader {

    /** Where the configuration does not tell, as BERT and Marian have it. */
    private static final int USUAL_POSITIONS = 512;

    private static final Pattern SOURCE_IN_NAME = Pattern.compile(".*-([a-z]{2,3})-[A-Za-z_]+");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelCardReader() {}

    static ModelCard read(String name, Path folder) {
        try {
            JsonNode config = json(folder.resolve("config.json"));
            if (config.isEmpty()) {
                throw new FailureException(FailureCode.MODEL_FILE_MISSING, "The model " + name + " has no config.json");
            }
            FrontMatter readme = FrontMatter.parse(lines(folder.resolve("README.md")));
            ModelTask task = ModelTask.of(strings(config.path("architectures")));
            if (task == ModelTask.UNKNOWN) {
                throw new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        "The model " + name + " has an architecture that is not known: "
                                + strings(config.path("architectures")));
            }
            return new ModelCard(
                    name,
                    task,
                    task == ModelTask.GENERATE ? languages(name, folder, config, readme) : TranslatedLanguages.NONE,
                    task == ModelTask.CLASSIFY || task == ModelTask.LABEL_TOKENS
                            ? labels(config.path("id2label"))
                            : List.of(),
                    readme.scalar("license").orElse(""),
                    sha256(folder.resolve("tokenizer.json")),
                    config.path("max_position_embeddings")
                            .asInt(config.path("n_positions").asInt(USUAL_POSITIONS)),
                    !readme.scalar("sentence_scores").orElse("true").equals("false"),
                    scoreThresholds(name, folder));
        } catch (JsonProcessingException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "A configuration file of the model " + name + " is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model " + name, e);
        }
    }

    private static TranslatedLanguages languages(String name, Path folder, JsonNode config, FrontMatter readme)
            throws IOException {
        LanguagePair[] pairs = pairs(name, config);
        if (pairs.length > 0) {
            return TranslatedLanguages.of(pairs);
        }
        ModelLanguages told = toldLanguages(folder);
        if (!told.sources().isEmpty()) {
            return TranslatedLanguages.of(told.sources(), told.targets());
        }
        if (!told.targets().isEmpty()) {
            return TranslatedLanguages.of(sources(name, folder, readme, told.targets()), told.targets());
        }
        return languagePair(name, folder, config, readme)
                .map(TranslatedLanguages::of)
                .or(() -> intoOne(name, readme))
                .orElse(TranslatedLanguages.NONE);
    }

    /** Of a model that does not translate every language that it reads to every one that it writes. */
    private static LanguagePair[] pairs(String name, JsonNode config) {
        return strings(config.path("language_pairs")).stream()
                .map(pair -> LanguagePair.atEndOf("-" + pair)
                        .orElseThrow(() -> new FailureException(
                                FailureCode.MODEL_CORRUPT,
                                "config.json of the model " + name
                                        + " has a pair in language_pairs that is not two languages, such as en-de: "
                                        + pair)))
                .toArray(LanguagePair[]::new);
    }

    /** A folder whose tokenizer is damaged says so when the model is loaded. */
    private static ModelLanguages toldLanguages(Path folder) {
        try {
            return ModelLanguages.read(new ModelFiles(folder));
        } catch (FailureException e) {
            return new ModelLanguages(Set.of(), Set.of());
        }
    }

    /** Of a model with several targets: what its tokenizer or its name says, else the languages of its card beside them. */
    private static List<String> sources(String name, Path folder, FrontMatter readme, Set<String> targets)
            throws IOException {
        String said = json(folder.resolve("tokenizer_config.json"))
                .path("source_lang")
                .asText("");
        Matcher named = SOURCE_IN_NAME.matcher(name);
        for (String source : List.of(said, named.matches() ? named.group(1) : "")) {
            if (LanguageCode.of(source)
                    .filter(code -> code.language().length() == 2)
                    .isPresent()) {
                return List.of(source);
            }
        }
        return readme.list("language").stream()
                .filter(language -> LanguageCode.among(targets, language).isEmpty())
                .toList();
    }

    /** As {@code opus-mt-mul-en}: the languages of the card to the one at the end of the name. */
    private static Optional<TranslatedLanguages> intoOne(String name, FrontMatter readme) {
        String target = name.substring(name.lastIndexOf('-') + 1);
        List<String> languages = readme.list("language");
        return LanguageCode.of(target).isPresent() && languages.size() > 2 && languages.contains(target)
                ? Optional.of(TranslatedLanguages.of(
                        languages.stream()
                                .filter(language -> !language.equals(target))
                                .toList(),
                        List.of(target)))
                : Optional.empty();
    }

    private static Optional<LanguagePair> languagePair(String name, Path folder, JsonNode config, FrontMatter readme)
            throws IOException {
        JsonNode tokenizer = json(folder.resolve("tokenizer_config.json"));
        List<String> languages = readme.list("language");
        return languagePair(tokenizer)
                .or(() -> languagePair(config))
                .or(() -> LanguagePair.atEndOf(name))
                .or(() -> languages.size() == 2
                        ? LanguagePair.of(languages.getFirst(), languages.getLast())
                        : Optional.empty());
    }

    private static Optional<LanguagePair> languagePair(JsonNode json) {
        return LanguagePair.of(
                json.path("source_lang").asText(""), json.path("target_lang").asText(""));
    }

    /** Thresholds are log-probabilities, so they are below 0. */
    private static Map<String, Float> scoreThresholds(String name, Path folder) throws IOException {
        Map<String, Float> thresholds = new TreeMap<>();
        for (Map.Entry<String, JsonNode> direction :
                json(folder.resolve("quality.json")).path("score_thresholds").properties()) {
            float threshold = (float) direction.getValue().asDouble(0);
            if (!direction.getValue().isNumber() || !(threshold < 0)) {
                throw new FailureException(
                        FailureCode.MODEL_CORRUPT,
                        "quality.json of the model " + name + " has a threshold that is no number below 0: "
                                + direction.getKey() + ": " + direction.getValue());
            }
            thresholds.put(direction.getKey(), threshold);
        }
        return thresholds;
    }

    private static List<String> labels(JsonNode byId) {
        List<String> labels = new ArrayList<>();
        for (int id = 0; byId.has(Integer.toString(id)); id++) {
            labels.add(byId.get(Integer.toString(id)).asText());
        }
        return labels;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }

    private static JsonNode json(Path file) throws IOException {
        return Files.exists(file) ? JSON.readTree(Files.readString(file, UTF_8)) : JSON.createObjectNode();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
    }

    private static String sha256(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
