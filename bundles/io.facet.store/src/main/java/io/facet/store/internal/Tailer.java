// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.ChangeStream;
import io.facet.store.api.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the change log on one thread and hands the changes out. It keeps the number of the last change of each model
 * that somebody listens to; since numbers are dense and in commit order, what comes after is what is new.
 */
final class Tailer implements ChangeStream {

    private static final Logger LOG = LoggerFactory.getLogger(Tailer.class);
    private static final int PAGE = 1000;
    private static final long PAUSE_AFTER_FAILURE_MS = 500;

    private final Dialect dialect;
    private final PinnedConnection pinned;
    /** How often to look without having been woken; zero for never. */
    private final Duration poll;

    private final Thread thread;
    /** Model to those who listen. Changed by the thread only. */
    private final Map<String, ModelStream> streams = new ConcurrentHashMap<>();

    private volatile Beacon beacon = Beacon.NONE;
    private boolean failing;

    private final Object lock = new Object();
    /** Models that this controller has changed. Guarded by lock. */
    private Set<String> changedHere = new HashSet<>();
    /** Models that another controller has changed. Guarded by lock. */
    private Set<String> changedElsewhere = new HashSet<>();
    /** Those who want to listen. Guarded by lock. */
    private List<Subscriber> joining = new ArrayList<>();
    /** Those who want to listen no more. Guarded by lock. */
    private List<Subscriber> leaving = new ArrayList<>();
    /** Changes of this controller that no round has taken up yet. Guarded by lock. */
    private long waiting;
    /** When the first of those was told, by {@link System#nanoTime}. Guarded by lock. */
    private long waitingSince;
    /** Changes of this controller that the present round hands out. Guarded by lock. */
    private long handing;
    /** When the first of those was told. Guarded by lock. */
    private long handingSince;
    /** Guarded by lock. */
    private boolean lookEverywhere;
    /** Guarded by lock. */
    private boolean stopped;

    Tailer(Connections connections, Dialect dialect, Duration poll) {
        this.dialect = dialect;
        this.pinned = new PinnedConnection(connections::reader);
        this.poll = poll;
        this.thread = new Thread(this::follow, "facet-store-tailer");
        this.thread.setDaemon(true);
    }

    void start(Beacon others) {
        beacon = others;
        thread.start();
    }

    @Override
    public Subscription subscribe(ChangeFilter filter, long since, ChangeListener listener) {
        Subscriber subscriber = new Subscriber(filter, since, listener, this::leave);
        wake(() -> joining.add(subscriber));
        return subscriber;
    }

    private void leave(Subscriber subscriber) {
        wake(() -> leaving.add(subscriber));
    }

    /** To be called after each commit of this controller that logged changes. */
    void committed(String modelUuid, int changes) {
        wake(() -> {
            changedHere.add(modelUuid);
            waitingSince = waiting == 0 ? System.nanoTime() : waitingSince;
            waiting += changes;
        });
    }

    /**
     * How far the stream is behind.
     *
     * @param changes committed changes of this controller that have not been handed out
     * @param lag how long the oldest of them has been waiting
     */
    record Backlog(long changes, Duration lag) {}

