/** What the command line prints: progress while it runs, and outcomes for people and for machines. */
@NullMarked
package dev.scriptorium.standalone.report;

import org.jspecify.annotations.NullMarked;
