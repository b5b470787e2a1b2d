package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.onnx.BoundTensor;
import java.util.List;

/** From the hidden states of a step to the most likely next tokens of each row. For one thread. */
sealed interface NextTokens extends AutoCloseable permits AllTokens, ShortlistedTokens {

    /** Sentences came, went or have other slots; called before the next ranking. */
    void changed(List<Sentence> sentences);

    /**
     * Ranks the next tokens of every row.
     *
     * @param hidden {@code [rows, width]}
     * @return how many places each row has: {@code count}, or fewer where there are no more tokens
     */
    int rank(BoundTensor hidden, int rows, int count);

    /** The token at a place of a row's ranking, or a number below 0 where no more may be written. */
    int token(int row, int place);

    /** The log-probability of that token. */
    float score(int row, int place);

    @Override
    void close();
}
