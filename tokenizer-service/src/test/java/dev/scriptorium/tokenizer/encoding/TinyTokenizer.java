package dev.scriptorium.tokenizer.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/** A model folder with a WordPiece tokenizer that knows single letters: every letter and mark is a token. */
public final class TinyTokenizer {

    private static final String MARKS = ".,;:!?()'\"-/@{}<>%$`=+&#*_~^|\\";

    private TinyTokenizer() {}

    public static Path write(Path folder) {
        return write(
                folder,
                "{\"type\": \"BertNormalizer\", \"clean_text\": true, \"handle_chinese_chars\": true,"
                        + " \"strip_accents\": true, \"lowercase\": true}");
    }

    static Path write(Path folder, String normalizer) {
        StringJoiner vocabulary = new StringJoiner(",", "{", "}");
        int id = 0;
        for (String special : new String[] {"[PAD]", "[UNK]", "[CLS]", "[SEP]"}) {
            vocabulary.add("\"" + special + "\":" + id++);
        }
        for (String known : ("abcdefghijklmnopqrstuvwxyz0123456789" + MARKS).split("")) {
            String escaped = known.equals("\"") || known.equals("\\") ? "\\" + known : known;
            vocabulary.add("\"" + escaped + "\":" + id++);
            vocabulary.add("\"##" + escaped + "\":" + id++);
        }
        String tokenizer = """
                {"version": "1.0", "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0},
                 "padding": null, "added_tokens": [{"id": 3, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}], "normalizer": %s,
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
                 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                           "max_input_chars_per_word": 2000, "vocab": %s}}
                """.formatted(normalizer, vocabulary);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
            Files.writeString(folder.resolve("config.json"), "{\"max_position_embeddings\": 64}");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
