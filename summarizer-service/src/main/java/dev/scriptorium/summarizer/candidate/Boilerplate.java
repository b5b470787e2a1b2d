package dev.scriptorium.summarizer.candidate;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Segment;
import java.util.regex.Pattern;

/**
 * Text that frames a document without belonging to it, which is never in a summary: what the extraction marks so, and, in
 * English, German, French and Spanish, placeholders and notices known by their wording.
 */
public final class Boilerplate {

    /** A longer segment says something of its own beside a notice. */
    private static final int LONGEST_NOTICE = 300;

    /** Of Word and PowerPoint, as they write them themselves. */
    private static final Pattern PLACEHOLDER = pattern(
            "\\b(click|tap|click or tap)( here)?,? to (enter|add|edit|insert) (an? )?(master|text|title|subtitle|notes|date|picture)\\b",
            "^choose an item\\.?$",
            "\\b(klicken|tippen|klicken oder tippen) sie( hier)?,? um (einen |ein )?(text|titel|untertitel|datum|notizen) (einzugeben|hinzuzufügen)",
            "^(text|titel|untertitel|notizen) durch klicken (hinzufügen|bearbeiten)$",
            "^wählen sie ein element aus\\.?$",
            "\\b(cliquez|appuyez)( ou appuyez)?( ici)? pour (entrer|ajouter|saisir|modifier) (du |un |une |le |des )?(texte|titre|sous-titre|date|style|notes)\\b",
            "^choisissez un élément\\.?$",
            "\\b(haga clic|pulse)( o pulse)?( aquí)? para (escribir|agregar|modificar) (un |una |el )?(texto|título|subtítulo|fecha|estilo|notas)\\b",
            "^elija un elemento\\.?$",
            "^lorem ipsum dolor\\b");

    private static final Pattern NOTICE = pattern(
            "\\b(we|this (web)?(site|page)|our (web)?site) uses? (\\p{L}+ ){0,2}cookies\\b",
            "\\bby (continuing|clicking|browsing)\\b.{0,80}\\bcookies\\b",
            "^(accept|allow|reject|decline|manage) (all )?cookies\\b",
            "\\b(wir (verwenden|nutzen|setzen)|(verwenden|nutzen|setzen) wir|diese (web)?(site|seite) (verwendet|nutzt)) (\\p{L}+ ){0,2}cookies\\b",
            "\\b(nous utilisons|ce site( web)? utilise) (\\p{L}+ ){0,2}cookies\\b",
            "\\b(usamos|utilizamos|este sitio( web)? (usa|utiliza)) (\\p{L}+ ){0,2}cookies\\b",
            "\\b(all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados)\\b",
            "(©|\\bcopyright( \\(c\\))?) ?(19|20)\\d\\d\\b");

    /** Of a spreadsheet's header: a section, a font, a font size or a page number, such as {@code &L&"Arial,Bold"&14&P}. */
    private static final Pattern HEADER_CODE =
            Pattern.compile("^&([LCR](?!\\p{Ll})|\\d)|&\"[\\p{L}\\d -]+,[\\p{L} ]+\"|(^|\\s)&[PN]\\b");

    private Boilerplate() {}

    public static boolean is(Segment segment) {
        return segment.getBoilerplate()
                || segment.getBlockKind() == BlockKind.BLOCK_KIND_COMMENT
                || is(segment.getText());
    }

    static boolean is(String text) {
        return text.length() <= LONGEST_NOTICE
                && (PLACEHOLDER.matcher(text).find()
                        || NOTICE.matcher(text).find()
                        || HEADER_CODE.matcher(text).find());
    }

    private static Pattern pattern(String... alternatives) {
        return Pattern.compile(
                String.join("|", alternatives),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }
}
