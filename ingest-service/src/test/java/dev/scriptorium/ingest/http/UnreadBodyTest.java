package dev.scriptorium.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.quantity.DataSize;
import org.junit.jupiter.api.Test;

class UnreadBodyTest {

    @Test
    void isDiscardedToTheLimitAndNotFurther() {
        UnreadBody unread = new UnreadBody(new DataSize(100));

        assertThat(unread.exceedsWith(60)).isFalse();
        assertThat(unread.exceedsWith(40)).isFalse();
        assertThat(unread.exceedsWith(1)).isTrue();
    }
}
