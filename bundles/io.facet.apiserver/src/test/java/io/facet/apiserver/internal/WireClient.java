// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A WebSocket client over a plain TLS socket: it can send what no library would. */
public final class WireClient implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;
    public static final int FIN = 0x80;

    private static final int TIMEOUT_MS = 10_000;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int lastId;

    /** One frame as received. */
    public record Frame(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private WireClient(int port) throws Exception {
        socket = (SSLSocket) trustAll().getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** A socket with nothing sent yet. */
    public static WireClient open(int port) throws Exception {
        return new WireClient(port);
    }

    /** A WebSocket connection to the path. */
    public static WireClient connect(int port, String path) throws Exception {
        WireClient client = new WireClient(port);
        String answer = client.http(upgrade(path));
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no upgrade: " + answer);
        }
        return client;
    }

    public static String upgrade(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }

    /** Sends an HTTP request and returns status line, headers, and the body if there is one. */
    public String http(String request) throws IOException {
        raw(request.getBytes(StandardCharsets.ISO_8859_1));
        return receiveHttp();
    }

    /** Sends bytes as they are. */
    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Status line and headers of the next HTTP response. */
    public String receiveHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Reads bytes. */
    public byte[] take(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** Reads bytes and forgets them. */
    public void skip(long count) throws IOException {
        in.skipNBytes(count);
    }

    /** Status line, headers, and the body if there is one, of the next HTTP response. */
    public String receiveHttp() throws IOException {
        String text = receiveHead();
        int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        if (at < 0) {
            return text;
        }
        int length =
                Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)).trim());
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    public X509Certificate serverCertificate() throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    public String protocol() {
        return socket.getSession().getProtocol();
    }

    /** The raw socket, to send or withhold bytes. */
    public Socket socket() {
        return socket;
    }

    public void send(String text) throws IOException {
        frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends one masked frame; the first byte is FIN, reserved bits and opcode. */
    public void frame(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 14);
        bytes.write(first);
        if (payload.length < 126) {
            bytes.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            bytes.write(0x80 | 126);
            bytes.write(payload.length >> 8);
            bytes.write(payload.length);
        } else {
            bytes.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] mask = {1, 2, 3, 4};
        bytes.write(mask);
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ mask[i % 4]);
        }
        out.write(bytes.toByteArray());
        out.flush();
    }

    /** The next message or control frame. */
    public Frame read() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int opcode = -1;
        while (true) {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            message.write(in.readNBytes((int) length));
            if (opcode < 0) {
                opcode = first & 0x0f;
            }
            if ((first & FIN) != 0) {
                return new Frame(opcode, message.toByteArray());
            }
        }
    }

    /** The next reply, without its newline. */
    public String reply() throws IOException {
        Frame frame = read();
        if (frame.opcode() != TEXT || !frame.text().endsWith("\n")) {
            throw new IOException("not a reply: " + frame + " " + frame.text());
        }
        return frame.text().stripTrailing();
    }

    public String call(String request) throws IOException {
        send(request);
        return reply();
    }

    /** Calls a method; returns the reply. */
    public String call(String type, int version, String method, String params) throws IOException {
        return call(request(++lastId, type, version, "", method, params));
    }

    public static String request(long id, String type, int version, String object, String method, String params) {
        return "{\"request-id\":" + id + ",\"type\":\"" + type + "\",\"version\":" + version
                + (object.isEmpty() ? "" : ",\"id\":\"" + object + "\"") + ",\"request\":\"" + method
                + "\",\"params\":" + params + "}";
    }

    public String login(String tag) throws IOException {
        String reply = call(
                "Admin",
                3,
                "Login",
                "{\"auth-tag\":\"" + tag + "\",\"credentials\":\""
                        + (tag.startsWith("user-") ? "topsecretpassword" : FakeLogins.PASSWORD) + "\",\"nonce\":\""
                        + FakeLogins.NONCE + "\"}");
        if (reply.contains("\"error\"")) {
            throw new IOException("login failed: " + reply);
        }
        return reply;
    }

    /** Reads until the server closes; returns whether it did so with an empty close frame. */
    public boolean isClosedWithEmptyFrame() throws IOException {
        Frame frame = read();
        if (frame.opcode() != CLOSE || frame.payload().length != 0) {
            throw new IOException("not an empty close frame: " + frame.opcode() + " " + frame.text());
        }
        frame(FIN | CLOSE, new byte[0]);
        try {
            in.readUnsignedByte();
            return false;
        } catch (EOFException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static SSLContext trustAll() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        return context;
    }

    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
