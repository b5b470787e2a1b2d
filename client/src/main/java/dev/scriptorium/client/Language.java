package dev.scriptorium.client;

import java.util.List;

/** A source language with the languages that it can be translated to, as ISO 639-1 codes. */
public record Language(String code, List<String> targets) {

    public Language {
        targets = List.copyOf(targets);
    }
}
