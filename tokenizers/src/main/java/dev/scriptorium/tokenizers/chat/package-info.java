/**
 * Chat templates: an interpreter of the part of Jinja that models' templates are written in. What is not known is an error,
 * never a text that looks right.
 */
@NullMarked
package dev.scriptorium.tokenizers.chat;

import org.jspecify.annotations.NullMarked;
