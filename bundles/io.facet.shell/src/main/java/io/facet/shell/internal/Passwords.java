// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/** Passwords that an operator gives: never on the command line, which is kept in the history and the logs. */
public final class Passwords {
    private static final int MAX_LENGTH = 1000;

    private Passwords() {}

    /** The password in the first line of a file. */
    public static String read(String file) throws CommandException {
        String line;
        try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
            char[] start = new char[MAX_LENGTH + 2];
            int length = 0;
            for (int read = 0;
                    read >= 0 && length < start.length;
                    read = reader.read(start, length, start.length - length)) {
                length += read;
            }
            line = new String(start, 0, length).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + reason(e), e);
        }
        return checked(line, "the first line of " + file);
    }

    /** The password that is typed twice, unseen. */
    public static String ask(Session session) throws CommandException {
        try {
            String first = session.readLine("Password: ", '*');
            String second = session.readLine("The same again: ", '*');
            if (first == null || !first.equals(second)) {
                throw Services.failure("The two are not the same; nothing was changed.");
            }
            return checked(first, "what was typed");
        } catch (IOException e) {
            throw new CommandException("Cannot ask for a password here: use --password-file.", e);
        }
    }

    private static String checked(String password, String where) throws CommandException {
        if (password.isEmpty()) {
            throw Services.failure("There is no password in " + where + ".");
        }
        if (password.length() > MAX_LENGTH) {
            throw Services.failure("The password in " + where + " has more than " + MAX_LENGTH + " characters.");
        }
        return password;
    }

    /** Why a file cannot be read. */
    static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "there is no such file"
                : e.getClass().getSimpleName();
    }
}
