package dev.scriptorium.file;

import java.util.regex.Pattern;

/** Values that are no language: a single word with a digit or an underscore, in capitals, or with the form of an address. */
final class CodeLike {

    private static final Pattern CODE = Pattern.compile(
            "\\S*[\\d_@]\\S*|\\p{Lu}[\\p{Lu}./-]+|\\w+://\\S+|[\\w./-]+\\.(?:com|org|net|html?|png|jpe?g|svg|pdf|json|xml)\\S*"
                    + "|[\\w-]+(?:[./][\\w-]+)+|\\p{Ll}+\\p{Lu}\\w*");

    private CodeLike() {}

    static boolean is(String value) {
        return CODE.matcher(value.strip()).matches();
    }
}
