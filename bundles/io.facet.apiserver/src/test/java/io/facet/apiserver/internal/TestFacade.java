// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.facade.api.CallContext;
import io.facet.facade.api.Facade;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A facade whose methods are lambdas over JSON text. */
public final class TestFacade implements Facade {

    private final Map<String, Method> methods = new ConcurrentHashMap<>();
    private volatile String trouble = "";

    /** A method; it may throw whatever it likes. */
    public interface Method {
        CompletionStage<byte[]> call(CallContext call, String params);
    }

    /** A method that answers at once. */
    public interface Answer {
        String call(CallContext call, String params);
    }

    public TestFacade async(String name, Method method) {
        methods.put(name, method);
        return this;
    }

    public TestFacade with(String name, Answer answer) {
        return async(name, (call, params) -> {
            String json = answer.call(call, params);
            return CompletableFuture.completedFuture(json == null ? null : json.getBytes(StandardCharsets.UTF_8));
        });
    }

    @Override
    public Set<String> methods() {
        return methods.keySet();
    }

    @Override
    public CompletionStage<byte[]> call(CallContext call, String method, byte[] params) {
        return methods.get(method).call(call, new String(params, StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<Void> probe() {
        return trouble.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IllegalStateException(trouble));
    }

    /** Does not pass its probe. */
    public TestFacade failing(String message) {
        trouble = message;
        return this;
    }

    /** Passes its probe from now on. */
    public void recover() {
        trouble = "";
    }
}
