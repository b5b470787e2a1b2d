package dev.scriptorium.testing.documents;

import java.util.List;

/**
 * What invented documents say: plain sentences of business and software, some of them glad, some of them angry.
 *
 * @param sentences with the places {thing}, {day} and {number}
 */
record Phrases(
        String language,
        String fileName,
        String title,
        List<String> headings,
        List<String> sentences,
        List<String> things,
        List<String> days,
        List<String> columns) {

    static final Phrases ENGLISH = new Phrases(
            "en",
            "report",
            "Report number",
            List.of("Sales", "Delivery", "Open questions", "Next steps", "Customers", "Costs", "Support", "Planning"),
            List.of(
                    "The {thing} was delivered on {day}.",
                    "We sold {number} pieces of the {thing} last month.",
                    "The customer is very happy with the {thing}.",
                    "The {thing} does not work and the customer is angry.",
                    "Please check the {thing} before you send the invoice.",
                    "The price of the {thing} will rise by {number} euros.",
                    "You can find the {thing} in the settings.",
                    "The meeting about the {thing} starts on {day} at nine o'clock.",
                    "Nobody has answered the question about the {thing}.",
                    "The new {thing} is faster and needs less energy.",
                    "If the {thing} is broken, call the support team.",
                    "We received {number} requests because of the {thing}.",
                    "The quality of the {thing} is excellent.",
                    "The quality of the {thing} is terrible.",
                    "The report on the {thing} will be ready on {day}.",
                    "Open the file and select the {thing}.",
                    "The warehouse has {number} more boxes than last year.",
                    "The contract for the {thing} ends in December."),
            List.of(
                    "printer",
                    "machine",
                    "program",
                    "package",
                    "order",
                    "update",
                    "database",
                    "device",
                    "lamp",
                    "desk"),
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
            List.of("article", "pieces"));

    static final Phrases GERMAN = new Phrases(
            "de",
            "bericht",
            "Bericht Nummer",
            List.of("Verkauf", "Lieferung", "Offene Fragen", "Nächste Schritte", "Kunden", "Kosten"),
            List.of(
                    "Wir haben die Bestellung für {thing} am {day} erhalten.",
                    "Im letzten Monat haben wir {number} Stück verkauft.",
                    "Der Kunde ist mit der Lieferung sehr zufrieden.",
                    "Die Lieferung kam zu spät, und der Kunde ist verärgert.",
                    "Bitte prüfen Sie die Rechnung über {number} Euro.",
                    "Die Besprechung über {thing} beginnt am {day} um neun Uhr.",
                    "Die Qualität ist ausgezeichnet.",
                    "Die Qualität ist leider schlecht.",
                    "Öffnen Sie die Datei und wählen Sie den Ordner aus.",
                    "Der Vertrag über {thing} endet im Dezember."),
            List.of("Drucker", "Maschinen", "Programme", "Pakete", "Geräte", "Lampen", "Schreibtische"),
            List.of("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"),
            List.of("Artikel", "Stück"));
}
