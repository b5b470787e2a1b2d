package dev.scriptorium.memory;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs work in a transaction: anew where Postgres asks for that, as a failure that waiting can help where the server is
 * away, as a defect of ours otherwise. Thread-safe.
 */
public final class PostgresTransactions {

    private static final int TIMES = 5;
    private static final Set<String> AGAIN = Set.of("40001", "40P01");
    /** Classes of SQLSTATE: connection, insufficient resources, operator intervention, system error. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private final Jdbi jdbi;

    public PostgresTransactions(DataSource source) {
        this.jdbi = Jdbi.create(source)
                .registerArrayType(Float.class, "float4")
                .registerArrayType(Integer.class, "int4")
                .registerArrayType(Long.class, "int8")
                .registerArrayType(String.class, "text")
                .registerArrayType(UUID.class, "uuid");
    }

    public <T> T get(Function<Handle, T> work) {
        for (int time = 1; ; time++) {
            try {
                return jdbi.inTransaction(work::apply);
            } catch (JdbiException e) {
                String state = sqlState(e);
                if (!AGAIN.contains(state) || time == TIMES) {
                    throw failure(e, state);
                }
            }
        }
    }

    private static FailureException failure(JdbiException thrown, String state) {
        // Without a state the pool gave no connection.
        boolean away = state.isEmpty() || AGAIN.contains(state) || AWAY.contains(state.substring(0, 2));
        return away
                ? new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "Postgres does not answer.", thrown)
                : new FailureException(FailureCode.INTERNAL, "Postgres refused a statement: " + state + ".", thrown);
    }

    private static String sqlState(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        boolean fromDriver = false;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            fromDriver |= cause instanceof SQLException;
        }
        return fromDriver ? "" : "XX000";
    }
}
