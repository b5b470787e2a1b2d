package dev.scriptorium.tokenizer.language;

/** What a text alone says about its language. */
public sealed interface Guess {

    /** In a served language, beyond reasonable doubt. */
    record Served(String language) implements Guess {}

    /** In a language or a script that is not served. */
    record NotServed() implements Guess {}

    /** Too short or too mixed to tell; the likeliest served language, empty where there is none. */
    record Unsure(String likeliest) implements Guess {}

    Guess NOT_SERVED = new NotServed();

    Guess NO_IDEA = new Unsure("");
}
