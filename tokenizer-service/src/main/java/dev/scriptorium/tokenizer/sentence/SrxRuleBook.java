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
 * The rules that come with the Okapi Framework's segmentation library ({@code defaultSegmentation.srx}), by language.
 *
 * <p>Only its rules are used. Its segmenter runs every rule over the whole text, and one more expression for each
 * sentence: 809 rules for German. Safe for use by several threads.
 */
final class SrxRuleBook {

    private final SRXDocument document = new SRXDocument();
    private final ConcurrentHashMap<String, BreakRules> byLanguage = new ConcurrentHashMap<>();

    SrxRuleBook() {
        try (InputStream rules = SRXDocument.class.getResourceAsStream("defaultSegmentation.srx")) {
            if (rules == null) {
                throw new IllegalStateException("the segmentation library has no defaultSegmentation.srx");
            }
            document.loadRules(rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules of a language, followed by those for all languages; only the latter where the language has none. */
    BreakRules rules(String language) {
        return byLanguage.computeIfAbsent(language, this::read);
    }

    private BreakRules read(String language) {
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
        return new BreakRules(rules);
    }
}
