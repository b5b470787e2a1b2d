@NullMarked
package dev.scriptorium.standalone.report;

import org.jspecify.annotations.NullMarked;
