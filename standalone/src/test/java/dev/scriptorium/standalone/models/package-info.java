@NullMarked
package dev.scriptorium.standalone.models;

import org.jspecify.annotations.NullMarked;
