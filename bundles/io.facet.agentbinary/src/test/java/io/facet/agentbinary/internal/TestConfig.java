// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Configurations as Declarative Services makes them, and outcomes as callers see them. */
final class TestConfig {

    private TestConfig() {}

    /** The defaults with some settings changed and none of the keys of this machine. */
    static AgentBinaryConfig of(Path dir, Map<String, Object> values) {
        return (AgentBinaryConfig) Proxy.newProxyInstance(
                TestConfig.class.getClassLoader(), new Class<?>[] {AgentBinaryConfig.class}, (proxy, method, args) -> {
                    if (values.containsKey(method.getName())) {
                        return values.get(method.getName());
                    }
                    return switch (method.getName()) {
                        case "dir" -> dir.toString();
                        case "public_key_file" -> dir.resolve("no.key").toString();
                        default -> method.getDefaultValue();
                    };
                });
    }

    /** The result, or what the stage failed with. */
    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
