// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.agentbinary.api.AgentBinaryService;
import io.facet.agentbinary.api.AgentBinarySource;
import io.facet.agentbinary.api.AgentBinaryUpload;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.simplestreams.Limits;
import io.facet.simplestreams.Simplestreams;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent binaries: entries on the store, archives in a directory, the rest in streams. */
@Component(service = AgentBinaryService.class, configurationPid = "io.facet.agentbinary", immediate = true)
@Designate(ocd = AgentBinaryConfig.class)
public final class AgentBinaryServiceImpl implements AgentBinaryService {

    private static final Logger LOG = LoggerFactory.getLogger(AgentBinaryServiceImpl.class);
    private static final int THREADS = 4;
    private static final int IDLE_SECONDS = 60;

    private final BinaryTable table = new BinaryTable(new Sql());
    private final AtomicInteger uploads = new AtomicInteger();
    private final ThreadPoolExecutor worker;
    private final Simplestreams streams;
    private final Archives archives;
    private final Binaries binaries;

    private volatile Settings settings;

    /** On the store; {@link #deactivate} ends it. */
    @Activate
    public AgentBinaryServiceImpl(@Reference Store store, AgentBinaryConfig config) {
        this(store, config, Limits.DEFAULT);
    }

    AgentBinaryServiceImpl(Store store, AgentBinaryConfig config, Limits limits) {
        settings = Settings.of(config);
        store.migrate(new SchemaScripts("agentbinary", getClass().getClassLoader(), "db/migration/agentbinary", 1));
        worker = worker();
        streams = new Simplestreams(
                "facet-agentbinary-streams", limits.withTimes(limits.request(), settings.lookupTimeout()));
        archives = new Archives(store, table, () -> settings, worker);
        binaries = new Binaries(
                store,
                table,
                archives,
                new Catalog(streams, () -> settings),
                new Fetch(streams, archives, () -> settings, worker),
                new Fetches(() -> settings.maxFetches()),
                worker);
        archives.files().clear();
    }

    private static ThreadPoolExecutor worker() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "facet-agentbinary-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Modified
    void modified(AgentBinaryConfig config) {
        try {
            settings = Settings.of(config);
        } catch (IllegalArgumentException e) {
            LOG.error("{}. The settings stay as they were", e.getMessage());
        }
    }

    /** Ends what is being fetched. */
    @Deactivate
    public void deactivate() {
        streams.close();
        worker.shutdown();
    }

    @Override
    public List<AgentBinary> find(Transaction tx, AgentBinaryQuery query) {
        return Matches.stored(query, table.all(tx));
    }

    @Override
    public CompletionStage<List<AgentBinary>> search(
            AgentBinaryQuery query, AgentBinarySource source, List<AgentBinary> stored) {
        return binaries.search(query, source, stored);
    }

    @Override
    public CompletionStage<AgentBinaryArchive> open(
            String modelUuid, AgentBinarySource source, AgentBinaryVersion version) {
        return binaries.open(modelUuid, source, version);
    }

    @Override
    public AgentBinaryUpload upload(String modelUuid, AgentBinaryVersion version) {
        if (uploads.incrementAndGet() > settings.maxUploads()) {
            uploads.decrementAndGet();
            throw new FacetException(
                    ErrorCode.TRY_AGAIN,
                    "as many agent binaries are being uploaded as max.uploads in etc/io.facet.agentbinary.cfg"
                            + " allows; try again");
        }
        try {
            return new Upload(archives, modelUuid, version, uploads::decrementAndGet);
        } catch (RuntimeException e) {
            uploads.decrementAndGet();
            throw e;
        }
    }
}
