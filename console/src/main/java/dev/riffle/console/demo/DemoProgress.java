package dev.riffle.console.demo;

/** Hears how a demo is getting on. */
public interface DemoProgress {
    /** Something that is worth a line of its own. */
    void note(String text);

    /** The state of things, about once a second; the newer replaces the older. */
    void status(String text);
}
