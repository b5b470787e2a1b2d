package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.ApiKey;
import dev.scriptorium.standalone.client.Json;
import dev.scriptorium.standalone.client.KeyClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keys of the API. */
@Command(
        name = "keys",
        description = "Keys of the API, for callers where scriptorium.access.mode is required.",
        mixinStandardHelpOptions = true,
        subcommands = {KeysCommand.Create.class, KeysCommand.Listing.class, KeysCommand.Revoke.class})
final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: create, list or revoke");
    }

    @Command(
            name = "create",
            description = "Make a key. It is printed this once, alone on standard output.",
            mixinStandardHelpOptions = true)
    static final class Create extends OnInstance {
        private static final List<String> ROLES = List.of("reader", "submitter", "editor", "operator", "admin");

        @Parameters(paramLabel = "NAME", description = "What the key is for.")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = {"reader, submitter, editor, operator or admin;", "each may do what those before it may."
                })
        private String role = "";

        @Option(names = "--days", paramLabel = "N", description = "Days until it expires. Default: it does not.")
        private @Nullable Integer days;

        @Option(
                names = "--per-minute",
                paramLabel = "N",
                description = "Requests a minute to each instance. Default: as configured.")
        private @Nullable Integer perMinute;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        void prepare() {
            if (!ROLES.contains(role)) {
                throw new ParameterException(
                        spec.commandLine(), "--role must be one of " + String.join(", ", ROLES) + ": " + role);
            }
            atLeastOne("--days", days);
            atLeastOne("--per-minute", perMinute);
        }

        @Override
        int act(Target target) {
            Instant expiresAt =
                    days == null ? null : Clock.systemUTC().instant().plus(Duration.ofDays(days));
            KeyClient.Created created = new KeyClient(target.client()).create(name, role, expiresAt, perMinute);
            System.out.println(created.secret());
            System.err.println(
                    "key " + created.key().id() + " has the role " + role + "; keep it now, it is not shown again");
            return ScriptoriumCommand.SUCCEEDED;
        }

        private void atLeastOne(String option, @Nullable Integer value) {
            if (value != null && value < 1) {
                throw new ParameterException(spec.commandLine(), option + " must be at least 1: " + value);
            }
        }
    }

    @Command(name = "list", description = "List the keys, the newest first.", mixinStandardHelpOptions = true)
    static final class Listing extends OnInstance {
        @Option(names = "--json", description = "One line of JSON for each key.")
        private boolean json;

        @Override
        int act(Target target) {
            List<ApiKey> keys = new KeyClient(target.client()).list();
            if (json) {
                keys.forEach(key -> System.out.println(Json.of(key)));
                return ScriptoriumCommand.SUCCEEDED;
            }
            Instant now = Clock.systemUTC().instant();
            System.out.printf("%-12s  %-10s  %-8s  %-20s  %s%n", "key", "role", "state", "last used", "name");
            for (ApiKey key : keys) {
                System.out.printf(
                        "%-12s  %-10s  %-8s  %-20s  %s%n",
                        key.id(),
                        key.role(),
                        key.state(now),
                        key.lastUsedAt() == null ? "never" : key.lastUsedAt(),
                        key.name());
            }
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(name = "revoke", description = "Revoke a key, for ever.", mixinStandardHelpOptions = true)
    static final class Revoke extends OnInstance {
        @Parameters(paramLabel = "KEY", description = "Its id: the part after scr_.")
        private String id = "";

        @Override
        int act(Target target) {
            new KeyClient(target.client()).revoke(id);
            System.out.println("revoked " + id);
            return ScriptoriumCommand.SUCCEEDED;
        }
    }
}
