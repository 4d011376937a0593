// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static org.awaitility.Awaitility.await;

import io.facet.apiserver.internal.facade.FacadeBundle;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.apiserver.internal.facade.FacadeProvider;
import io.facet.apiserver.internal.net.FacetServer;
import io.facet.facade.api.Facade;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Version;

/** A running server on a free loopback port, with a certificate, logins and a change log of its own. */
public final class TestServer extends ExternalResource {

    public final FakeLogins logins = new FakeLogins();
    public final FakeChanges changes = new FakeChanges();
    public final Map<String, Object> config = new HashMap<>();
    public FakeChanges.Stream stream;
    public FacetServer server;

    private final TemporaryFolder folder = new TemporaryFolder();
    private final Map<FacadeBundle, Set<FacadeKey>> declared = new HashMap<>();
    private long lastServiceId = 100;

    @Override
    protected void before() throws Throwable {
        folder.create();
        TestCertificate.valid().write(certificateFile(), keyFile());
        config.put("host", "127.0.0.1");
        config.put("port", 0);
        config.put("certificate.file", certificateFile().toString());
        config.put("key.file", keyFile().toString());
        config.put("park.timeout.ms", 2_000);
        server = new FacetServer(Settings.of(TestSettings.config(config)), dataDirectory());
        stream = changes.open();
        server.context().changes().add(new Rank(0, 1), stream);
        server.context().logins().add(new Rank(0, 2), logins);
        server.start();
        await().until(() -> server.port() > 0);
    }

    @Override
    protected void after() {
        server.stop();
        folder.delete();
    }

    public Path dataDirectory() {
        return folder.getRoot().toPath();
    }

    public Path certificateFile() {
        return folder.getRoot().toPath().resolve("server.crt");
    }

    public Path keyFile() {
        return folder.getRoot().toPath().resolve("server.key");
    }

    /** Changes one setting of the running server. */
    public void set(String key, Object value) {
        config.put(key, value);
        server.reconfigure(Settings.of(TestSettings.config(config)));
    }

    public static FacadeBundle bundle(long id, String version) {
        return new FacadeBundle(id, "test.bundle." + id, Version.parseVersion(version));
    }

    /** Lets a bundle declare a facade version beside what it declares already. */
    public void declare(FacadeBundle bundle, FacadeKey key) {
        Set<FacadeKey> keys = declared.computeIfAbsent(bundle, unused -> new HashSet<>());
        keys.add(key);
        server.context().facades().declare(bundle, keys, true);
    }

    /** Registers a facade, waits until it may serve, and returns its service id. */
    public long serve(String name, int version, Facade facade) {
        return serve(name, version, facade, Set.of("iaas", "caas"), bundle(50, "1.0.0"));
    }

    public long serve(String name, int version, Facade facade, Set<String> modelTypes, FacadeBundle bundle) {
        declare(bundle, new FacadeKey(name, version));
        long id = register(name, version, facade, modelTypes, bundle);
        await().until(() -> server.context().facades().status().stream()
                .noneMatch(status ->
                        status.bundleId() == bundle.id() && status.note().startsWith("its probe has not ended")));
        return id;
    }

    /** Registers a facade and returns its service id. */
    public long register(String name, int version, Facade facade, Set<String> modelTypes, FacadeBundle bundle) {
        long id = ++lastServiceId;
        server.context()
                .facades()
                .add(new FacadeProvider(
                        new FacadeKey(name, version),
                        facade,
                        facade.methods(),
                        facade.readOnlyMethods(),
                        modelTypes,
                        id,
                        bundle));
        return id;
    }

    /** The service id of what was registered last. */
    public long lastServiceId() {
        return lastServiceId;
    }

    public WireClient connect(String path) throws Exception {
        return WireClient.connect(server.port(), path);
    }

    /** Logged in as machine 42 on the hosted model. */
    public WireClient agent() throws Exception {
        return loggedIn("/model/" + FakeLogins.MODEL + "/api", "machine-42");
    }

    public WireClient loggedIn(String path, String tag) throws Exception {
        WireClient client = connect(path);
        client.login(tag);
        return client;
    }
}
