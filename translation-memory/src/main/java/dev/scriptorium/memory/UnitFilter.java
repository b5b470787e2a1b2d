package dev.scriptorium.memory;

import java.util.Optional;

/** Which units of a tenant are meant; what is empty is any. */
public record UnitFilter(
        Optional<String> sourceLanguage, Optional<String> targetLanguage, Optional<UnitOrigin> origin) {

    public static final UnitFilter ALL = new UnitFilter(Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isAll() {
        return equals(ALL);
    }
}
