package dev.scriptorium.translator.check;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.translator.text.SourceText;

/**
 * A translation to be checked.
 *
 * @param target with its protected spans restored
 * @param truncated whether the length limit ended it
 */
public record Attempt(
        SourceText source, String target, String sourceLanguage, String targetLanguage, boolean truncated) {

    /** The translation without the spans that it had to copy. */
    String targetOutsideSpans() {
        String rest = target;
        for (ProtectedSpan span : source.spans()) {
            if (SourceText.copied(span)) {
                rest = rest.replace(source.core().substring(span.getStart(), span.getEnd()), " ");
            }
        }
        return rest;
    }
}
