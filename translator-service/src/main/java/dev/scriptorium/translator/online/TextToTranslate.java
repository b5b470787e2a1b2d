package dev.scriptorium.translator.online;

/**
 * A text that a caller waits for.
 *
 * @param sourceLanguage empty to detect it
 */
record TextToTranslate(String text, String sourceLanguage, String targetLanguage, String tenantId) {}
