package dev.scriptorium.ingest.extraction.parse;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * Tells the charsets of Chinese, Japanese and Korean text apart, for texts of a few words too. Bytes of one are often
 * valid in another, but then decode to characters that are rare there: the standards put the common ones in a first level.
 */
final class EastAsianCharsets {

    private static final double MOSTLY_COMMON = 0.8;

    private EastAsianCharsets() {}

    /**
     * A charset and where its standard keeps the common characters.
     *
     * @param levels a charset whose lead bytes from {@code first} to {@code last} hold the first level
     */
    private record Candidate(Charset charset, Charset levels, int first, int last) {

        private Candidate(String charset, String levels, int first, int last) {
            this(Charset.forName(charset), Charset.forName(levels), first, last);
        }

        private boolean isCommon(char c) {
            boolean kana = c >= 0x3041 && c <= 0x30FE;
            boolean punctuation = c >= 0x3001 && c <= 0x3011 || c >= 0xFF01 && c <= 0xFF5E;
            if (kana) {
                return levels.name().equals("EUC-JP");
            } else if (punctuation) {
                return true;
            }
            byte[] encoded = String.valueOf(c).getBytes(levels);
            int lead = encoded[0] & 0xFF;
            return encoded.length == 2 && lead >= first && lead <= last;
        }
    }

    /** Of equal ones the first wins: the first level of Korean lies within that of the others. */
    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate("x-windows-949", "EUC-KR", 0xB0, 0xC8),
            new Candidate("windows-31j", "EUC-JP", 0xB0, 0xCF),
            new Candidate("EUC-JP", "EUC-JP", 0xB0, 0xCF),
            new Candidate("GB18030", "GB2312", 0xB0, 0xD7),
            new Candidate("Big5", "Big5", 0xA4, 0xC6));

    /** The charset in which nearly all characters beyond ASCII are common ones; empty where there is none. */
    static Optional<Charset> of(byte[] bytes) {
        Optional<Charset> best = Optional.empty();
        double most = MOSTLY_COMMON;
        for (Candidate candidate : CANDIDATES) {
            if (TextDecoder.isValid(bytes, candidate.charset())) {
                double share = commonShare(new String(bytes, candidate.charset()), candidate);
                if (share > most) {
                    most = share;
                    best = Optional.of(candidate.charset());
                }
            }
        }
        return best;
    }

    private static double commonShare(String text, Candidate candidate) {
        int common = 0;
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                all++;
                common += candidate.isCommon(text.charAt(i)) ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) common / all;
    }
}
