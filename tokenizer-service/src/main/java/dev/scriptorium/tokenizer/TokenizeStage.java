package dev.scriptorium.tokenizer;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.event.v1.DocumentExtracted;
import dev.scriptorium.proto.event.v1.DocumentTokenized;

/** One part of a document in, the same part in segments out. Stateless: parts are independent and may be repeated. */
final class TokenizeStage {

    /** A record has at most 900 KiB; its headers and the envelope need some of that. */
    private static final int MAX_EVENT_BYTES = 880 * 1024;

    private final Segmenter segmenter;

    TokenizeStage(Segmenter segmenter) {
        this.segmenter = segmenter;
    }

    DocumentTokenized tokenize(DocumentExtracted extracted) {
        boolean moreFollow = extracted.getPartIndex() + 1 < extracted.getPartCount();
        SegmentedText text =
                segmenter.segment(TextBlock.of(extracted.getBlocksList(), moreFollow), extracted.getLanguageHint());
        DocumentTokenized.Builder tokenized = DocumentTokenized.newBuilder()
                .setDocument(extracted.getDocument())
                .addAllTasks(extracted.getTasksList())
                .setPartIndex(extracted.getPartIndex())
                .setPartCount(extracted.getPartCount())
                .addAllSegments(text.segments())
                .addAllWindows(text.windows())
                .addAllEncodings(text.encodings())
                .setLanguage(text.language());
        return withinRecord(tokenized);
    }

    /** Ids can be made again from the text, so they go first where a part has very many tiny segments. */
    private static DocumentTokenized withinRecord(DocumentTokenized.Builder tokenized) {
        DocumentTokenized event = tokenized.build();
        if (event.getSerializedSize() > MAX_EVENT_BYTES) {
            event = tokenized.clearEncodings().build();
        }
        if (event.getSerializedSize() > MAX_EVENT_BYTES) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "part " + event.getPartIndex() + " has too many tiny segments: " + event.getSegmentsCount());
        }
        return event;
    }
}
