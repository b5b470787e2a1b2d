package dev.scriptorium.engine.constraint;

import java.util.BitSet;

/**
 * Characters that a pattern takes at one place.
 *
 * @param ascii those below U+0080
 * @param others whether all others belong to them, but for U+2028 and U+2029
 */
record Characters(BitSet ascii, boolean others) {

    private static final int ASCII = 128;

    static Characters of(String characters) {
        BitSet ascii = new BitSet();
        characters.chars().forEach(ascii::set);
        return new Characters(ascii, false);
    }

    static Characters range(int first, int last) {
        BitSet ascii = new BitSet();
        ascii.set(first, last + 1);
        return new Characters(ascii, false);
    }

    Characters or(Characters more) {
        BitSet both = (BitSet) ascii.clone();
        both.or(more.ascii);
        return new Characters(both, others || more.others);
    }

    /** All that are not among these, up to what cannot be told. */
    Characters not(boolean withOthers) {
        BitSet rest = (BitSet) ascii.clone();
        rest.flip(0, ASCII);
        return new Characters(rest, withOthers && !others);
    }

    static Characters digits() {
        return range('0', '9');
    }

    static Characters ofWords() {
        return digits().or(range('a', 'z')).or(range('A', 'Z')).or(of("_"));
    }

    static Characters spaces() {
        return of(" \t\n\u000B\f\r");
    }

    /** All but line ends. */
    static Characters any() {
        return of("\n\r").not(true);
    }
}
