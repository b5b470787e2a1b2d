package dev.scriptorium.summarizer.abstractive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentenceBreaksTest {

    private final SentenceBreaks breaks = new SentenceBreaks();

    @Test
    void endsNoSentenceAfterAnAbbreviation() {
        assertThat(breaks.split("Mr. Smith paid 3.50 euros. He left.", "en"))
                .containsExactly("Mr. Smith paid 3.50 euros.", "He left.");
    }

    @Test
    void readsTheLineBreaksOfPegasus() {
        assertThat(breaks.split("The council met .<n>It approved the budget .", "en"))
                .containsExactly("The council met .", "It approved the budget .");
    }

    @Test
    void leavesOutWhatHasNoLetterAndNoDigit() {
        assertThat(breaks.split("... \n * \n Good.", "")).containsExactly("Good.");
    }

    @Test
    void dividesTextsInOtherScripts() {
        assertThat(breaks.split("会议开始了。预算获得批准。", "zh")).containsExactly("会议开始了。", "预算获得批准。");
    }
}
