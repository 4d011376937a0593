// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/**
 * The operator's shell of a controller over ssh. Each command has a session of its own: the shell closes it behind the
 * command. Safe for use by many threads.
 */
public final class SshShell implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(3);
    private static final String FIRST_USER = "karaf";

    private final SshClient client;
    private final int port;
    private final String user;
    private final String password;

    private SshShell(SshClient client, int port, String user, String password) {
        this.client = client;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /** For the user that an installation makes at its first start. */
    public static SshShell of(int port, Path home) throws IOException {
        return of(port, FIRST_USER, password(home));
    }

    /** For a user. */
    public static SshShell of(int port, String user, String password) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((session, address, key) -> true);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.start();
        return new SshShell(client, port, user, password);
    }

    /** Runs a command to its end, whatever that is. */
    public Result run(String command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ClientSession session =
                client.connect(user, "127.0.0.1", port).verify(CONNECT_TIMEOUT).getSession()) {
            session.addPasswordIdentity(password);
            session.auth().verify(CONNECT_TIMEOUT);
            ChannelExec channel = session.createExecChannel(command);
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(CONNECT_TIMEOUT);
            Set<ClientChannelEvent> events = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), COMMAND_TIMEOUT);
            if (!events.contains(ClientChannelEvent.CLOSED)) {
                throw new IOException(
                        "no end of \"" + command + "\" after " + COMMAND_TIMEOUT + "; it printed: " + out);
            }
            Integer status = channel.getExitStatus();
            return new Result(
                    command,
                    status == null ? -1 : status,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    /** What a command printed; fails if it fails. */
    public String ask(String command) throws IOException {
        Result result = run(command);
        if (!result.succeeded()) {
            throw new IOException(result.toString());
        }
        return result.out();
    }

    @Override
    public void close() {
        client.stop();
    }

    private static String password(Path home) throws IOException {
        Properties users = new Properties();
        users.load(Files.newBufferedReader(home.resolve("etc/users.properties")));
        return users.getProperty(FIRST_USER).split(",", 2)[0].strip();
    }

    /**
     * How a command ended.
     *
     * @param command the command
     * @param status exit status, -1 if none was sent
     * @param out what it printed
     * @param err what it printed as errors
     */
    public record Result(String command, int status, String out, String err) {

        /** Whether the status says so. */
        public boolean succeeded() {
            return status == 0;
        }
    }
}
