package dev.scriptorium.translator.online;

/**
 * A text that a caller waits for.
 *
 * @param sourceLanguage empty to detect it
 * @param useMemory whether the translation memory is asked first, and keeps what models write
 */
record TextToTranslate(String text, String sourceLanguage, String targetLanguage, String tenantId, boolean useMemory) {}
