// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as Declarative Services makes them: the defaults, with some keys set. */
public final class TestSettings {

    private TestSettings() {}

    /** @param values settings by key, such as {@code ping.timeout.ms} */
    public static ServerConfig config(Map<String, ?> values) {
        return (ServerConfig) Proxy.newProxyInstance(
                ServerConfig.class.getClassLoader(), new Class<?>[] {ServerConfig.class}, (proxy, method, args) -> {
                    Object value = values.get(method.getName().replace('_', '.'));
                    return value == null ? method.getDefaultValue() : value;
                });
    }
}
