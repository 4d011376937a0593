// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.api.SwapStatus;
import io.facet.audit.internal.Settings.Kind;
import java.time.Instant;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.LoggerFactory;

/** Writes what happens at the API server to the audit log. */
@Component(configurationPid = "io.facet.audit", immediate = true)
@Designate(ocd = AuditConfig.class)
public final class AuditListener implements ServerListener {

    /** The logger whose lines are the audit log. Not a parent of this package, whose own messages go elsewhere. */
    static final String TRAIL = "io.facet.audit.trail";

    private final AuditQueue queue;
    private volatile Settings settings;

    /** Writes to the logger {@value #TRAIL}. */
    @Activate
    public AuditListener(AuditConfig config) {
        this(config, LoggerFactory.getLogger(TRAIL)::info);
    }

    AuditListener(AuditConfig config, Consumer<String> destination) {
        settings = Settings.of(config);
        queue = new AuditQueue(destination, settings.maxQueueBytes());
    }

    /** Applies changed settings; wrong ones change nothing. */
    @Modified
    void modified(AuditConfig config) {
        Settings changed = Settings.of(config);
        settings = changed;
        queue.maxBytes(changed.maxQueueBytes());
    }

    /** Writes what waits, and ends. */
    @Deactivate
    void close() {
        queue.close();
    }

    @Override
    public void connected(Peer peer) {
        connection("connected", peer);
    }

    @Override
    public void disconnected(Peer peer) {
        connection("disconnected", peer);
    }

    private void connection(String what, Peer peer) {
        if (settings.kinds().contains(Kind.CONNECTIONS)) {
            Instant now = Instant.now();
            queue.add(0, () -> AuditLine.connection(now, what, peer));
        }
    }

    @Override
    public void loggedIn(LoginEvent event) {
        if (settings.kinds().contains(Kind.LOGINS)) {
            Instant now = Instant.now();
            queue.add(0, () -> AuditLine.login(now, event));
        }
    }

    @Override
    public void called(CallEvent event) {
        Settings current = settings;
        if (current.kinds().contains(event.readOnly() ? Kind.READS : Kind.CALLS)) {
            Instant now = Instant.now();
            long size = event.params().length + (event.result() == null ? 0 : event.result().length);
            queue.add(size, () -> AuditLine.call(now, event, current.maxEntities()));
        }
    }

    @Override
    public void swapped(SwapStatus swap) {
        if (settings.kinds().contains(Kind.SWAPS)) {
            Instant now = Instant.now();
            queue.add(0, () -> AuditLine.swap(now, swap));
        }
    }
}
