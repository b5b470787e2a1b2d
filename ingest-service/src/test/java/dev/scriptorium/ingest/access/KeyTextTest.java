package dev.scriptorium.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    @Test
    void readsWhatItWrote() {
        KeyText key = KeyText.random();

        assertThat(KeyText.parse(key.text())).contains(key);
        assertThat(KeyText.random()).isNotEqualTo(key);
    }

    @Test
    void keepsTheSecretOutOfLogs() {
        KeyText key = KeyText.random();

        assertThat(key.toString()).contains(key.id()).doesNotContain(key.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "scr_",
                "scr_0123456789ab_short",
                "SCR_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void readsNoOtherForm(String text) {
        assertThat(KeyText.parse(text)).isEmpty();
    }
}
