package dev.scriptorium.memory;

class InMemoryTranslationMemoryTest extends TranslationMemoryContract {

    private final InMemoryTranslationMemory memory = new InMemoryTranslationMemory();

    @Override
    TranslationMemory memory() {
        return memory;
    }

    @Override
    void store(String tenant, MemoryUnit unit) {
        memory.keep(tenant, unit);
    }
}
