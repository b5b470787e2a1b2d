package dev.scriptorium.modelrepository.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The store's side of AWS Signature Version 4: what a request has to be signed with, from what it is and says itself
 * (Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header").
 */
record Signature(String method, String path, String query, UnaryOperator<String> headers) {

    private static final Pattern FORM = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    /** Whether the request is signed with this key for this region. */
    boolean isOf(String id, String secret, String region) {
        String authorization = headers.apply("Authorization");
        Matcher form = FORM.matcher(authorization == null ? "" : authorization);
        return form.matches()
                && form.group(1).equals(id)
                && form.group(2).matches("\\d{8}/" + region + "/s3/aws4_request")
                && form.group(3).contains("host")
                && form.group(4).equals(expected(secret, form.group(2), form.group(3)));
    }

    private String expected(String secret, String scope, String signedHeaders) {
        String canonicalHeaders = Arrays.stream(signedHeaders.split(";"))
                .map(name -> name + ":" + headers.apply(name).strip() + "\n")
                .collect(Collectors.joining());
        String canonical = String.join(
                "\n",
                method,
                path,
                query.isEmpty()
                        ? ""
                        : String.join(
                                "&", Arrays.stream(query.split("&")).sorted().toList()),
                canonicalHeaders,
                signedHeaders,
                headers.apply("x-amz-content-sha256"));
        String toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                headers.apply("x-amz-date"),
                scope,
                HexFormat.of().formatHex(sha256(canonical)));
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String part : List.of(scope.split("/"))) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
