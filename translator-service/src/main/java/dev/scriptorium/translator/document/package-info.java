/** Documents: the stage that translates them part by part. */
@NullMarked
package dev.scriptorium.translator.document;

import org.jspecify.annotations.NullMarked;
