package dev.scriptorium.translator.check;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.translator.text.SourceText;
import java.util.function.Predicate;

/** Whether a placeholder, URL, e-mail address or code span stands in the translation as often as in the source. */
final class Placeholders implements Predicate<Attempt> {

    @Override
    public boolean test(Attempt attempt) {
        String core = attempt.source().core();
        for (ProtectedSpan span : attempt.source().spans()) {
            if (SourceText.copied(span)) {
                String text = core.substring(span.getStart(), span.getEnd());
                if (count(text, core) != count(text, attempt.target())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int count(String part, String whole) {
        int count = 0;
        for (int at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
