// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.access.api.LoginDecision;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.HttpReply;
import io.facet.facade.api.HttpRequest;
import io.facet.monitoring.internal.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServerFactory;
import org.junit.After;
import org.junit.Test;

/** Health and metrics on the port of the API are for superusers. */
public class IntrospectionResourceTest {

    private final Metrics metrics = new Metrics(MBeanServerFactory.newMBeanServer());
    private final IntrospectionResource resource = new IntrospectionResource(new Pages(Optional::empty, metrics));

    @After
    public void close() {
        metrics.close();
    }

    @Test
    public void superuserReads() throws Exception {
        assertThat(resource.needsLogin("GET")).isTrue();
        HttpReply reply = answer("GET", "metrics", superuser());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("Content-Type", Metrics.TEXT);
        byte[] body = reply.body().readAllBytes();
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("facet_ready 1");
        assertThat(reply.length()).isEqualTo(body.length);
        assertThat(answer("GET", "health", superuser()).status()).isEqualTo(503);
    }

    @Test
    public void othersAreRefused() {
        assertRefused("GET", "health", peer("machine-0", "machine", Optional.empty()), "forbidden");
        assertRefused(
                "GET",
                "health",
                peer("user-bob", "user", Optional.of(new LoginDecision.UserAccess("login", "admin"))),
                "forbidden");
        assertRefused("GET", "health", Optional.empty(), "forbidden");
    }

    @Test
    public void otherPathsAndMethodsAreRefused() {
        assertRefused("GET", "goroutines", superuser(), "not found");
        assertRefused("GET", "", superuser(), "not found");
        assertRefused("POST", "health", superuser(), "method not allowed");
    }

    private void assertRefused(String method, String name, Optional<LoginDecision.Accepted> peer, String code) {
        assertThatThrownBy(() -> answer(method, name, peer))
                .isInstanceOfSatisfying(FacadeException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }

    private HttpReply answer(String method, String name, Optional<LoginDecision.Accepted> peer) {
        HttpRequest request = new HttpRequest(method, "localhost", "uuid", name, Map.of(), "", peer);
        return resource.begin(request).finish().toCompletableFuture().join();
    }

    private static Optional<LoginDecision.Accepted> superuser() {
        return peer("user-admin", "user", Optional.of(new LoginDecision.UserAccess("superuser", "admin")));
    }

    private static Optional<LoginDecision.Accepted> peer(
            String tag, String kind, Optional<LoginDecision.UserAccess> access) {
        return Optional.of(new LoginDecision.Accepted(tag, kind, false, false, "uuid", "4.0-beta5", List.of(), access));
    }
}