    /** How far the stream is behind just now. */
    Backlog backlog() {
        synchronized (lock) {
            long changes = handing + waiting;
            long oldest = handing > 0 ? handingSince : waitingSince;
            return new Backlog(changes, changes == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - oldest));
        }
    }

    /** To be called when another controller tells of changes. */
    void told(Collection<String> models) {
        wake(() -> changedElsewhere.addAll(models));
    }

    /** The number of the last change of the model that every listener here has; the largest there is if none listens. */
    long delivered(String modelUuid) {
        ModelStream stream = streams.get(modelUuid);
        return stream == null ? Long.MAX_VALUE : stream.cursor();
    }

    private void wake(Runnable change) {
        synchronized (lock) {
            change.run();
            lock.notifyAll();
        }
    }

    /** What there is to do. */
    private record Round(
            Set<String> changedHere,
            Set<String> changedElsewhere,
            List<Subscriber> joining,
            List<Subscriber> leaving,
            boolean lookEverywhere) {}

    private void follow() {
        while (true) {
            Round round;
            try {
                round = await();
            } catch (InterruptedException e) {
                return;
            }
            if (round == null) {
                return;
            }
            try {
                perform(round);
                handedOut();
                recovered();
            } catch (SQLException | RuntimeException e) {
                failed(round, e);
            }
        }
    }

    private Round await() throws InterruptedException {
        synchronized (lock) {
            boolean timedOut = false;
            while (!stopped && !timedOut && idle()) {
                long before = System.nanoTime();
                lock.wait(poll.toMillis());
                timedOut = !poll.isZero() && System.nanoTime() - before >= poll.toNanos();
            }
            if (stopped) {
                return null;
            }
            Round round = new Round(changedHere, changedElsewhere, joining, leaving, lookEverywhere || timedOut);
            changedHere = new HashSet<>();
            changedElsewhere = new HashSet<>();
            joining = new ArrayList<>();
            leaving = new ArrayList<>();
            lookEverywhere = false;
            handing = waiting;
            handingSince = waitingSince;
            waiting = 0;
            return round;
        }
    }

    private boolean idle() {
        return changedHere.isEmpty()
                && changedElsewhere.isEmpty()
                && joining.isEmpty()
                && leaving.isEmpty()
                && !lookEverywhere;
    }

    private void perform(Round round) throws SQLException {
        for (Subscriber subscriber : round.leaving()) {
            remove(subscriber);
        }
        if (!round.changedHere().isEmpty()) {
            beacon.tell(pinned.get(), round.changedHere());
        }
        Set<String> models = new HashSet<>(round.changedHere());
        models.addAll(round.changedElsewhere());
        if (round.lookEverywhere()) {
            models.addAll(outOfStep());
        }
        round.joining().forEach(subscriber -> models.add(subscriber.filter().modelUuid()));
        for (String model : models) {
            advance(model);
        }
        while (!round.joining().isEmpty()) {
            join(round.joining().get(round.joining().size() - 1));
            round.joining().remove(round.joining().size() - 1);
        }
    }

    private void handedOut() {
        synchronized (lock) {
            handing = 0;
        }
    }

    /** The models whose last change is another than the last that was delivered. */
    private List<String> outOfStep() throws SQLException {
        Map<String, Long> positions =
                read(connection -> ChangeLog.positions(connection, List.copyOf(streams.keySet())));
        return streams.entrySet().stream()
                .filter(stream -> positions.getOrDefault(stream.getKey(), 0L)
                        != stream.getValue().cursor())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void remove(Subscriber subscriber) {
        String model = subscriber.filter().modelUuid();
        ModelStream stream = streams.get(model);
        if (stream != null) {
            stream.remove(subscriber);
            if (stream.isEmpty()) {
                streams.remove(model);
            }
        }
    }

    /** Delivers what is new in a model. */
    private void advance(String model) throws SQLException {
        ModelStream stream = streams.get(model);
        if (stream == null) {
            return;
        }
        List<Change> page;
        do {
            page = read(connection -> ChangeLog.after(connection, model, stream.cursor(), PAGE));
            if (page.isEmpty() ? isLost(model, stream.cursor()) : page.get(0).number() != stream.cursor() + 1) {
                LOG.warn(
                        "The log of model {} does not go on from change {}: what came after was pruned before it was read,"
                                + " or an older backup was restored",
                        model,
                        stream.cursor());
                streams.remove(model);
                stream.lose();
                return;
            }
            if (!page.isEmpty()) {
                stream.deliver(page);
            }
        } while (page.size() == PAGE);
    }

    /** Whether there were changes after the number that are in the log no more, or the number was never reached. */
    private boolean isLost(String model, long number) throws SQLException {
        return read(connection -> {
            long last = ChangeLog.position(connection, model);
            return last < number
                    || last > number
                            && ChangeLog.after(connection, model, number, 1).isEmpty();
        });
    }

    /** Brings a subscriber to where the others are, and lets it go on with them. */
    private void join(Subscriber subscriber) throws SQLException {
        if (subscriber.isClosed()) {
            return;
        }
        String model = subscriber.filter().modelUuid();
        ModelStream stream = streams.get(model);
        if (stream == null) {
            stream = new ModelStream(read(connection -> ChangeLog.position(connection, model)));
        }
        while (subscriber.position() < stream.cursor()) {
            long since = subscriber.position();
            List<Change> page = read(connection -> ChangeLog.after(connection, model, since, PAGE));
            if (page.isEmpty() || page.get(0).number() != since + 1) {
                subscriber.lose();
                return;
            }
            catchUp(subscriber, page, stream.cursor());
        }
        if (subscriber.position() > stream.cursor()) {
            // From the future, as after an older backup was restored.
            subscriber.lose();
            return;
        }
        stream.add(subscriber);
        streams.put(model, stream);
    }

    private static void catchUp(Subscriber subscriber, List<Change> page, long last) {
        List<Change> due = page.stream()
                .filter(change -> change.number() <= last)
                .filter(subscriber.filter()::accepts)
                .toList();
        subscriber.deliver(due);
        subscriber.advanceTo(Math.min(last, page.get(page.size() - 1).number()));
    }

    private interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T read(Query<T> query) throws SQLException {
        Connection connection = pinned.get();
        dialect.beginRead(connection);
        T result = query.on(connection);
        dialect.commit(connection);
        return result;
    }

    private void failed(Round round, Exception e) {
        if (!failing) {
            LOG.warn("Cannot read the change log of {}, will try again until it works", dialect.place(), e);
        }
        failing = true;
        pinned.recover(dialect);
        synchronized (lock) {
            changedHere.addAll(round.changedHere());
            waitingSince = handing > 0 ? handingSince : waitingSince;
            waiting += handing;
            handing = 0;
            joining.addAll(0, round.joining());
            lookEverywhere = true;
            try {
                if (!stopped) {
                    lock.wait(PAUSE_AFTER_FAILURE_MS);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void recovered() {
        if (failing) {
            LOG.info("The change log of {} can be read again", dialect.place());
            failing = false;
        }
    }

    /** Stops; who listens hears no more. */
    void close(Duration timeout) {
        wake(() -> stopped = true);
        try {
            thread.join(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        beacon.close();
        pinned.close();
    }
}
