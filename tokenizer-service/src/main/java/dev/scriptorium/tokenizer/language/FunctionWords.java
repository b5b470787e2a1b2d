package dev.scriptorium.tokenizer.language;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Recognises a language by its commonest words. In running text every third to fifth word is one of them, so that a few
 * hash look-ups settle most texts.
 *
 * <p>Source of the method: Cavnar and Trenkle, "N-Gram-Based Text Categorization" (1994), section 2, and Grefenstette,
 * "Comparing two language identification schemes" (1995), which finds small words as good as trigrams from 15 words on.
 */
final class FunctionWords {

    private static final Map<String, String> LISTS = Map.of(
            "en",
            "the of and to that with this from are were have has which been would their they it for you be by not can "
                    + "your our these those when where while because about into than its",
            "de",
            "der die und das nicht ist mit ein eine für auf den dem sich wird auch nach bei sind oder im zu zum zur von "
                    + "wie einer eines einem einen werden wurde haben hat dass als aus über wenn durch nur kann",
            "fr",
            "les des est une dans pour qui sur par plus avec pas ce aux du et au sont cette vous nous il elle ont ses leur "
                    + "mais ou où être fait été ces la le que de un en se",
            "es",
            "el los las una por con del para es como más pero sus este esta y son su al lo ha fue han sobre entre "
                    + "cuando muy sin también hasta desde está la que de un en se");

    private static final int ENOUGH_HITS = 4;
    private static final double ENOUGH_SHARE = 0.2;
    private static final int LEAD = 2;

    private final List<String> languages;
    private final Map<String, Integer> masks = new HashMap<>();

    /** Languages without a list are passed over. */
    FunctionWords(Set<String> served) {
        this.languages =
                LISTS.keySet().stream().filter(served::contains).sorted().toList();
        for (int i = 0; i < languages.size(); i++) {
            for (String word : LISTS.get(languages.get(i)).split(" ")) {
                masks.merge(word, 1 << i, (a, b) -> a | b);
            }
        }
    }

    Guess guess(CharSequence text) {
        int[] hits = new int[languages.size()];
        int words = 0;
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                words++;
                if (i - start <= 8) {
                    count(text.subSequence(start, i).toString(), hits);
                }
                start = -1;
            }
        }
        return judge(hits, words);
    }

    private void count(String word, int[] hits) {
        Integer mask = masks.get(word);
        if (mask == null) {
            mask = masks.get(word.toLowerCase(Locale.ROOT));
        }
        if (mask != null) {
            for (int i = 0; i < hits.length; i++) {
                hits[i] += mask >> i & 1;
            }
        }
    }

    private Guess judge(int[] hits, int words) {
        int best = 0;
        for (int i = 1; i < hits.length; i++) {
            best = hits[i] > hits[best] ? i : best;
        }
        int second = 0;
        for (int i = 0; i < hits.length; i++) {
            second = i == best ? second : Math.max(second, hits[i]);
        }
        if (hits.length == 0 || hits[best] == 0 || hits[best] == second) {
            return Guess.NO_IDEA;
        }
        boolean clear = hits[best] >= ENOUGH_HITS && hits[best] >= LEAD * second && hits[best] >= ENOUGH_SHARE * words;
        return clear ? new Guess.Served(languages.get(best)) : new Guess.Unsure(languages.get(best));
    }
}
