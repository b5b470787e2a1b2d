package dev.scriptorium.translator.check;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.translator.text.SourceText;
import java.util.function.Predicate;

/** Whether the spans of some kinds stand in the translation as often as in the source, letter by letter. */
final class CopiedSpans implements Predicate<Attempt> {

    private final Predicate<ProtectedSpan> concerned;

    /** @param concerned the spans that are looked at, of those that are copied */
    CopiedSpans(Predicate<ProtectedSpan> concerned) {
        this.concerned = concerned;
    }

    static boolean isSymbol(ProtectedSpan span) {
        return span.getKind() == ProtectedSpan.Kind.KIND_SYMBOL;
    }

    @Override
    public boolean test(Attempt attempt) {
        String core = attempt.source().core();
        for (ProtectedSpan span : attempt.source().spans()) {
            if (SourceText.copied(span) && concerned.test(span)) {
                String text = core.substring(span.getStart(), span.getEnd());
                if (count(text, core) != count(text, attempt.target())) {
                    return true;
                }
            }
        }
        return false;
    }

    static int count(String part, String whole) {
        int count = 0;
        for (int at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
