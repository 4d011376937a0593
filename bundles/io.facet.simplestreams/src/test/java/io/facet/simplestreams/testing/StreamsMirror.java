// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;

/** A web server with metadata, good or bad as the test wants it. */
public final class StreamsMirror extends ExternalResource {

    private static final String FOLDER = "/streams/v1/";

    /** Answers one request. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private ExecutorService threads;

    @Override
    protected void before() throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    @Override
    protected void after() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        try (exchange) {
            Answer answer = answers.get(path);
            if (answer == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                answer.to(exchange);
            }
        }
    }

    /** Base URL of the mirror. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The paths asked for so far, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How often a file below {@code streams/v1} was asked for. */
    public long requestsFor(String file) {
        return requests.stream().filter((FOLDER + file)::equals).count();
    }

    /** Publishes a file below {@code streams/v1}. */
    public StreamsMirror file(String name, String text) {
        return answer(name, exchange -> send(exchange, text.getBytes(UTF_8)));
    }

    /** Publishes a file by its path from the root. */
    public StreamsMirror rootFile(String path, byte[] bytes) {
        answers.put(path, exchange -> send(exchange, bytes));
        return this;
    }

    /** Answers requests for a file below {@code streams/v1} with a status and no content. */
    public StreamsMirror status(String name, int status) {
        return answer(name, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    /** Answers requests for a file below {@code streams/v1} with less than was announced. */
    public StreamsMirror truncated(String name, String text) {
        return answer(name, exchange -> {
            exchange.sendResponseHeaders(200, text.length() + 1000L);
            exchange.getResponseBody().write(text.getBytes(UTF_8));
            exchange.getResponseBody().flush();
        });
    }

    /** Answers requests for a file below {@code streams/v1} with blanks without end. */
    public StreamsMirror endless(String name) {
        return answer(name, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            byte[] blanks = " ".repeat(8192).getBytes(UTF_8);
            for (; ; ) {
                out.write(blanks);
            }
        });
    }

    /** Publishes a file below {@code streams/v1}, whose requests are answered when the latch is open. */
    public StreamsMirror held(String name, String text, CountDownLatch latch) {
        return answer(name, exchange -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            send(exchange, text.getBytes(UTF_8));
        });
    }

    /** Answers requests for a file below {@code streams/v1} in any way. */
    public StreamsMirror answer(String name, Answer answer) {
        answers.put(FOLDER + name, answer);
        return this;
    }

    private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
