package dev.riffle.console.terminal;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.appender.rolling.DefaultRolloverStrategy;
import org.apache.logging.log4j.core.appender.rolling.SizeBasedTriggeringPolicy;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Where log lines go. Without further ado only errors reach standard error: commands speak for themselves. */
public final class Logging {
    private static final String PATTERN = "%d{ISO8601} %-5p %c{1.} [%t] %m%n%throwable";

    private static final String FILE_SIZE = "20 MB";
    private static final int OLD_FILES = 3;

    private Logging() {}

    /** @param verbose whether everything from INFO on goes to standard error too */
    public static void configure(boolean verbose) {
        if (verbose) {
            Configurator.setRootLevel(Level.INFO);
            hush();
        }
    }

    /** Leaves out what says nothing to an operator: clients' settings, and name collisions between Flink's own sinks. */
    private static void hush() {
        Configurator.setLevel("org.apache.kafka", Level.WARN);
        Configurator.setLevel("kafka", Level.WARN);
        Configurator.setLevel("org.apache.flink.metrics.MetricGroup", Level.ERROR);
    }

    /**
     * Keeps log lines from INFO on in a file from now on, while standard error stays as it is. A full file makes room
     * for the next; {@value #OLD_FILES} old ones are kept, with .1, .2 and so on behind the name.
     */
    public static void toFile(Path file) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration configuration = context.getConfiguration();
        Level screenLevel = configuration.getRootLogger().getLevel();
        RollingFileAppender appender = RollingFileAppender.newBuilder()
                .setName("file")
                .withFileName(file.toString())
                .withFilePattern(file + ".%i")
                .withPolicy(SizeBasedTriggeringPolicy.createPolicy(FILE_SIZE))
                .withStrategy(DefaultRolloverStrategy.newBuilder()
                        .withMax(Integer.toString(OLD_FILES))
                        .withConfig(configuration)
                        .build())
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
        hush();
        context.updateLoggers();
    }
}
