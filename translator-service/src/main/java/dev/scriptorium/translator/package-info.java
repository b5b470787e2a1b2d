/** The translator service: texts and documents into other languages, segment by segment. */
@NullMarked
package dev.scriptorium.translator;

import org.jspecify.annotations.NullMarked;
