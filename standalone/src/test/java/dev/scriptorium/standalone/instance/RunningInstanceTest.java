package dev.scriptorium.standalone.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningInstanceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://scriptorium:geheim@db:5432/x",
                "jdbc:postgresql://db:5432/x?user=scriptorium&password=geheim",
                "postgresql://scriptorium:ge:heim@db:5432/x?sslmode=require&password=geheim",
                "postgresql://db:5432/x"
            })
    void showsTheAddressOfPostgresWithoutThePassword(String url) {
        assertThat(RunningInstance.withoutPassword(url)).contains("db:5432/x").doesNotContain("heim");
    }
}
