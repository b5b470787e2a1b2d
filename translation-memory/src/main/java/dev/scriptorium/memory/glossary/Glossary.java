package dev.scriptorium.memory.glossary;

import java.util.List;

/** What a translation asks: which terms are there? Safe for use by many threads. */
public interface Glossary {

    /** Of an installation without one. */
    Glossary NONE = tenant -> List.of();

    /**
     * All terms of a tenant, in all languages. Fails with DEPENDENCY_UNAVAILABLE where the glossary does not answer.
     */
    List<Term> terms(String tenant);
}
