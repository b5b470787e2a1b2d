package dev.scriptorium.testing.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The files of Helsinki-NLP/opus-mt-en-de as the hub lists them, with the random weights of the engine's tests. */
public final class OpusLayout {

    private static final Path ENGINE = Path.of("..", "engine", "src", "test", "resources");
    private static final List<String> SMALL = List.of(
            "config.json", "generation_config.json", "source.spm", "target.spm", "tokenizer_config.json", "vocab.json");

    /** In which form the weights were saved. */
    public enum Form {
        /** Of PyTorch 1.6 and later. */
        ZIP,
        /** Of PyTorch before 1.6. */
        STREAM
    }

    private OpusLayout() {}

    /** Weights as {@code pytorch_model.bin} alone, beside those of other frameworks. */
    public static Map<String, byte[]> files(Form form) {
        Map<String, byte[]> files = new HashMap<>();
        for (String file : SMALL) {
            files.put(file, read(ENGINE.resolve("models/tiny-marian").resolve(file)));
        }
        files.put(
                "pytorch_model.bin",
                read(ENGINE.resolve("checkpoints/tiny-marian." + form.name().toLowerCase(Locale.ROOT) + ".bin")));
        files.put("README.md", """
                ---
                language:
                - en
                - de
                tags:
                - translation
                license: cc-by-4.0
                ---
                """.getBytes(UTF_8));
        for (String other : List.of(".gitattributes", "rust_model.ot", "tf_model.h5")) {
            files.put(other, other.getBytes(UTF_8));
        }
        return files;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.toAbsolutePath(), e);
        }
    }
}
