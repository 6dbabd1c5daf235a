package dev.riffle.detector.pipeline;

/** Texts found in input, made fit for a message: quoted, on one line, at most {@value #LIMIT} characters of them. */
final class Shortened {
    private static final int LIMIT = 40;

    private Shortened() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(LIMIT + 24).append('\'');
        int end = Math.min(text.length(), LIMIT);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            quoted.append(Character.isISOControl(c) ? ' ' : c);
        }
        quoted.append('\'');
        if (text.length() > LIMIT) {
            quoted.append("... (").append(text.length()).append(" characters)");
        }
        return quoted.toString();
    }
}
