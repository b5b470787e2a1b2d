/** Models of other servers with OpenAI's API, asked as if they were here. ADR 58. */
@NullMarked
package dev.scriptorium.inference.remote;

import org.jspecify.annotations.NullMarked;
