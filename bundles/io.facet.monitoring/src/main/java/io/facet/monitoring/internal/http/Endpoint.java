// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the pages on a port of its own. When it cannot listen there, that is its {@link #problem} and nobody else's; it
 * tries again with each {@link #ensure}.
 */
public final class Endpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final Pages pages;
    private final Duration requestTimeout;

    /** Where it should listen; empty for nowhere. */
    private Optional<Address> wanted = Optional.empty(); // guarded by this

    private HttpServer server; // guarded by this
    private RequestThreads threads; // guarded by this
    private Optional<String> problem = Optional.empty(); // guarded by this

    /** @param requestTimeout how long a request may take from its first byte to the last of its answer */
    public Endpoint(Pages pages, Duration requestTimeout) {
        this.pages = pages;
        this.requestTimeout = requestTimeout;
    }

    /** Listens there from now on; empty for nowhere. */
    public synchronized void listen(Optional<Address> address) {
        if (!address.equals(wanted)) {
            stop();
            wanted = address;
        }
        ensure();
    }

    /** Listens, if it should and does not. */
    public synchronized void ensure() {
        if (server == null && wanted.isPresent()) {
            Optional<String> before = problem;
            problem = start(wanted.get());
            problem.filter(now -> !problem.equals(before)).ifPresent(LOG::error);
        }
    }

    private Optional<String> start(Address address) {
        InetSocketAddress socket = address.host().isEmpty()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
        if (socket.isUnresolved()) {
            return Optional.of(
                    "Health and metrics are not served: http.host in etc/io.facet.monitoring.cfg is not known: "
                            + address.host() + ".");
        }
        try {
            server = HttpServer.create(socket, 0);
        } catch (IOException e) {
            return Optional.of("Health and metrics are not served at " + address + ": " + e.getMessage()
                    + "; change http.host or http.port in etc/io.facet.monitoring.cfg.");
        }
        threads = new RequestThreads(requestTimeout);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        LOG.info("Health and metrics are served at {}", where());
        return Optional.empty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Page page = page(exchange, head);
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(page.status(), head ? -1 : page.body().length);
            if (!head) {
                exchange.getResponseBody().write(page.body());
            }
        } catch (RuntimeException e) {
            LOG.error("The request for {} failed", exchange.getRequestURI().getPath(), e);
        }
    }

    private Page page(HttpExchange exchange, boolean head) {
        if (!head && !exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return text(405, "Method Not Allowed");
        }
        String accept = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Accept"), "");
        String path = exchange.getRequestURI().getPath();
        return pages.page(path.substring(1), accept).orElseGet(() -> text(404, "Not Found: try /health or /metrics"));
    }

    private static Page text(int status, String text) {
        return new Page(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Why it does not listen although it should, as a sentence. */
    public synchronized Optional<String> problem() {
        return problem;
    }

    /** Where it listens, as a sentence. */
    public synchronized String state() {
        return server == null
                ? "Health and metrics are not served over HTTP: http.enabled is false."
                : "Health and metrics are served at " + where() + ".";
    }

    /** The port it listens on; empty if it does not. */
    synchronized Optional<Integer> port() {
        return Optional.ofNullable(server).map(present -> present.getAddress().getPort());
    }

    private String where() {
        return new Address(wanted.orElseThrow().host(), server.getAddress().getPort()).toString();
    }

    private void stop() {
        problem = Optional.empty();
        if (server != null) {
            server.stop(0);
            threads.close();
            server = null;
            threads = null;
        }
    }

    @Override
    public synchronized void close() {
        wanted = Optional.empty();
        stop();
    }
}
