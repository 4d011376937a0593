// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.monitoring.internal.http.Address;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.junit.Test;

/** The settings are taken over in their units, and refused by name. */
public class SettingsTest {

    @Test
    public void defaultsAreTakenOver() {
        Settings settings = Settings.of(config(Map.of()));

        assertThat(settings.http()).contains(new Address("127.0.0.1", 9464));
        assertThat(settings.checkInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.limits().diskCriticalBytes()).isEqualTo(512L * 1024 * 1024);
        assertThat(settings.limits().certificateWarn()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.limits().certificateCritical()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    public void httpCanBeTurnedOff() {
        assertThat(Settings.of(config(Map.of("http_enabled", false))).http()).isEmpty();
    }

    @Test
    public void valueOutOfItsRangeIsNamed() {
        assertRefused("http_port", 65_536, "http.port", "between 0 and 65535, not 65536");
        assertRefused("check_interval_ms", 999L, "check.interval.ms", "between 1000 and 3600000, not 999");
        assertRefused("check_timeout_ms", 60_001L, "check.timeout.ms", "not 60001");
        assertRefused("disk_warn_free_mib", -1L, "disk.warn.free.mib", "not -1");
        assertRefused("lag_warn_ms", 0L, "lag.warn.ms", "not 0");
        assertRefused("certificate_warn_days", 3_651L, "certificate.warn.days", "not 3651");
        assertRefused("stall_warn_ms", 0L, "stall.warn.ms", "not 0");
    }

    @Test
    public void nothingIsCriticalBeforeItWarns() {
        assertRefused("disk_critical_free_mib", 2_049L, "disk.critical.free.mib", "between 0 and 2048, not 2049");
        assertRefused("lag_critical_ms", 1_999L, "lag.critical.ms", "between 2000 and 3600000, not 1999");
        assertRefused("certificate_critical_days", 31L, "certificate.critical.days", "between 0 and 30, not 31");
        assertRefused("stall_critical_ms", 499L, "stall.critical.ms", "between 500 and 3600000, not 499");
    }

    private static void assertRefused(String member, Object value, String key, String text) {
        assertThatThrownBy(() -> Settings.of(config(Map.of(member, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key + " in etc/io.facet.monitoring.cfg has to be ")
                .hasMessageContaining(text);
    }

    /** The defaults, except for some members. */
    private static MonitoringConfig config(Map<String, Object> changed) {
        return (MonitoringConfig) Proxy.newProxyInstance(
                MonitoringConfig.class.getClassLoader(),
                new Class<?>[] {MonitoringConfig.class},
                (proxy, method, arguments) -> changed.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
