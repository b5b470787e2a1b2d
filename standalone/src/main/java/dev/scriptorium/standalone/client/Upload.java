package dev.scriptorium.standalone.client;

import java.nio.file.Path;

/**
 * A file to submit.
 *
 * @param name of the document; its extension may help to detect the type
 */
public record Upload(String name, Path content) {}
