// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * NOTIFY and LISTEN. Notifications go out after the commit, not with it: PostgreSQL puts transactions that notify into
 * one row. What gets lost is found by the tailer's poll.
 */
final class PostgresBeacon implements Beacon {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBeacon.class);
    private static final String CHANNEL = "facet_change";
    private static final int LISTEN_MS = 300;
    private static final long PAUSE_AFTER_FAILURE_MS = 1000;
    /** A payload has room for 8000 bytes; a model's UUID and the blank take 37. */
    private static final int MODELS_PER_PAYLOAD = 200;

    private final Connections connections;
    private final Tailer tailer;
    /** Tells the notifications of this controller, which it gets too, from those of others. */
    private final String self = UUID.randomUUID().toString();

    private final Thread thread;
    private volatile boolean stopped;
    private boolean failing;

    private PostgresBeacon(Connections connections, Tailer tailer) {
        this.connections = connections;
        this.tailer = tailer;
        this.thread = new Thread(this::listen, "facet-store-listener");
        this.thread.setDaemon(true);
    }

    /** Starts to listen, if the driver is one that can. */
    static Beacon open(Connections connections, Tailer tailer) throws SQLException {
        try (Connection connection = connections.plain()) {
            if (!connection.isWrapperFor(PGConnection.class)) {
                return Beacon.NONE;
            }
        } catch (NoClassDefFoundError e) {
            LOG.info("No PostgreSQL driver in sight; changes of other controllers are found by polling");
            return Beacon.NONE;
        }
        PostgresBeacon beacon = new PostgresBeacon(connections, tailer);
        beacon.thread.start();
        return beacon;
    }

    @Override
    public void tell(Connection connection, Set<String> models) throws SQLException {
        List<String> all = new ArrayList<>(models);
        try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify('" + CHANNEL + "', ?)")) {
            for (int from = 0; from < all.size(); from += MODELS_PER_PAYLOAD) {
                List<String> some = all.subList(from, Math.min(from + MODELS_PER_PAYLOAD, all.size()));
                notify.setString(1, self + " " + String.join(" ", some));
                notify.execute();
            }
        }
        connection.commit();
    }

    private void listen() {
        while (!stopped) {
            try (Connection connection = connections.plain()) {
                Statements.execute(connection, "LISTEN " + CHANNEL);
                PGConnection source = connection.unwrap(PGConnection.class);
                failing = false;
                while (!stopped) {
                    pass(source.getNotifications(LISTEN_MS));
                }
            } catch (SQLException e) {
                failed(e);
            }
        }
    }

    private void pass(PGNotification[] notifications) {
        for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
            String[] words = notification.getParameter().split(" ");
            if (!words[0].equals(self)) {
                tailer.told(Arrays.asList(words).subList(1, words.length));
            }
        }
    }

    private void failed(SQLException e) {
        if (!failing) {
            LOG.warn("Cannot listen for changes of other controllers; they are found by polling until it works", e);
        }
        failing = true;
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MS);
        } catch (InterruptedException interrupted) {
            stopped = true;
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(2L * LISTEN_MS + PAUSE_AFTER_FAILURE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
