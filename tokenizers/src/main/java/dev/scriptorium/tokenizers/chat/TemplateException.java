package dev.scriptorium.tokenizers.chat;

/** A template that cannot be read, or that fails on a conversation. */
final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final boolean raised;

    private TemplateException(String message, boolean raised) {
        super(message);
        this.raised = raised;
    }

    TemplateException(String message) {
        this(message, false);
    }

    /** The template itself refuses the conversation. */
    static TemplateException raised(String message) {
        return new TemplateException(message, true);
    }

    boolean isRaised() {
        return raised;
    }
}
