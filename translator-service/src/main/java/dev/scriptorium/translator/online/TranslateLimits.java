package dev.scriptorium.translator.online;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.translator.v1.TranslateRequest;

/** What one call may ask for, as its contract says. */
final class TranslateLimits {

    static final int TEXTS = 64;
    static final int TEXT_BYTES = 64 * 1024;

    private TranslateLimits() {}

    /** Throws BAD_REQUEST or LIMIT_EXCEEDED, naming the value and the rule. */
    static void check(TranslateRequest request) {
        if (request.getTextsCount() == 0) {
            throw new FailureException(FailureCode.BAD_REQUEST, "texts must hold at least one text");
        }
        if (request.getTextsCount() > TEXTS) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "texts must hold at most " + TEXTS + " texts: " + request.getTextsCount());
        }
        for (int i = 0; i < request.getTextsCount(); i++) {
            int bytes = request.getTexts(i).getBytes(UTF_8).length;
            if (bytes > TEXT_BYTES) {
                throw new FailureException(
                        FailureCode.LIMIT_EXCEEDED,
                        "texts[" + i + "] must have at most " + TEXT_BYTES + " bytes: " + bytes);
            }
        }
    }
}
