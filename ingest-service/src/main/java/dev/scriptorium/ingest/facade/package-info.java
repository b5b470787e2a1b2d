/** What the APIs for clients of other products have in common. Each has a package of its own below this one. */
@NullMarked
package dev.scriptorium.ingest.facade;

import org.jspecify.annotations.NullMarked;
