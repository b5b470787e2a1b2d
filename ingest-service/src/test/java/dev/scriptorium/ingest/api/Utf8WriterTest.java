package dev.scriptorium.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.blob.BlobWriter;
import dev.scriptorium.ingest.blob.StoredBlob;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8WriterTest {

    @Test
    void writesEveryCharacterHoweverItIsCut() {
        String text = "a😀ß".repeat(5_000);
        for (int piece : new int[] {1, 2, 3, 4096, text.length()}) {
            Kept kept = new Kept();
            try (Utf8Writer writer = new Utf8Writer(kept)) {
                for (int from = 0; from < text.length(); from += piece) {
                    writer.write(text.toCharArray(), from, Math.min(piece, text.length() - from));
                }
            }

            assertThat(kept.bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text);
        }
    }

    @Test
    void refusesHalfOfAPairInTheMiddleAndAtTheEnd() {
        for (String text : new String[] {"a\ud83db", "a\ude00b", "a\ud83d", "\ude00"}) {
            assertThatExceptionOfType(FailureException.class).isThrownBy(() -> {
                try (Utf8Writer writer = new Utf8Writer(new Kept())) {
                    writer.write(text.toCharArray(), 0, text.length());
                }
            });
        }
    }

    private static final class Kept implements BlobWriter {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(byte[] written, int offset, int length) {
            bytes.write(written, offset, length);
        }

        @Override
        public StoredBlob finish() {
            throw new UnsupportedOperationException();
        }
    }
}
