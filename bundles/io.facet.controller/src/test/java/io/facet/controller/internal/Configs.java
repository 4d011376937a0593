// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings as Declarative Services hands them over: what is not set has its default. */
final class Configs {
    private Configs() {}

    static ControllerConfig of(Path dataDir, Map<String, Object> settings) {
        Map<String, Object> values = new HashMap<>(settings);
        values.put("data_dir", dataDir.toString());
        return (ControllerConfig) Proxy.newProxyInstance(
                Configs.class.getClassLoader(),
                new Class<?>[] {ControllerConfig.class},
                (self, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
