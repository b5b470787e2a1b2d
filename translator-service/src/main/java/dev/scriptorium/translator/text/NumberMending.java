package dev.scriptorium.translator.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts the numbers of a translation into the form of its language, and a lost minus back. */
public final class NumberMending {

    private record Change(int start, int end, String text) {}

    private NumberMending() {}

    /**
     * @param target with its protected spans restored
     * @return the translation with the numbers of the source that a model copied, or wrote in the form of another language,
     *     in the form of the target language
     */
    public static String mend(SourceText source, String target, String from, String to) {
        List<Quantity> wanted = source.quantities(from);
        List<Quantity> found = new ArrayList<>(Quantity.in(target, to, source.copiesIn(target)));
        List<Change> changes = new ArrayList<>();
        List<Quantity> open = new ArrayList<>();
        for (Quantity quantity : wanted) {
            String written = NumberForm.rewritten(quantity.number().text(), quantity.certain(), from, to);
            Optional<Quantity> same = take(found, each -> each.number().text().equals(written));
            if (same.isPresent()) {
                restoreMinus(source, quantity, same.get(), changes);
            } else {
                open.add(quantity);
            }
        }
        for (Quantity quantity : open) {
            String original = quantity.number().text();
            String written = NumberForm.rewritten(original, quantity.certain(), from, to);
            if (!quantity.certain() && written.equals(original)) {
                continue;
            }
            take(found, each -> each.number().text().equals(original))
                    .or(() -> take(found, each -> misread(quantity, each, to)))
                    .ifPresent(copied -> {
                        changes.add(new Change(
                                copied.number().start(), copied.number().end(), written));
                        restoreMinus(source, quantity, copied, changes);
                    });
        }
        return applied(target, changes);
    }

    /** Whether a number has the value of the source only for readers of another language. */
    private static boolean misread(Quantity quantity, Quantity written, String to) {
        Optional<String> value = quantity.number().value();
        return value.isPresent()
                && !value.equals(written.number().value())
                && value.equals(written.number().valueOtherwise(to));
    }

    private static void restoreMinus(SourceText source, Quantity quantity, Quantity translation, List<Change> changes) {
        char first = source.core().charAt(quantity.start());
        if (quantity.negative() && !translation.negative() && !Character.isLetterOrDigit(first)) {
            int at = translation.start();
            changes.add(new Change(at, at, "-−–".indexOf(first) >= 0 ? String.valueOf(first) : "-"));
        }
    }

    private static Optional<Quantity> take(List<Quantity> quantities, Predicate<Quantity> condition) {
        Optional<Quantity> first = quantities.stream().filter(condition).findFirst();
        first.ifPresent(quantities::remove);
        return first;
    }

    private static String applied(String text, List<Change> changes) {
        var mended = new StringBuilder(text);
        changes.stream()
                .sorted(Comparator.comparingInt(Change::start)
                        .thenComparingInt(Change::end)
                        .reversed())
                .forEach(change -> mended.replace(change.start(), change.end(), change.text()));
        return mended.toString();
    }
}
