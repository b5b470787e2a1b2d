package dev.scriptorium.translator.text;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text whose protected spans are hidden behind {0}, {1} and so on, which the models are trained to copy. Placeholders of
 * the same form in the text itself are spans and get numbers too, so that none is mistaken for another.
 */
public record Masked(String line, List<String> originals) {

    private static final Pattern MASK = Pattern.compile("\\{\\s*(\\d{1,4})\\s*\\}");

    public Masked {
        originals = List.copyOf(originals);
    }

    /**
     * Hides the spans that satisfy the condition.
     *
     * @param from the language of the text
     * @param to the language in which the numbers are put back
     */
    public static Masked of(SourceText text, Predicate<ProtectedSpan> hidden, String from, String to) {
        var masked = new StringBuilder();
        List<String> originals = new ArrayList<>();
        int start = 0;
        for (ProtectedSpan span : text.spans()) {
            if (hidden.test(span)) {
                masked.append(text.core(), start, span.getStart());
                masked.append('{').append(originals.size()).append('}');
                originals.add(text.inTranslation(span, from, to));
                start = span.getEnd();
            }
        }
        masked.append(text.core().substring(start));
        return new Masked(SourceText.oneLine(masked.toString()), originals);
    }

    /** Puts the spans back. A number that was never given stays as it is, for the checks to find. */
    public String restore(String translated) {
        return MASK.matcher(translated).replaceAll(mask -> {
            int number = Integer.parseInt(mask.group(1));
            return Matcher.quoteReplacement(number < originals.size() ? originals.get(number) : mask.group());
        });
    }
}
