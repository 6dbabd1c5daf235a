package dev.riffle.detector.pipeline;

import java.util.Collection;
import java.util.Locale;

/** What somebody probably meant by a name that nobody knows. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code " Did you mean 'x'?"} for the nearest candidate, or nothing where none is near. */
    public static String forName(String found, Collection<String> candidates) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        String lowered = found.toLowerCase(Locale.ROOT);
        for (String candidate : candidates) {
            String other = candidate.toLowerCase(Locale.ROOT);
            boolean begun = lowered.length() >= 3 && other.startsWith(lowered);
            int distance = begun ? 1 : distance(lowered, other);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        // Of one or two letters nearly everything is near: only another case counts.
        int tolerated = found.length() < 3 ? 0 : Math.min(found.length(), 24) / 3;
        return nearest != null && least <= tolerated ? " Did you mean '" + nearest + "'?" : "";
    }

    /** Levenshtein's edit distance; far lengths are not worth the table. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 8) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
