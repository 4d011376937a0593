// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as Declarative Services makes them where little is configured. */
final class Defaults {

    private Defaults() {}

    /** A configuration of the type: the default of each setting, unless there is a value for the method of its name. */
    static <A extends Annotation> A of(Class<A> type, Map<String, ?> values) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object value = values.get(method.getName());
                    return value == null ? method.getDefaultValue() : value;
                }));
    }
}
