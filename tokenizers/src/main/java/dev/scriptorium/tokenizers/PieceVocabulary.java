package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of SentencePiece's pieces, as a {@code vocab.json} has them.
 *
 * @param special ids that stand for no text, the unknown piece's included
 */
record PieceVocabulary(Map<String, Integer> ids, Map<Integer, String> pieces, Set<Integer> special, int unknown) {

    /** A piece that stands for a byte. */
    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    /** @param special tokens that have to be there beside {@code <unk>} */
    static PieceVocabulary read(ModelFiles files, String name, String... special) {
        Map<String, Integer> ids = new HashMap<>();
        Map<Integer, String> pieces = new HashMap<>();
        files.json(name).properties().forEach(entry -> {
            if (!entry.getValue().canConvertToInt() || entry.getValue().intValue() < 0) {
                throw new FailureException(FailureCode.MODEL_CORRUPT, name + " gives a piece an id that is no number");
            }
            ids.put(entry.getKey(), entry.getValue().intValue());
            pieces.put(entry.getValue().intValue(), entry.getKey());
        });
        int unknown = required(ids, "<unk>", name);
        Set<Integer> specialIds = new HashSet<>(Set.of(unknown));
        for (String token : special) {
            specialIds.add(required(ids, token, name));
        }
        return new PieceVocabulary(ids, pieces, specialIds, unknown);
    }

    /**
     * Of a model file whose pieces are numbered as they stand there.
     *
     * @param name the file's name, for the reason of a failure
     * @param special pieces that have to be there beside {@code <unk>}
     */
    static PieceVocabulary of(List<Piece> all, String name, String... special) {
        Map<String, Integer> ids = new HashMap<>();
        Map<Integer, String> pieces = new HashMap<>();
        Set<Integer> specialIds = new HashSet<>();
        int unknown = -1;
        for (int id = 0; id < all.size(); id++) {
            Piece piece = all.get(id);
            ids.putIfAbsent(piece.text(), id);
            pieces.put(id, piece.text());
            if (piece.type() == Piece.Type.UNKNOWN) {
                unknown = id;
            }
            if (piece.type() == Piece.Type.UNKNOWN || piece.type() == Piece.Type.CONTROL) {
                specialIds.add(id);
            }
        }
        for (String token : special) {
            specialIds.add(required(ids, token, name));
        }
        return new PieceVocabulary(ids, pieces, specialIds, unknown);
    }

    private static int required(Map<String, Integer> ids, String token, String name) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, name + " has no " + token);
        }
        return id;
    }

    int id(String token) {
        return ids.getOrDefault(token, unknown);
    }

    /** Ids of a text's pieces; one that reads like a special token is unknown. */
    int[] ids(List<String> text) {
        return text.stream()
                .mapToInt(this::id)
                .map(id -> special.contains(id) ? unknown : id)
                .toArray();
    }

    /** The text of ids, without those that stand for none. */
    String text(int[] written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : written) {
            String piece = pieces.get(id);
            if (piece == null || special.contains(id)) {
                continue;
            }
            if (BYTE.matcher(piece).matches()) {
                bytes.write(Integer.parseInt(piece.substring(3, 5), 16));
            } else {
                bytes.writeBytes(piece.getBytes(UTF_8));
            }
        }
        return stripped(Utf8.text(bytes.toByteArray()).replace(Normalizer.SPACE_SYMBOL, " "));
    }

    /** Without white space at its ends, that which Python calls so: no-break spaces and U+0085 are among it. */
    private static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
