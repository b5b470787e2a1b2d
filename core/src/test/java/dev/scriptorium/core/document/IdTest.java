package dev.scriptorium.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {

    @Test
    void beginsWithTheTime() {
        UUID id = TimeOrderedId.next(InstantSource.fixed(Instant.ofEpochMilli(0x0123456789abL)), new Random(1));

        assertThat(id.toString()).startsWith("01234567-89ab-7");
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void readsWhatItWrites() {
        UUID id = TimeOrderedId.next(InstantSource.system(), new Random(1));

        assertThat(DocumentId.parse(new DocumentId(id).toString())).isEqualTo(new DocumentId(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "0123456789ab", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"})
    void refusesWhatIsNoCanonicalUuid(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JobId.parse(text)).withMessageContaining("job id");
    }

    @Test
    void digestsLikeTheStandardSays() {
        Sha256 digest = Sha256.of("abc".getBytes(StandardCharsets.US_ASCII));

        assertThat(digest.hex()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void refusesADigestInUpperCase() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sha256("A".repeat(64)));
    }
}
