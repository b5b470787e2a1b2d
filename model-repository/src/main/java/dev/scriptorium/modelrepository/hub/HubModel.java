package dev.scriptorium.modelrepository.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository at a revision: a branch, a tag or a commit.
 *
 * @param id {@code organisation/name}, or a name alone
 */
public record HubModel(String id, String revision) {

    private static final Pattern FORM =
            Pattern.compile("((?:[A-Za-z0-9][\\w.-]*/)?[A-Za-z0-9][\\w.-]*)(?:@([\\w./-]+))?");

    public HubModel {
        if ((id + "/" + revision).contains("..")) {
            throw new IllegalArgumentException("no part of a model's location is .. : " + id + "@" + revision);
        }
    }

    /** Reads {@code organisation/name@revision}; without a revision it is {@code main}. */
    public static HubModel parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a model of the hub is hf://organisation/name@revision, not hf://" + text);
        }
        return new HubModel(form.group(1), form.group(2) == null ? "main" : form.group(2));
    }

    public String name() {
        return id.substring(id.indexOf('/') + 1);
    }

    /** Whether the revision is a commit, which never changes. */
    boolean isCommit() {
        return revision.matches("[0-9a-f]{40}");
    }

    @Override
    public String toString() {
        return "hf://" + id + "@" + revision;
    }
}
