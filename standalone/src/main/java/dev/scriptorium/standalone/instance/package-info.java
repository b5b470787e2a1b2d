/** One running installation: its data folder, its servers, and the application on them. */
@NullMarked
package dev.scriptorium.standalone.instance;

import org.jspecify.annotations.NullMarked;
