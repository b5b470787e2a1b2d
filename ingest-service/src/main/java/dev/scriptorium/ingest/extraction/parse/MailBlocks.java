package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/**
 * A mail, or the mails of an mbox: the subject as heading, then the text, HTML where there are both. Mails that are
 * attached are read as well; every other attachment is named as not read. Each part is decoded with the charset that it
 * declares.
 */
final class MailBlocks {

    /** The line before each mail of an mbox (RFC 4155). */
    private static final Pattern FROM_LINE =
            Pattern.compile("(?m)(?:\\A|(?<=\\n\\r?\\n))>?From \\S+ .*\\d{4}\\s*?\\r?\\n");

    private static final Pattern PGP = Pattern.compile("\\s*-----BEGIN PGP MESSAGE-----.*", Pattern.DOTALL);
    private static final Pattern QUOTE = Pattern.compile("(?:> ?)+");
    private static final Set<String> SIGNATURES =
            Set.of("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature");
    private static final Set<String> SEALED = Set.of(
            "multipart/encrypted", "application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime");
    private static final int DEEPEST = 50;

    private final PartWriter out;
    private final TextDecoder decoder;

    private MailBlocks(PartWriter out, TextDecoder decoder) {
        this.out = out;
        this.decoder = decoder;
    }

    static void read(byte[] file, PartWriter out, TextDecoder decoder) throws IOException {
        MailBlocks blocks = new MailBlocks(out, decoder);
        String text = new String(file, StandardCharsets.ISO_8859_1);
        Matcher from = FROM_LINE.matcher(text);
        int start = 0;
        while (from.find()) {
            if (from.start() > start) {
                blocks.mail(text.substring(start, from.start()));
            }
            start = from.end();
        }
        blocks.mail(text.substring(start));
    }

    /** A web page that was saved as a mail, without a subject of its own. */
    static void readPage(byte[] file, PartWriter out, TextDecoder decoder) throws IOException {
        new MailBlocks(out, decoder).entity(parsed(file), 0);
    }

    private void mail(String raw) throws IOException {
        if (!raw.isBlank()) {
            message(parsed(raw.getBytes(StandardCharsets.ISO_8859_1)), 0);
        }
    }

