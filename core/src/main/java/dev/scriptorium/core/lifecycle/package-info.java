/**
 * The states of tasks, documents and jobs as pure functions: what happened goes in, the next state comes out. Events may
 * come late, twice and in any order; what is over stays as it is.
 */
@NullMarked
package dev.scriptorium.core.lifecycle;

import org.jspecify.annotations.NullMarked;
