package dev.scriptorium.tokenizer.sentence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The SRX 2.0 rules of one language: which of the ends of sentence that the Unicode algorithm proposes are none, "Dr."
 * for example, and where sentences end that it does not see. As the standard says, the first rule that matches at a
 * position decides.
 *
 * <p>Reads at most {@value #BEHIND} characters before and {@value #AHEAD} after a position, so the time is linear in
 * the text whatever the rules are. Thread-safe.
 *
 * @see <a href="https://www.gala-global.org/srx-20-april-7-2008">SRX 2.0, section 3</a>
 */
final class BreakRules {

    private static final int BEHIND = 40;
    private static final int AHEAD = 40;

    private final List<Rule> refusals = new ArrayList<>();
    private final List<Rule> breaks = new ArrayList<>();
    private final ReversedTrie<Ending> abbreviations = new ReversedTrie<>();
    private final List<Pattern> afters = new ArrayList<>();
    private final int leading;

    /** A rule in the form of SRX: expressions for what stands before and after the position. */
    record SrxRule(String before, String after, boolean isBreak) {}

    private record Rule(int order, Pattern before, boolean atTextStart, Tail tail, int after) {}

    private record Ending(int order, int after) {}

    /**
     * @param first decide first, and add ends of sentences
     * @param others only confirm or refuse those that are proposed
     */
    BreakRules(List<SrxRule> first, List<SrxRule> others) {
        this.leading = first.size();
        List<SrxRule> rules = Stream.concat(first.stream(), others.stream()).toList();
        Map<String, Integer> afterIndexes = new HashMap<>();
        for (int order = 0; order < rules.size(); order++) {
            SrxRule rule = withWhitespaceAfter(rules.get(order));
            int after = afterIndexes.computeIfAbsent(rule.after(), this::compileAfter);
            Optional<AbbreviationPattern.Texts> texts =
                    rule.isBreak() ? Optional.empty() : AbbreviationPattern.read(rule.before());
            if (texts.isPresent()) {
                Ending ending = new Ending(order, after);
                texts.get()
                        .texts()
                        .forEach(text -> abbreviations.add(text, texts.get().wordStart(), ending));
            } else {
                (rule.isBreak() ? breaks : refusals).add(compile(order, rule.before(), after));
            }
        }
    }

    /** Some rules have the white space before the position; positions here are always in front of it. */
    private static SrxRule withWhitespaceAfter(SrxRule rule) {
        boolean spaceBefore = rule.before().endsWith("\\s") && !rule.before().endsWith("\\\\s");
        return spaceBefore
                ? new SrxRule(
                        rule.before().substring(0, rule.before().length() - 2), "\\s" + rule.after(), rule.isBreak())
                : rule;
    }

    private int compileAfter(String after) {
        afters.add(Pattern.compile(after, Pattern.UNICODE_CHARACTER_CLASS));
        return afters.size() - 1;
    }

    private static Rule compile(int order, String before, int after) {
        return new Rule(
                order,
                Pattern.compile("(?:" + before + ")\\z", Pattern.UNICODE_CHARACTER_CLASS),
                before.startsWith("^"),
                Tail.of(before),
                after);
    }

    /** Whether a sentence does not end at this position, which lies behind its last character and before any white space. */
    boolean refuse(String text, int position) {
        Position here = new Position(text, position);
        int refusal = here.firstRefusal();
        return refusal < Integer.MAX_VALUE && !here.isBreakBefore(refusal);
    }

    /** Whether a sentence ends at this position, though the Unicode algorithm does not say so. */
    boolean add(String text, int position) {
        Position here = new Position(text, position);
        int first = here.firstAddition();
        return first < leading && here.firstRefusal() > first;
    }

    private final class Position {
        private final String text;
        private final int position;
        /** Per expression: 0 not tried, 1 matches, 2 does not. */
        private final byte[] afterMatches = new byte[afters.size()];

        private int first = Integer.MAX_VALUE;

        Position(String text, int position) {
            this.text = text;
            this.position = position;
        }

        int firstRefusal() {
            abbreviations.find(text, position, ending -> {
                if (ending.order() < first && matchesAfter(ending.after())) {
                    first = ending.order();
                }
            });
            for (Rule rule : refusals) {
                if (rule.order() >= first) {
                    break;
                }
                if (matches(rule)) {
                    first = rule.order();
                }
            }
            return first;
        }

        int firstAddition() {
            for (Rule rule : breaks) {
                if (rule.order() >= leading) {
                    break;
                }
                if (matches(rule)) {
                    return rule.order();
                }
            }
            return Integer.MAX_VALUE;
        }

        boolean isBreakBefore(int order) {
            for (Rule rule : breaks) {
                if (rule.order() > order) {
                    return false;
                }
                if (matches(rule)) {
                    return true;
                }
            }
            return false;
        }

        private boolean matches(Rule rule) {
            int from = Math.max(0, position - BEHIND);
            if (rule.atTextStart() && from > 0 || !rule.tail().admits(text, position) || !matchesAfter(rule.after())) {
                return false;
            }
            return rule.before()
                    .matcher(text)
                    .region(from, position)
                    .useTransparentBounds(true)
                    .find();
        }

        private boolean matchesAfter(int after) {
            if (afterMatches[after] == 0) {
                Matcher matcher = afters.get(after)
                        .matcher(text)
                        .region(position, Math.min(text.length(), position + AHEAD))
                        .useTransparentBounds(true);
                afterMatches[after] = (byte) (matcher.lookingAt() ? 1 : 2);
            }
            return afterMatches[after] == 1;
        }
    }
}