    private static Message parsed(byte[] raw) throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .setMaxContentLen(-1)
                .build());
        builder.setDecodeMonitor(DecodeMonitor.SILENT);
        try {
            return builder.parseMessage(new ByteArrayInputStream(raw));
        } catch (MimeIOException e) {
            throw new FailureException(FailureCode.DOC_CORRUPT, "The parts of the e-mail cannot be told apart.", e);
        }
    }

    private void message(Message message, int depth) throws IOException {
        out.add(BlockKind.BLOCK_KIND_HEADING, Place.getDefaultInstance(), subject(message));
        entity(message, depth + 1);
    }

    /** A header as it was sent: encoded words, or bytes in an undeclared charset. */
    private String subject(Message message) {
        Field field = message.getHeader().getField("Subject");
        if (field == null) {
            return "";
        }
        byte[] raw = field.getRaw().toByteArray();
        String line = decoder.decode(raw);
        String value = line.substring(line.indexOf(':') + 1).replaceAll("\\r?\\n[ \\t]", " ");
        return DecoderUtil.decodeEncodedWords(value.strip(), DecodeMonitor.SILENT);
    }

    private void entity(Entity entity, int depth) throws IOException {
        String type = entity.getMimeType().toLowerCase(Locale.ROOT);
        if (depth > DEEPEST) {
            out.unread("parts that are nested too deeply");
        } else if (isSealed(entity, type)) {
            throw new FailureException(FailureCode.DOC_ENCRYPTED, "The e-mail is encrypted.");
        } else if (entity.getBody() instanceof Multipart multipart) {
            multipart(multipart, type, depth);
        } else if (entity.getBody() instanceof Message attached) {
            message(attached, depth);
        } else if (entity.getBody() instanceof SingleBody body) {
            single(entity, type, body);
        }
    }

    private static boolean isSealed(Entity entity, String type) {
        if (!SEALED.contains(type)) {
            return false;
        }
        Field field = entity.getHeader().getField("Content-Type");
        return !type.endsWith("pkcs7-mime")
                || field == null
                || !field.getBody().toLowerCase(Locale.ROOT).contains("signed-data");
    }

    private void multipart(Multipart multipart, String type, int depth) throws IOException {
        List<Entity> parts = multipart.getBodyParts();
        if (type.equals("multipart/alternative")) {
            if (!parts.isEmpty()) {
                entity(best(parts), depth + 1);
            }
        } else {
            for (Entity part : parts) {
                entity(part, depth + 1);
            }
        }
    }

    /** HTML, else what holds HTML, else plain text. */
    private static Entity best(List<Entity> parts) {
        Entity best = parts.getFirst();
        for (Entity part : parts) {
            if (rank(part) >= rank(best)) {
                best = part;
            }
        }
        return best;
    }

    private static int rank(Entity part) {
        String type = part.getMimeType().toLowerCase(Locale.ROOT);
        if (type.equals("text/html") || type.startsWith("multipart/")) {
            return 2;
        }
        return type.equals("text/plain") ? 1 : 0;
    }

    private void single(Entity entity, String type, SingleBody body) throws IOException {
        boolean attached = "attachment".equalsIgnoreCase(entity.getDispositionType());
        if (!attached && (type.equals("text/plain") || type.equals("text/html"))) {
            text(entity, type, bytes(body));
        } else if (attached || !isPartOfTheText(entity, type)) {
            out.unread("attachment " + name(entity, type));
        }
    }

    /** Pictures of an HTML mail, and signatures. */
    private static boolean isPartOfTheText(Entity entity, String type) {
        return SIGNATURES.contains(type)
                || type.startsWith("image/") && entity.getHeader().getField("Content-ID") != null;
    }

    private void text(Entity entity, String type, byte[] bytes) {
        Optional<String> declared = parameter(entity, "charset");
        if (type.equals("text/html")) {
            Optional<String> inside = declared.isPresent() ? declared : HtmlBlocks.declaredCharset(bytes);
            HtmlBlocks.read(decoder.decode(bytes, inside), out);
            return;
        }
        String text = decoder.decode(bytes, declared);
        if (PGP.matcher(text).matches()) {
            throw new FailureException(FailureCode.DOC_ENCRYPTED, "The e-mail is encrypted.");
        }
        boolean flowed =
                parameter(entity, "format").filter("flowed"::equalsIgnoreCase).isPresent();
        boolean deleteSpace =
                parameter(entity, "delsp").filter("yes"::equalsIgnoreCase).isPresent();
        TextBlocks.read(withoutQuoteMarks(flowed ? joined(text, deleteSpace) : text), out);
    }

    /** Lines that end with a space go on in the next one (RFC 3676). */
    private static String joined(String text, boolean deleteSpace) {
        StringBuilder joined = new StringBuilder();
        text.lines().forEach(line -> {
            String unstuffed = line.startsWith(" ") ? line.substring(1) : line;
            if (unstuffed.equals("-- ")) {
                joined.append(unstuffed).append('\n');
            } else if (unstuffed.endsWith(" ")) {
                joined.append(deleteSpace ? unstuffed.substring(0, unstuffed.length() - 1) : unstuffed);
            } else {
                joined.append(unstuffed).append('\n');
            }
        });
        return joined.toString();
    }

    /** Another depth of quoting is another paragraph. */
    private static String withoutQuoteMarks(String text) {
        StringBuilder plain = new StringBuilder();
        int depthBefore = 0;
        for (String line : text.split("\\R", -1)) {
            Matcher quote = QUOTE.matcher(line);
            int end = quote.lookingAt() ? quote.end() : 0;
            int depth =
                    (int) line.substring(0, end).chars().filter(c -> c == '>').count();
            plain.append(depth == depthBefore ? "" : "\n")
                    .append(line, end, line.length())
                    .append('\n');
            depthBefore = depth;
        }
        return plain.toString();
    }

    private static Optional<String> parameter(Entity entity, String name) {
        Field field = entity.getHeader().getField("Content-Type");
        return field instanceof ContentTypeField type ? Optional.ofNullable(type.getParameter(name)) : Optional.empty();
    }

    private static String name(Entity entity, String type) {
        String file = entity.getFilename();
        String named = file == null ? parameter(entity, "name").orElse("") : file;
        return named.isBlank() ? "of type " + type : DecoderUtil.decodeEncodedWords(named, DecodeMonitor.SILENT);
    }

    private static byte[] bytes(Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ((SingleBody) body).writeTo(bytes);
        return bytes.toByteArray();
    }
}
