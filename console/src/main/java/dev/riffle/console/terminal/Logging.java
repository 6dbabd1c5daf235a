package dev.riffle.console.terminal;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Where log lines go. Without further ado only errors reach standard error: commands speak for themselves. */
public final class Logging {
    private static final String PATTERN = "%d{ISO8601} %-5p %c{1.} [%t] %m%n%throwable";

    private Logging() {}

    /** @param verbose whether everything from INFO on goes to standard error too */
    public static void configure(boolean verbose) {
        if (verbose) {
            Configurator.setRootLevel(Level.INFO);
        }
    }

    /** Keeps log lines from INFO on in a file from now on, while standard error stays as it is. */
    public static void toFile(Path file) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration configuration = context.getConfiguration();
        Level screenLevel = configuration.getRootLogger().getLevel();
        FileAppender appender = FileAppender.newBuilder()
                .setName("file")
                .withFileName(file.toString())
                .setLayout(PatternLayout.newBuilder().withPattern(PATTERN).build())
                .build();
        appender.start();
        configuration.getRootLogger().getAppenders().forEach((name, screen) -> {
            configuration.getRootLogger().removeAppender(name);
            configuration.getRootLogger().addAppender(screen, screenLevel, null);
        });
        configuration.addAppender(appender);
        configuration.getRootLogger().addAppender(appender, Level.INFO, null);
        if (screenLevel.isMoreSpecificThan(Level.INFO)) {
            configuration.getRootLogger().setLevel(Level.INFO);
        }
        context.updateLoggers();
    }
}
