/** The commands of the command line: what was asked for, in which order things happen, and the exit code. */
@NullMarked
package dev.scriptorium.standalone.command;

import org.jspecify.annotations.NullMarked;
