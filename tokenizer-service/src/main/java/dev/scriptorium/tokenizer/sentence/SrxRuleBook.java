package dev.scriptorium.tokenizer.sentence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import net.sf.okapi.lib.segmentation.LanguageMap;
import net.sf.okapi.lib.segmentation.Rule;
import net.sf.okapi.lib.segmentation.SRXDocument;

/**
 * The rules of a language: those of {@code sentence-borders.srx}, which is ours, before those of the Okapi Framework's
 * segmentation library ({@code defaultSegmentation.srx}).
 *
 * <p>Only the library's rules are used. Its segmenter runs every rule over the whole text, and one more expression for
 * each sentence: 809 rules for German. Thread-safe.
 */
final class SrxRuleBook {

    private final SRXDocument own = load(SrxRuleBook.class, "sentence-borders.srx");
    private final SRXDocument library = load(SRXDocument.class, "defaultSegmentation.srx");
    private final ConcurrentHashMap<String, BreakRules> byLanguage = new ConcurrentHashMap<>();

    private static SRXDocument load(Class<?> owner, String file) {
        try (InputStream rules = owner.getResourceAsStream(file)) {
            if (rules == null) {
                throw new IllegalStateException(file + " is missing beside " + owner.getName());
            }
            SRXDocument document = new SRXDocument();
            document.loadRules(rules);
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules of a language, followed by those for all languages; only the latter where the language has none. */
    BreakRules rules(String language) {
        return byLanguage.computeIfAbsent(language, code -> new BreakRules(read(own, code), read(library, code)));
    }

    private static List<BreakRules.SrxRule> read(SRXDocument document, String language) {
        List<BreakRules.SrxRule> rules = new ArrayList<>();
        for (LanguageMap map : document.getAllLanguagesMaps()) {
            if (Pattern.matches(map.getPattern(), language)) {
                for (Rule rule : document.getLanguageRules(map.getRuleName())) {
                    if (rule.isActive()) {
                        rules.add(new BreakRules.SrxRule(rule.getBefore(), rule.getAfter(), rule.isBreak()));
                    }
                }
            }
        }
        return rules;
    }
}
