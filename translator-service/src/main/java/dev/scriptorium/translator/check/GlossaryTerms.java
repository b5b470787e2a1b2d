package dev.scriptorium.translator.check;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.translator.text.WholeWords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Whether the target of a term stands in the translation less often than the term does in the source. */
public final class GlossaryTerms implements Predicate<Attempt> {

    @Override
    public boolean test(Attempt attempt) {
        Map<String, Integer> wanted = new HashMap<>();
        for (ProtectedSpan span : attempt.source().spans()) {
            if (span.getKind() == ProtectedSpan.Kind.KIND_TERM) {
                wanted.merge(span.getReplacement(), 1, Integer::sum);
            }
        }
        return wanted.entrySet().stream()
                .anyMatch(term -> CopiedSpans.count(term.getKey(), attempt.target()) < term.getValue());
    }

    /** Whether a translation has what is forbidden. */
    public static boolean hasForbidden(List<String> forbidden, String target) {
        return forbidden.stream().anyMatch(words -> WholeWords.contains(target, words));
    }
}
