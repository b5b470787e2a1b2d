package dev.scriptorium.ingest.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances of one installation on folders that are shared, or not. */
class StoreIdentityTest {

    private final Recorded database = new Recorded();

    @TempDir
    private Path folder;

    @Test
    void theFirstStoreBecomesThatOfTheInstallationAndAllInstancesShareIt() {
        StoreIdentity first = instance("shared", "a");
        StoreIdentity second = instance("shared", "b");

        assertThat(first.difference()).isEmpty();
        assertThat(second.difference()).isEmpty();
        assertThat(database.identity()).contains("a");
    }

    @Test
    void anInstanceOnAFolderOfItsOwnIsRefused() {
        instance("shared", "a").require();

        assertThat(instance("own", "b").difference())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("in the store a")
                        .contains(folder.resolve("own").toString())
                        .contains("no marked store"));
    }

    @Test
    void anInstanceOnTheFolderOfAnotherInstallationIsRefused() {
        new FileBlobStore(folder.resolve("other")).identify("x");
        instance("shared", "a").require();

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(instance("other", "b")::require)
                .returns(FailureCode.DEPENDENCY_UNAVAILABLE, FailureException::code)
                .withMessageContaining("is the store x");
    }

    @Test
    void aVolumeThatIsLostWhileItRunsIsNoticedAndItsReturnToo() throws IOException {
        StoreIdentity instance = instance("shared", "a");
        instance.require();
        Path marker = folder.resolve("shared").resolve(FileBlobStore.IDENTITY);
        byte[] content = Files.readAllBytes(marker);

        Files.delete(marker);
        assertThat(instance.difference()).isPresent();

        Files.write(marker, content);
        assertThat(instance.difference()).isEmpty();
    }

    @Test
    void aDatabaseThatWasMadeAnewTakesTheStoreAsItIs() {
        instance("shared", "a").require();
        StoreIdentity after = new StoreIdentity(new FileBlobStore(folder.resolve("shared")), new Recorded(), () -> "b");

        assertThat(after.difference()).isEmpty();
    }

    private StoreIdentity instance(String name, String random) {
        return new StoreIdentity(new FileBlobStore(folder.resolve(name)), database, () -> random);
    }

    private static final class Recorded implements StoreIdentity.Record {

        private Optional<String> identity = Optional.empty();

        @Override
        public Optional<String> identity() {
            return identity;
        }

        @Override
        public String recordIfAbsent(String proposed) {
            identity = identity.or(() -> Optional.of(proposed));
            return identity.get();
        }
    }
}
