package dev.riffle.console;

/** Entry point of the {@code riffle} command line. */
public final class Riffle {
    private Riffle() {}

    public static void main(String[] args) {
        System.exit(2);
    }
}
