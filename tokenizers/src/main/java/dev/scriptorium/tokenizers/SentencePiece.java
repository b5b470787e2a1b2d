package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A SentencePiece model: makes a text normal, and cuts it into pieces as the original does. Safe for many threads.
 *
 * @param byteFallback whether what no piece covers becomes one piece for each of its bytes
 */
record SentencePiece(Normalizer normalizer, Segmentation segmentation, boolean byteFallback) {

    /** The text's pieces; neighbouring characters that no piece covers are one piece. */
    List<String> encode(String text) {
        byte[] normal = normalizer.normalize(text);
        List<String> pieces = new ArrayList<>();
        int unknown = -1;
        for (Segmentation.Span span : segmentation.cut(normal)) {
            if (!span.known()) {
                unknown = unknown < 0 ? span.start() : unknown;
                continue;
            }
            if (unknown >= 0) {
                addUnknown(normal, unknown, span.start(), pieces);
                unknown = -1;
            }
            pieces.add(new String(normal, span.start(), span.end() - span.start(), UTF_8));
        }
        if (unknown >= 0) {
            addUnknown(normal, unknown, normal.length, pieces);
        }
        return pieces;
    }

    private void addUnknown(byte[] normal, int start, int end, List<String> pieces) {
        if (!byteFallback) {
            pieces.add(new String(normal, start, end - start, UTF_8));
            return;
        }
        for (int i = start; i < end; i++) {
            pieces.add(String.format(Locale.ROOT, "<0x%02X>", normal[i] & 0xFF));
        }
    }
}
