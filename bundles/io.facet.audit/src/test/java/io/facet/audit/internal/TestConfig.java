// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import java.lang.annotation.Annotation;

/** Settings as Config Admin hands them over. */
record TestConfig(String[] events, int max_entities, long max_queue_bytes) implements AuditConfig {

    static TestConfig of(String... events) {
        return new TestConfig(events, 100, 1 << 20);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return AuditConfig.class;
    }
}
