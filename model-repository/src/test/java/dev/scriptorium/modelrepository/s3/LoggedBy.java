package dev.scriptorium.modelrepository.s3;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs. */
final class LoggedBy {

    private LoggedBy() {}

    static List<String> whileRunning(Class<?> type, Runnable work) {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(
                        line instanceof org.jboss.logmanager.ExtLogRecord known
                                ? known.getFormattedMessage()
                                : line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(type.getName());
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }
}
