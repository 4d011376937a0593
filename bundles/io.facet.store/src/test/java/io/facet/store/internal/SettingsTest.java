// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.junit.Test;

public class SettingsTest {

    @Test
    public void defaultsAreAccepted() {
        Settings settings = Settings.of(config(Map.of()));

        assertThat(settings.logRetention()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.busyTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.readerThreads()).isEqualTo(4);
    }

    @Test
    public void refusalNamesKeyValueAndRange() {
        assertThatThrownBy(() -> Settings.of(config(Map.of("reader_threads", 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.facet.store: reader.threads = 0 must be between 1 and 64");
        assertThatThrownBy(() -> Settings.of(config(Map.of("log_retention_minutes", -5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.facet.store: log.retention.minutes = -5 must be between 1 and 525600");
    }

    /** The annotation as the component runtime makes it: what is given, and defaults. */
    private static StoreConfig config(Map<String, Object> given) {
        return (StoreConfig) Proxy.newProxyInstance(
                SettingsTest.class.getClassLoader(),
                new Class<?>[] {StoreConfig.class},
                (self, method, arguments) -> given.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
