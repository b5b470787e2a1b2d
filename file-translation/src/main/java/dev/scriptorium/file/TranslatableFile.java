package dev.scriptorium.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.sf.okapi.common.LocaleId;

/** A file whose texts can be replaced. Gives the same units in the same order, however often it is asked. For one thread. */
interface TranslatableFile {

    /** The units in the order of the file, those included that hold nothing to translate. */
    void read(Consumer<TextUnit> units) throws IOException;

    /** The same units of a file that was written: their translations, where it holds them beside the texts. */
    void readResult(LocaleId target, Consumer<TextUnit> units) throws IOException;

    /** Writes the file with other texts; asks for each unit once, in the order of {@link #read}. */
    void write(LocaleId target, UnaryOperator<TextUnit> translation, Path result) throws IOException;

    /** The characters between the units, where the form of the file keeps them exactly; else empty. */
    default String frame() {
        return "";
    }
}
