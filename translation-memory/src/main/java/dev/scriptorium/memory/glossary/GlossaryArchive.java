package dev.scriptorium.memory.glossary;

import java.util.List;
import java.util.Optional;

/** What people do with the glossary. A tenant's terms do not exist for another tenant. Safe for use by many threads. */
public interface GlossaryArchive {

    /**
     * Keeps terms of one pair of languages, all or none; each replaces the one of its key.
     *
     * @param most terms that the pair may have then
     * @return how many were new or changed something
     * @throws dev.scriptorium.core.failure.FailureException LIMIT_EXCEEDED for more than may be
     */
    int store(String tenant, List<Term> terms, int most);

    /** Terms of a pair after the given one, in the order of their ids. */
    List<StoredTerm> list(String tenant, String sourceLanguage, String targetLanguage, long after, int limit);

    Optional<StoredTerm> delete(String tenant, long id);

    long delete(String tenant, String sourceLanguage, String targetLanguage);
}
