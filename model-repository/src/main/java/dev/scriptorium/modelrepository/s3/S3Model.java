package dev.scriptorium.modelrepository.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model folder in an object store.
 *
 * @param prefix the path of the folder in the bucket, without a slash at its ends; empty where the bucket is the folder
 */
public record S3Model(String bucket, String prefix) {

    private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/+(.*?))?/*");

    /** Reads {@code bucket/prefix}. */
    public static S3Model parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a model of an object store is s3://bucket/prefix, not s3://" + text);
        }
        return new S3Model(form.group(1), form.group(2) == null ? "" : form.group(2));
    }

    public String name() {
        return prefix.isEmpty() ? bucket : prefix.substring(prefix.lastIndexOf('/') + 1);
    }

    /** What the keys of its objects begin with. */
    String start() {
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
