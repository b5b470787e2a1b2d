package dev.scriptorium.ingest.extraction.parse;

import java.util.Map;
import java.util.Set;

/** The control words of RTF 1.9 that decide what is text, and the characters and charsets that others stand for. */
final class RtfWords {

    /** Groups whose text is not the document's; those that begin with {@code \*} and are not known join them. */
    static final Set<String> NO_TEXT = Set.of(
            "colortbl",
            "info",
            "pict",
            "nonshppict",
            "objdata",
            "objclass",
            "objname",
            "fldinst",
            "bkmkstart",
            "bkmkend",
            "xe",
            "rxe",
            "tc",
            "txe",
            "sp",
            "nonesttables",
            "revtbl",
            "mmathPict",
            "filetbl",
            "pntxta",
            "pntxtb",
            "themedata",
            "datastore",
            "latentstyles",
            "template",
            "ftnsep",
            "ftnsepc",
            "aftnsep",
            "aftnsepc");

    static final Set<String> KNOWN_WITH_STAR = Set.of("shpinst", "annotation", "footnote");
    static final Set<String> HEADERS =
            Set.of("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf");

    static final Map<Integer, String> CHARSETS = Map.ofEntries(
            Map.entry(77, "x-MacRoman"),
            Map.entry(128, "windows-31j"),
            Map.entry(129, "x-windows-949"),
            Map.entry(134, "GB18030"),
            Map.entry(136, "Big5"),
            Map.entry(161, "windows-1253"),
            Map.entry(162, "windows-1254"),
            Map.entry(163, "windows-1258"),
            Map.entry(177, "windows-1255"),
            Map.entry(178, "windows-1256"),
            Map.entry(186, "windows-1257"),
            Map.entry(204, "windows-1251"),
            Map.entry(222, "x-windows-874"),
            Map.entry(238, "windows-1250"));

    static final Map<String, String> CHARACTERS = Map.ofEntries(
            Map.entry("tab", "\t"),
            Map.entry("line", "\n"),
            Map.entry("lbr", "\n"),
            Map.entry("emdash", "—"),
            Map.entry("endash", "–"),
            Map.entry("lquote", "‘"),
            Map.entry("rquote", "’"),
            Map.entry("ldblquote", "“"),
            Map.entry("rdblquote", "”"),
            Map.entry("bullet", "•"),
            Map.entry("emspace", " "),
            Map.entry("enspace", " "),
            Map.entry("qmspace", " "));

    private RtfWords() {}
}
