package dev.scriptorium.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a model that continues texts, from its {@code tokenizer.json}. Ids equal those of transformers, with one
 * exception on purpose: what looks like a special token is one only where a chat template wrote it. Safe for many threads.
 */
public final class PromptTokenizer implements AutoCloseable {

    /** Breaks what looks like a special token in a text; no Unicode text holds it. */
    private static final char BREAK = '\uFFFE';

    private final TokenizerFile file;
    private final Joining joining;
    private final NativeTokenizer first;
    /** For what stands behind a special token; the same where that makes no difference. */
    private final NativeTokenizer later;

    private final Map<String, Special> specials = new HashMap<>();
    private final @Nullable Pattern special;

    /**
     * @param stripsBefore whether white space before it is dropped
     * @param stripsBehind whether white space behind it is dropped
     */
    private record Special(int id, boolean stripsBefore, boolean stripsBehind) {}

    private PromptTokenizer(ModelFiles files) {
        this.file = TokenizerFile.read(files);
        this.joining = Joining.read(file.decoder());
        for (JsonNode token : files.json(TokenizerFile.NAME).path("added_tokens")) {
            if (token.path("special").asBoolean()) {
                specials.put(
                        token.path("content").asText(),
                        new Special(
                                token.path("id").asInt(),
                                token.path("lstrip").asBoolean(),
                                token.path("rstrip").asBoolean()));
            }
        }
        this.special = specials.isEmpty()
                ? null
                : Pattern.compile(specials.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")));
        this.first = NativeTokenizer.of(file);
        this.later = later(files, first);
    }

    /** Some tokenizers put a space before the first piece of a text only. */
    private static NativeTokenizer later(ModelFiles files, NativeTokenizer first) {
        TokenizerFile file = TokenizerFile.read(files);
        return file.continuing() ? NativeTokenizer.of(file) : first;
    }

    /** A file that would abort the JVM in the native library fails instead. */
    public static PromptTokenizer read(ModelFiles files) {
        return new PromptTokenizer(files);
    }

    /** A text's ids with the special tokens that the model wants around it; the text holds none. */
    public int[] encode(String text) {
        return first.ids(text, true);
    }

    /** The same text, so that nothing in it is a special token for {@link #encodePrompt}. */
    public String asText(String text) {
        String clean = text.replace(BREAK, '\uFFFD');
        return special == null
                ? clean
                : special.matcher(clean)
                        .replaceAll(
                                match -> Matcher.quoteReplacement(match.group().substring(0, 1)
                                        + BREAK
                                        + match.group().substring(1)));
    }

    /** The ids of what a chat template wrote: special tokens are found, none is added. */
    public int[] encodePrompt(String prompt) {
        List<int[]> parts = new ArrayList<>();
        int end = 0;
        boolean strips = false;
        if (special != null) {
            Matcher matcher = special.matcher(prompt);
            while (matcher.find()) {
                Special token = specials.get(matcher.group());
                String before = prompt.substring(end, matcher.start());
                add(strips ? before.stripLeading() : before, token.stripsBefore(), end == 0, parts);
                parts.add(new int[] {token.id()});
                end = matcher.end();
                strips = token.stripsBehind();
            }
        }
        String rest = prompt.substring(end);
        add(strips ? rest.stripLeading() : rest, false, end == 0, parts);
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private void add(String text, boolean stripped, boolean begins, List<int[]> parts) {
        String clean = (stripped ? text.stripTrailing() : text).replace(String.valueOf(BREAK), "");
        if (!clean.isEmpty()) {
            parts.add((begins ? first : later).ids(clean, false));
        }
    }

    /** The text of ids; special tokens are left out. */
    public String decode(int[] ids, int from, int to) {
        List<String> tokens = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String token = file.tokens().get(ids[i]);
            if (token != null && !file.special().contains(ids[i])) {
                tokens.add(token);
            }
        }
        return joining.join(tokens);
    }

    public String decode(int[] ids) {
        return decode(ids, 0, ids.length);
    }

    /** A token by itself: a special one as it is named, another one as its text. */
    public String token(int id) {
        String token = file.tokens().get(id);
        if (token == null) {
            return "";
        }
        return file.special().contains(id) ? token : joining.join(List.of("", token));
    }

    /**
     * What a token adds to a text that it does not begin: UTF-8, of which a token may have a part. Empty for a special token and
     * for an id that is none.
     */
    public byte[] bytes(int id) {
        String token = file.tokens().get(id);
        return token == null || file.special().contains(id) ? new byte[0] : joining.bytes(token);
    }

    public boolean isSpecial(int id) {
        return file.special().contains(id);
    }

    @Override
    public void close() {
        first.close();
        if (later != first) {
            later.close();
        }
    }
}
